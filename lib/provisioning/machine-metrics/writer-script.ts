/** Name of the script, its service and its timer. */
export const WRITER = 'kubestrata-machine-metrics';

/** Folder that Debian's node exporter reads, too. */
export const TEXTFILES = '/var/lib/prometheus/node-exporter';

/** Metrics that the script writes. Each has the label `machine`. */
export const METRICS = {
  /** Labels: `path`. */
  certificateEnd: 'kubestrata_certificate_not_after_timestamp_seconds',
  /** 1 or 0; labels: `path`. */
  certificateReadable: 'kubestrata_certificate_readable',
  /** 1 or 0; labels: `address`. */
  addressHeld: 'kubestrata_virtual_address_held',
  /** 1 or 0. */
  rebootPending: 'kubestrata_reboot_pending',
} as const;

/** What a machine's script looks at. */
export interface WriterOptions {
  /** Files with certificates, with `*` for many. */
  readonly certificates: readonly string[];
  /** Files of kubectl's form, with `*` for many. */
  readonly kubeconfigs: readonly string[];
  /** Address that moves between this machine and others. */
  readonly virtualAddress: string | undefined;
}

/** `/usr/local/sbin/kubestrata-machine-metrics`. */
export function writerScript(options: WriterOptions): string {
  const { certificates, kubeconfigs, virtualAddress } = options;
  const reads = certificates.length > 0 || kubeconfigs.length > 0;
  return [
    START,
    reads ? CERTIFICATE_FUNCTIONS : '',
    kubeconfigs.length > 0 ? KUBECONFIG_FUNCTION : '',
    '\nmeasure() {\n',
    reads ? "  ends=''\n  readable=''\n" : '',
    call('certificates', certificates),
    call('kubeconfigs', kubeconfigs),
    reads ? CERTIFICATE_FAMILIES : '',
    virtualAddress === undefined ? '' : held(virtualAddress),
    REBOOT,
    '}\n',
    END,
  ].join('');
}

const START = `#!/bin/sh
# Measures what no agent does, for node exporter: when certificates end, who holds the API servers'
# address, whether a reboot is due.
set -eu

DIRECTORY=${TEXTFILES}
FILE=$DIRECTORY/${WRITER}.prom
MACHINE=$(uname -n)

die() {
  echo "${WRITER}: $*" >&2
  exit 1
}

family() { # family NAME HELP
  printf '# HELP %s %s\\n# TYPE %s gauge\\n' "$1" "$2" "$1"
}
`;

const CERTIFICATE_FUNCTIONS = `
# add PATH PEM: the first certificate of a file.
add() {
  good=0
  if end=$(printf '%s\\n' "$2" | openssl x509 -noout -enddate 2>/dev/null) &&
    end=$(date -u -d "\${end#notAfter=}" +%s); then
    good=1
    ends="\${ends}${METRICS.certificateEnd}{machine=\\"$MACHINE\\",path=\\"$1\\"} $end
"
  fi
  readable="\${readable}${METRICS.certificateReadable}{machine=\\"$MACHINE\\",path=\\"$1\\"} $good
"
}

certificates() { # certificates FILE...
  for file; do
    if [ -f "$file" ]; then add "$file" "$(cat "$file")"; fi
  done
}
`;

/** kubelet.conf names a file instead, which is looked at by itself. */
const KUBECONFIG_FUNCTION = `
kubeconfigs() { # kubeconfigs FILE...
  for file; do
    [ -f "$file" ] || continue
    data=$(sed -n 's/^ *client-certificate-data: *//p' "$file" | head -n 1)
    [ -z "$data" ] || add "$file" "$(printf '%s' "$data" | base64 -d 2>/dev/null)"
  done
}
`;

const CERTIFICATE_FAMILIES = `  family ${METRICS.certificateEnd} 'When a certificate ends.'
  printf '%s' "$ends"
  family ${METRICS.certificateReadable} 'Whether a file has a certificate that can be read.'
  printf '%s' "$readable"
`;

const call = (name: string, files: readonly string[]): string =>
  files.length === 0 ? '' : `  ${name} ${files.join(' \\\n    ')}\n`;

const held = (
  address: string,
): string => `  family ${METRICS.addressHeld} 'Whether this machine holds the address.'
  lines=$(ip -o address show to '${address}') || die 'ip does not say who holds ${address}'
  value=1
  [ -n "$lines" ] || value=0
  printf '${METRICS.addressHeld}{machine="%s",address="${address}"} %s\\n' "$MACHINE" "$value"
`;

const REBOOT = `  family ${METRICS.rebootPending} 'Whether a newer kernel, or something else, waits for a reboot.'
  value=0
  running=$(uname -r)
  newest=$running
  for kernel in /boot/vmlinuz-*; do
    case $kernel in *rescue* | *'*') continue ;; esac
    newest=$(printf '%s\\n%s\\n' "$newest" "\${kernel#/boot/vmlinuz-}" | sort -V | tail -n 1)
  done
  if [ "$newest" != "$running" ] || [ -e /run/reboot-required ]; then value=1; fi
  printf '${METRICS.rebootPending}{machine="%s"} %s\\n' "$MACHINE" "$value"
`;

const END = `
case \${1:-} in
  '') ;;
  show)
    measure
    exit 0
    ;;
  -h | --help)
    echo 'usage: ${WRITER} [show]'
    echo "Writes $FILE, run by ${WRITER}.timer; with show it only prints."
    exit 0
    ;;
  *) die "unknown argument '$1'; the only one is show" ;;
esac

umask 022
mkdir -p "$DIRECTORY"
# Read only under its last name, and then whole.
trap 'rm -f "$FILE.new"' EXIT
measure >"$FILE.new"
mv "$FILE.new" "$FILE"
`;
