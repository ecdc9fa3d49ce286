import { hostsOf, type Host, type HostGroup, type Inventory } from '../../index';
import type { PlacedFile } from './placed-files';

/** Groups that machines belong to; `nodes` has the first two as children. */
const GROUPS = ['control-plane', 'worker', 'load-balancer', 'etcd', 'build'] as const;

/** Ansible takes no hyphens in the names of groups. */
export const groupName = (group: HostGroup): string => group.replaceAll('-', '_');

/** The machines as an inventory of Ansible, with a group for each of ours that has machines. */
export function inventory(machines: Inventory, user: string | undefined): object {
  const group = (hosts: readonly Host[]): object => ({
    hosts: Object.fromEntries(
      hosts.map(({ name, address }) => [name, { ansible_host: address }] as const),
    ),
  });
  const present = GROUPS.filter((name) => hostsOf(machines, name).length > 0);
  const ofNodes = present.filter((name) => name === 'control-plane' || name === 'worker');
  return {
    all: {
      ...(user !== undefined && { vars: { ansible_user: user } }),
      children: {
        ...(ofNodes.length > 0 && {
          nodes: { children: Object.fromEntries(ofNodes.map((name) => [groupName(name), {}])) },
        }),
        ...Object.fromEntries(
          present.map((name) => [groupName(name), group(hostsOf(machines, name))]),
        ),
      },
    },
  };
}

/** Variables of all machines: the files of each. */
export const variables = (files: ReadonlyMap<string, readonly PlacedFile[]>): object => ({
  kubestrata_files_of: Object.fromEntries(files),
});

/** A task for the units that run, and whose files changed. */
const unitsThat = (verb: 'restart' | 'reload'): object => ({
  name: `What runs and has to ${verb}`,
  'ansible.builtin.shell': `if systemctl is-active --quiet {{ item }}; then systemctl ${verb} {{ item }}; fi`,
  loop: `{{ kubestrata_placed.results | selectattr('changed') | map(attribute='item.${verb}s') | flatten | unique }}`,
  when: 'kubestrata_restart | bool',
});

/**
 * The play that puts each machine's files in place, one machine after another, and restarts what
 * runs already and reads what changed.
 */
export const filesPlay: readonly object[] = [
  {
    name: 'Put the files of the machines in place',
    hosts: 'all',
    become: true,
    gather_facts: false,
    serial: 1,
    vars: {
      kubestrata_restart: true,
      kubestrata_files: '{{ kubestrata_files_of[inventory_hostname] }}',
    },
    tasks: [
      {
        name: 'Folders',
        'ansible.builtin.file': { path: '{{ item }}', state: 'directory' },
        loop: "{{ kubestrata_files | map(attribute='path') | map('dirname') | unique }}",
      },
      {
        name: 'Files',
        'ansible.builtin.copy': {
          src: '{{ playbook_dir }}/../{{ item.source }}',
          dest: '{{ item.path }}',
          mode: '{{ item.mode }}',
          owner: 'root',
          group: 'root',
        },
        loop: '{{ kubestrata_files }}',
        loop_control: { label: '{{ item.path }}' },
        register: 'kubestrata_placed',
      },
      {
        name: 'Units that systemd has to read again',
        'ansible.builtin.command': 'systemctl daemon-reload',
        when: "kubestrata_placed.results | selectattr('changed') | map(attribute='item.path') | select('match', '/etc/systemd/') | list | length > 0",
      },
      unitsThat('restart'),
      unitsThat('reload'),
    ],
  },
];
