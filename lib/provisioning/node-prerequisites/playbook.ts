import { inventoryGroup } from './machine-roles';
import { prepareTasks } from './playbook-tasks';
import type { RoleSetup } from './role-setup';

/**
 * The same as the script, for Ansible: builtin modules only, changes nothing with `--check`, and ends
 * with the script's own check.
 */
export function playbook(setups: readonly RoleSetup[]): object[] {
  const groups = setups.map(({ role }) => inventoryGroup(role));
  return [identities(groups), ...setups.map(preparation)];
}

/** Machines that are copies of one another are one machine for kubelets and switches. */
function identities(groups: readonly string[]): object {
  const unlike = (fact: string): string =>
    `ansible_play_hosts | map('extract', hostvars, ['ansible_facts', '${fact}']) | reject('in', ['', 'NA']) | list | length == ansible_play_hosts | map('extract', hostvars, ['ansible_facts', '${fact}']) | reject('in', ['', 'NA']) | unique | list | length`;
  return {
    name: 'Machines are told apart',
    hosts: groups.join(':'),
    become: true,
    gather_facts: true,
    tasks: [
      {
        name: 'No two machines have one machine-id or product_uuid',
        run_once: true,
        'ansible.builtin.assert': {
          that: [unlike('machine_id'), unlike('product_uuid')],
          fail_msg:
            'Machines were cloned: remove /etc/machine-id on the copies and run systemd-machine-id-setup; give each its own UUID in the hypervisor.',
          quiet: true,
        },
      },
      {
        name: 'Each machine has the name that the definition gives it',
        'ansible.builtin.assert': {
          that: ["ansible_facts['nodename'] == inventory_hostname"],
          fail_msg:
            "The machine calls itself {{ ansible_facts['nodename'] }}: set its name with hostnamectl, or correct the definition.",
          quiet: true,
        },
      },
    ],
  };
}

function preparation(setup: RoleSetup): object {
  const { needs } = setup;
  const names = (family: 'debian' | 'redhat'): string[] => [
    ...new Set(needs.packages.map((p) => p[family]).filter((name) => name !== '')),
  ];
  return {
    name: `Prepare machines of the group ${needs.role}`,
    hosts: inventoryGroup(needs.role),
    become: true,
    gather_facts: true,
    vars: {
      packages: { Debian: names('debian'), RedHat: names('redhat') },
      chrony_unit: "{{ 'chrony' if ansible_facts['os_family'] == 'Debian' else 'chronyd' }}",
      chrony_conf:
        "{{ '/etc/chrony/chrony.conf' if ansible_facts['os_family'] == 'Debian' else '/etc/chrony.conf' }}",
    },
    tasks: prepareTasks(setup),
    handlers: [
      {
        name: 'Apply kernel settings',
        'ansible.builtin.command': { cmd: 'sysctl --system' },
        changed_when: true,
      },
      {
        name: 'Restart chrony',
        'ansible.builtin.systemd_service': { name: '{{ chrony_unit }}', state: 'restarted' },
      },
    ],
  };
}
