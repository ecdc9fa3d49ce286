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

/** Runs a part of `install.sh` on the machine, which keeps the list of what was placed. */
const listed = (action: 'stale' | 'placed'): object => ({
  'ansible.builtin.script': {
    cmd: `'{{ playbook_dir }}/../install.sh' -n {{ inventory_hostname }} ${action}`,
    executable: '/bin/sh',
  },
});

/** A task for the units that run, and whose files changed or are gone. */
function unitsThat(verb: 'restart' | 'reload'): object {
  const changed = `kubestrata_placed.results | selectattr('changed') | map(attribute='item.${verb}s') | flatten`;
  const gone = `kubestrata_dropped.stdout_lines | default([]) | select('match', 'to be ${verb}ed: ') | map('split') | map('last')`;
  return {
    name: `What runs and has to ${verb}`,
    'ansible.builtin.shell': `if systemctl is-active --quiet {{ item }}; then systemctl ${verb} {{ item }}; fi`,
    loop: `{{ ((${changed}) + (${gone} | list)) | unique }}`,
    when: 'kubestrata_restart | bool',
  };
}

/**
 * The play that puts each machine's files in place, one machine after another, removes what an
 * earlier run placed and nobody wants any more, and restarts what runs already and reads what changed.
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
        name: 'What was placed earlier and is not among the files any more',
        ...listed('stale'),
        // It changes nothing, and is what a check is to show.
        check_mode: false,
        register: 'kubestrata_stale',
        changed_when:
          "ansible_check_mode and kubestrata_stale.stdout_lines | select('match', 'to be removed: ') | list | length > 0",
      },
      {
        name: 'What would become of it',
        'ansible.builtin.debug': { msg: '{{ kubestrata_stale.stdout_lines }}' },
        when: ['ansible_check_mode', 'kubestrata_stale.stdout_lines | length > 0'],
      },
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
        name: 'The list of what is placed, and nothing more',
        ...listed('placed'),
        register: 'kubestrata_dropped',
        changed_when:
          "kubestrata_dropped.stdout_lines | select('match', 'removed: ') | list | length > 0",
      },
      {
        name: 'What became of the rest',
        'ansible.builtin.debug': { msg: '{{ kubestrata_dropped.stdout_lines }}' },
        when: 'kubestrata_dropped.stdout_lines | default([]) | length > 0',
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
