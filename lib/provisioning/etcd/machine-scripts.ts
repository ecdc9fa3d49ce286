import type { Host } from '../../index';
import { DATA } from './guards';
import { clientUrl, PKI } from './members';

/** `/usr/local/sbin/kubestrata-etcdctl`: etcdctl with addresses and certificate. */
export const controlScript = (members: readonly Host[]): string => `#!/bin/sh
# etcdctl with the addresses of all members, or those in ENDPOINTS, and this machine's certificate.
set -eu
exec /usr/local/bin/etcdctl \\
  --endpoints="\${ENDPOINTS:-${members.map(clientUrl).join(',')}}" \\
  --cacert=${PKI}/ca.crt --cert=${PKI}/client.crt --key=${PKI}/client.key "$@"
`;

/** `/usr/local/sbin/kubestrata-etcd-install`: programs of one exact version, user and folders. */
export const installProgramsScript = (options: {
  readonly version: string;
  readonly downloads: string;
  readonly directories: readonly string[];
  readonly backupDirectory: string | undefined;
}): string => `#!/bin/sh
# Installs etcd ${options.version} with its user and folders. Runs again without harm; restarts nothing.
set -eu

VERSION=${options.version}
DOWNLOADS='${options.downloads}'
BIN=/usr/local/bin

die() {
  echo "kubestrata-etcd-install: $*" >&2
  exit 1
}

[ $# -eq 0 ] || die 'takes no arguments: the version is in the definition'
getent group etcd >/dev/null || groupadd --system etcd
getent passwd etcd >/dev/null ||
  useradd --system --gid etcd --home-dir / --no-create-home --shell /usr/sbin/nologin etcd
install -d -m ${DATA.mode} -o ${DATA.user} -g ${DATA.group} ${options.directories.join(' ')}
${options.backupDirectory === undefined ? '' : `install -d -m 0700 ${options.backupDirectory}\n`}install -d -m 0755 /etc/etcd
install -d -m 0750 -g etcd ${PKI}

if [ -x "$BIN/etcd" ] && "$BIN/etcd" --version | grep -qx "etcd Version: $VERSION" &&
  [ -x "$BIN/etcdctl" ] && [ -x "$BIN/etcdutl" ]; then
  echo "etcd $VERSION is here already"
  exit 0
fi
case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  ppc64le | s390x) architecture=$(uname -m) ;;
  *) die "there is no etcd for $(uname -m)" ;;
esac
name=etcd-v$VERSION-linux-$architecture
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in "$name.tar.gz" SHA256SUMS; do
  curl --fail --silent --show-error --location --retry 3 --output "$work/$file" "$DOWNLOADS/v$VERSION/$file"
done
(cd "$work" && grep " $name.tar.gz\\$" SHA256SUMS | sha256sum --check --quiet -) ||
  die "$name.tar.gz is not what SHA256SUMS says"
tar -C "$work" -xzf "$work/$name.tar.gz"
for program in etcd etcdctl etcdutl; do
  # A program that runs cannot be written to, but its name can be given to another.
  install -m 0755 "$work/$name/$program" "$BIN/.$program.new"
  mv "$BIN/.$program.new" "$BIN/$program"
done
"$BIN/etcd" --version
`;
