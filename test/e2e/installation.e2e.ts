import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { Component, ON_MACHINES, Platform, type HostFileProps } from '../../lib';
import { writeHostFiles } from '../../lib/engines/hosts';
import { Installation } from '../../lib/provisioning/installation';
import { freeRoot } from '../harness/sample';
import { missingNamespaces, onFakeMachine } from './fake-machine';
import { hostProgram, missingPrograms } from './host-programs';
import { optionalTest } from './rig/optional-test';

// Real Ansible, and `install.sh`, put files on a machine that is nobody's, and remove them again.

class Sample extends Component {
  constructor(scope: Construct, files: readonly HostFileProps[]) {
    super(scope, 'sample', {}, ON_MACHINES);
    for (const file of files) this.hostFile(file);
  }
}

const content = { text: 'setting = 1\n' };
const SERVICE: HostFileProps = {
  on: 'nodes',
  path: '/etc/service/service.conf',
  content,
  restarts: ['service'],
  reloads: ['other'],
};
const OTHERS: HostFileProps = { on: { host: 'w-1' }, path: '/etc/service/other.conf', content };
const MIRROR: HostFileProps = { ...SERVICE, path: '/etc/service/mirror.toml', reloads: [] };
const EDITED: HostFileProps = { ...OTHERS, on: 'nodes', path: '/etc/service/edited.conf' };
const TIMER: HostFileProps = {
  on: 'nodes',
  path: '/etc/systemd/system/kubestrata-old.timer',
  content: { text: '[Timer]\nOnCalendar=daily\n' },
};

/** Definitions by the name of the folder that they are written to. */
const DEFINITIONS = {
  larger: [SERVICE, OTHERS, MIRROR, EDITED, TIMER],
  smaller: [SERVICE, OTHERS],
};

const ansible = hostProgram('ansible-playbook') ?? '';
const reason = missingPrograms('ansible-playbook', 'python3') ?? missingNamespaces();

/**
 * Runs shell on the machine cp-1, where `play FOLDER ARGUMENTS` and `script FOLDER ACTION` are the
 * two ways. Each line `== TITLE` starts a part of what is given back, by title.
 */
function onMachine(commands: string): { readonly parts: Readonly<Record<string, string>> } {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-hosts-'));
  try {
    for (const [name, files] of Object.entries(DEFINITIONS)) {
      const platform = new Platform(freeRoot(), 'prod', {
        nodes: [
          { name: 'cp-1', address: '192.0.2.11', role: 'control-plane' },
          { name: 'w-1', address: '192.0.2.21', role: 'worker' },
        ],
      });
      new Sample(platform, files);
      new Installation(platform, 'installation');
      writeHostFiles(platform, join(folder, name));
    }
    const own = JSON.stringify({
      ansible_connection: 'local',
      ansible_become: false,
      ansible_python_interpreter: '{{ ansible_playbook_python }}',
    });
    const setup = `
export HOME=$STATE ANSIBLE_NOCOLOR=1 ANSIBLE_LOCALHOST_WARNING=false
mkdir -p "$FOLDER/own/var" "$FOLDER/own/var-work"
mount -t overlay lib -o "lowerdir=/var/lib,upperdir=$FOLDER/own/var,workdir=$FOLDER/own/var-work" /var/lib
play() { (cd "${folder}/$1" && shift && "${ansible}" -i ansible/inventory.yaml ansible/files.yml -e '${own}' --limit cp-1 "$@"); }
script() { "${folder}/$1/install.sh" -n cp-1 "$2"; }
told() { grep -E '^systemctl (restart|reload|disable|daemon)' "$STATE/log" || true; : >"$STATE/log"; }
`;
    const machine = { name: 'cp-1', address: '192.0.2.11', files: new Map<string, string>() };
    const { output } = onFakeMachine(machine, setup + commands);
    const parts = output.split(/^== /m).map((part): [string, string] => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1)];
    });
    return { parts: Object.fromEntries(parts) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What Ansible counted. */
function counts(text: string | undefined): { changed: number; failed: number } {
  const count = (word: string): number =>
    Number(new RegExp(`${word}=(\\d+)`).exec(text ?? '')?.[1] ?? Number.NaN);
  return { changed: count('changed'), failed: count('failed') };
}

optionalTest(
  'Ansible places the files of each machine, restarts what reads them, and does nothing the second time',
  reason,
  async () => {
    const { parts } = onMachine(`
: >"$STATE/units/service.active"
: >"$STATE/units/other.active"
echo '== check'
play smaller --check
ls /etc/service 2>/dev/null || true
echo '== first'
play smaller
echo '== placed'
head -n 1 /etc/service/service.conf
ls /etc/service
told
echo '== second'
play smaller
`);
    expect(counts(parts['check'])).toStrictEqual({ changed: 2, failed: 0 });
    expect(parts['check']).not.toMatch(/^service\.conf$/m);
    expect(counts(parts['first'])).toStrictEqual({ changed: 4, failed: 0 });
    expect(parts['placed']).toMatch(
      /^# Written by .*\nservice\.conf\nsystemctl restart service\nsystemctl reload other\n$/,
    );
    expect(counts(parts['second'])).toStrictEqual({ changed: 0, failed: 0 });
    await Promise.resolve();
  },
);

/** Places much, changes a file by hand, and then wants less. */
const less = (place: string, look: string, remove: string): string => `
: >"$STATE/units/service.active"
${place}
: >"$STATE/units/kubestrata-old.timer.active"
echo mine >/etc/service/edited.conf
touch /etc/service/own.conf
told
echo '== look'
${look} || true
echo '== looked'
ls /etc/service
told
echo '== remove'
${remove}
echo '== left'
ls /etc/service /etc/systemd/system/kubestrata-* 2>/dev/null || true
told
stat -c '%a' /var/lib/kubestrata/files
sed 1,2d /var/lib/kubestrata/files | cut -d ' ' -f 2-
`;

const LEFT = `/etc/service:
edited.conf
own.conf
service.conf
systemctl disable --now --quiet kubestrata-old.timer
systemctl daemon-reload
systemctl restart service
600
/etc/service/edited.conf - -
/etc/service/service.conf service other
`;

for (const [placing, removing, place, look, remove] of [
  ['Ansible', 'Ansible', 'play larger', 'play smaller --check --diff', 'play smaller'],
  [
    'install.sh',
    'install.sh',
    'script larger apply',
    'script smaller check',
    'script smaller restart',
  ],
  ['Ansible', 'install.sh', 'play larger', 'script smaller check', 'script smaller restart'],
  ['install.sh', 'Ansible', 'script larger apply', 'play smaller --check', 'play smaller'],
] as const) {
  optionalTest(
    `what ${placing} placed and the definition has no longer, ${removing} removes, but for what was changed by hand`,
    reason,
    async () => {
      const { parts } = onMachine(less(place, look, remove));
      const edited = /left, as it was changed by hand: \/etc\/service\/edited\.conf/;
      expect(parts['look']).toMatch(/to be removed: \/etc\/service\/mirror\.toml/);
      expect(parts['look']).toMatch(/to be removed: \/etc\/systemd\/system\/kubestrata-old\.timer/);
      expect(parts['look']).toMatch(edited);
      expect(parts['looked']).toBe('edited.conf\nmirror.toml\nown.conf\nservice.conf\n');
      expect(parts['remove']).toMatch(edited);
      expect(parts['left']).toBe(LEFT);
      await Promise.resolve();
    },
  );
}

optionalTest(
  'both ways agree that there is nothing to do, on a machine that they took turns on',
  reason,
  async () => {
    const { parts } = onMachine(`
script larger apply
play smaller
echo '== script'
script smaller check
script smaller apply
script larger apply >/dev/null
echo '== play'
play larger --check
play larger
cp /var/lib/kubestrata/files "$STATE/list"
script larger apply
cmp "$STATE/list" /var/lib/kubestrata/files && echo same list
`);
    expect(parts['script']).toBe('');
    expect(parts['play']?.match(/changed=\d+/g)).toStrictEqual(['changed=0', 'changed=0']);
    expect(parts['play']).toMatch(/\nsame list\n$/);
    await Promise.resolve();
  },
);

optionalTest(
  'Ansible removes nothing from a machine that has no list yet, nor one of another name',
  reason,
  async () => {
    const { parts } = onMachine(`
play larger >/dev/null
rm /var/lib/kubestrata/files
echo '== none'
play smaller
ls /etc/service
sed -i 's/^# Machine: .*/# Machine: w-1/' /var/lib/kubestrata/files
echo '== other'
play larger || true
`);
    expect(counts(parts['none'])).toStrictEqual({ changed: 0, failed: 0 });
    expect(parts['none']).toMatch(/\nedited\.conf\nmirror\.toml\nservice\.conf\n$/);
    expect(counts(parts['other'])).toStrictEqual({ changed: 0, failed: 1 });
    expect(parts['other']).toMatch(/this machine was set up as 'w-1', not as 'cp-1'/);
    await Promise.resolve();
  },
);
