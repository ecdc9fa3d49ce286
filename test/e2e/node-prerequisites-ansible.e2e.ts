import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingNamespaces, onFakeMachine } from './fake-machine';
import { hostProgram, missingPrograms } from './host-programs';
import { NAMES, platformOf, run, withFiles, worker } from './prepared-machines';
import { optionalTest } from './rig/optional-test';

// The play that NodePrerequisites writes, run by Ansible on a machine that is nobody's.

const ansible = hostProgram('ansible-playbook') ?? '';
const noAnsible = missingPrograms('ansible-playbook');

for (const name of NAMES) {
  optionalTest(`Ansible reads the play of ${name}`, noAnsible, async () => {
    const result = withFiles(platformOf(name), (folder) =>
      run(ansible, ['--syntax-check', join(folder, 'ansible', 'prerequisites.yml')]),
    );
    expect(result).toMatchObject({ status: 0 });
    await Promise.resolve();
  });
}

optionalTest(
  'Ansible says what it would change, changes it, and has nothing to change then',
  noAnsible ?? missingNamespaces(),
  async () => {
    const { status, output } = withFiles(platformOf('every-group'), (folder) => {
      const inventory = join(folder, 'inventory.ini');
      const python = "ansible_python_interpreter='{{ ansible_playbook_python }}'";
      writeFileSync(inventory, `[worker]\nw-1 ansible_connection=local ${python}\n`);
      const none = `-e '{"packages": {"Debian": [], "RedHat": []}}'`;
      const play = `${ansible} -i ${inventory} ${none} --diff ${join(folder, 'ansible', 'prerequisites.yml')}`;
      return onFakeMachine(
        { ...worker(), files: new Map() },
        ANSIBLE_RUNS.replaceAll('PLAY', play),
      );
    });
    expect(output).toContain('+net.ipv4.ip_forward = 1');
    expect(output).toContain('+192.0.2.41 build-1');
    expect(output).toContain('+# UUID=1 none swap sw 0 0');
    expect(output).toContain('after check: , own lines 0');
    const recaps = [...output.matchAll(/^w-1 .* changed=(\d+) .* failed=(\d+)/gm)];
    expect(recaps.map(([, , failed]) => failed)).toStrictEqual(['0', '0', '0']);
    expect(recaps.map(([, changed]) => changed !== '0')).toStrictEqual([true, true, false]);
    expect(status).toBe(0);
    await Promise.resolve();
  },
);

/** Packages, swap and running services are left out: Ansible sees those of the real machine. */
const ANSIBLE_RUNS = `
export HOME=$STATE ANSIBLE_LOCALHOST_WARNING=false
mount -t tmpfs lists /var/lib/apt/lists
PLAY --check || true
echo "after check: $(grep -E 'systemctl (enable|start|mask|stop)|^(modprobe|swapoff)|--system' "$STATE/log" | xargs), own lines $(grep -c kubestrata /etc/hosts || true)"
rm "$STATE"/units/ufw.* "$STATE"/units/nftables.*
swapoff -a
for package in chrony conntrack iproute2 kmod mount nfs-common nftables open-iscsi procps; do : >"$STATE/packages/$package"; done
PLAY || true
PLAY
`;
