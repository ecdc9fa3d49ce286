import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// A machine that is nobody's: namespaces of its own for mounts, network and name, an /etc that is a
// copy, and programs that would change more than that replaced by ones that remember.

/** What a machine is made from. */
export interface FakeMachine {
  readonly name: string;
  readonly address: string;
  /** Files on it, by absolute path; those below /etc or /usr/local only. */
  readonly files: ReadonlyMap<string, string>;
  /** Whether it has dnf and rpm instead of apt-get and dpkg. */
  readonly redhat?: boolean;
}

/** How a command came out. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a shell script on the machine; everything is gone afterwards. */
export function onFakeMachine(machine: FakeMachine, script: string): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-machine-'));
  try {
    for (const [path, text] of machine.files) put(join(folder, 'files', path), text);
    for (const [name, text] of Object.entries(programs(machine.redhat ?? false))) {
      put(join(folder, 'bin', name), `#!/bin/sh\necho "${name} $*" >>"$STATE/log"\n${text}`);
    }
    const env = { ...process.env, FOLDER: folder, NAME: machine.name, ADDRESS: machine.address };
    const namespaces = ['--mount', '--net', '--uts'];
    const result = spawnSync('unshare', [...namespaces, 'sh', '-euc', `${SETUP}\n${script}`], {
      env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    return { status: result.status, output: `${result.stdout}${result.stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why no such machine can be made here. */
export function missingNamespaces(): string | undefined {
  const probe = 'mount -t tmpfs none /mnt && nft add table inet probe && ip link set lo up';
  const { status } = spawnSync('unshare', ['--mount', '--net', '--uts', 'sh', '-euc', probe]);
  return status === 0 ? undefined : 'it takes root, `unshare`, `ip` and `nft`; run it as root';
}

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
}

const SETUP = `
own=$FOLDER/own
mkdir -p "$own"
mount -t tmpfs own "$own"
mkdir -p "$own/etc" "$own/work" "$own/local" "$own/local-work" "$own/state/packages" "$own/state/settings" "$own/state/units"
mount -t overlay etc -o "lowerdir=/etc,upperdir=$own/etc,workdir=$own/work" /etc
mount -t tmpfs local /usr/local/sbin
mount -t tmpfs modules /sys/module
mount -t tmpfs cgroup /sys/fs/cgroup
: >/sys/fs/cgroup/cgroup.controllers
printf 'Filename Type Size Used Priority\\n/dev/sda2 partition 1 0 -2\\n' >"$own/state/swaps"
mount --bind "$own/state/swaps" /proc/swaps
for unit in ufw.active ufw.enabled nftables.enabled; do : >"$own/state/units/$unit"; done
printf '/dev/sda1 / ext4 defaults 0 1\\nUUID=1 none swap sw 0 0\\n' >/etc/fstab
printf '127.0.0.1 localhost\\n' >/etc/hosts
echo 0123456789abcdef0123456789abcdef >/etc/machine-id
mkdir -p /etc/chrony
printf 'pool pool.example.org iburst\\n' | tee /etc/chrony/chrony.conf >/etc/chrony.conf
if [ -e "$FOLDER/bin/dnf" ]; then
  for program in apt-get dpkg; do
    at=$(command -v "$program" || true)
    if [ -n "$at" ]; then mount --bind "$own/state/swaps" "$at"; fi
  done
fi
echo "$NAME" >/proc/sys/kernel/hostname
ip link set lo up
ip address add "$ADDRESS/32" dev lo
if [ -d "$FOLDER/files" ]; then cp -R "$FOLDER/files/." /; fi
PATH=$FOLDER/bin:$PATH
STATE=$own/state
export PATH STATE
: >"$STATE/log"
`;

/** Programs that remember what they were told in files below \`$STATE\`. */
const programs = (redhat: boolean): Readonly<Record<string, string>> => ({
  ...(redhat
    ? { dnf: INSTALL, rpm: 'for name; do :; done; [ -e "$STATE/packages/$name" ]' }
    : {
        'apt-get': INSTALL,
        dpkg: '[ -e "$STATE/packages/$2" ] && echo "Status: install ok installed"',
      }),
  modprobe: 'mkdir -p "/sys/module/$(echo "$1" | tr - _)"',
  swapoff: 'echo "Filename Type Size Used Priority" >/proc/swaps',
  sysctl: `
case $1 in
  -n) cat "$STATE/settings/$2" 2>/dev/null || echo 0 ;;
  --system) grep -hE '^[a-z].*=' /etc/sysctl.d/*.conf | while read -r key _ value; do echo "$value" >"$STATE/settings/$key"; done ;;
esac`,
  chronyc: `
case $* in
  tracking) echo 'Leap status     : Normal' ;;
  *sources) if [ -e "$STATE/asked" ]; then cat "$STATE/asked"; fi ;;
esac`,
  systemctl: `
for word; do case $word in -*) ;; *) name=$word ;; esac; done
unit=$STATE/units/$(echo "$name" | sed 's/[.]service$//')
start() {
  : >"$unit.active"
  case $name in
    kubestrata-firewall*) nft -f /etc/nftables.d/kubestrata.nft ;;
    chrony*) sed -n 's/^server \\([^ ]*\\) .*/^,?,\\1,/p' /etc/chrony/sources.d/*.sources 2>/dev/null >"$STATE/asked" || true ;;
  esac
}
case $1 in
  is-active) [ -e "$unit.active" ] ;;
  is-enabled) if [ -e "$unit.masked" ]; then echo masked; elif [ -e "$unit.enabled" ]; then echo enabled; exit; else echo disabled; fi; exit 1 ;;
  show)
    if [ -e "$unit.masked" ]; then echo LoadState=masked; else echo LoadState=loaded; fi
    if [ -e "$unit.active" ]; then echo ActiveState=active; else echo ActiveState=inactive; fi
    if [ -e "$unit.enabled" ]; then echo UnitFileState=enabled; else echo UnitFileState=disabled; fi
    ;;
  enable)
    : >"$unit.enabled"
    if [ "$2" = --now ]; then start; fi
    ;;
  disable)
    rm -f "$unit.enabled"
    case $* in *--now*) rm -f "$unit.active" ;; esac
    ;;
  mask) : >"$unit.masked" ;;
  stop) rm -f "$unit.active" ;;
  start | restart | reload | reload-or-restart) start ;;
esac`,
});

const INSTALL = `
for word; do
  case $word in -* | install | update | DPkg::*) ;; *) : >"$STATE/packages/$word" ;; esac
done`;
