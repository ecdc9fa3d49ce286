import { PATHS } from './files';
import { isNode } from './machine-roles';
import { runningTasks } from './playbook-services';
import type { RoleSetup } from './role-setup';
import { SCRIPT } from './script';

/** Tasks of one role, in the order of the script's points. */
export function prepareTasks(setup: RoleSetup): object[] {
  const { needs, props, hosts: lines } = setup;
  const node = isNode(needs.role);
  return [
    ...(needs.kernel === undefined ? [] : [kernel(needs.kernel)]),
    ...(node ? cgroups() : []),
    ...files(setup),
    ...(lines.length > 0 ? [hosts(lines)] : []),
    ...packages(),
    ...(node && (props.swap ?? 'off') === 'off' ? swap() : []),
    ...(needs.modules.length > 0 ? [modules(needs.modules)] : []),
    { name: 'Settings are there for what starts', 'ansible.builtin.meta': 'flush_handlers' },
    ...runningTasks(setup),
    {
      name: 'Everything is as it should be',
      'ansible.builtin.command': { cmd: `${SCRIPT} check` },
      changed_when: false,
    },
  ];
}

const kernel = (oldest: string): object => ({
  name: `Linux is ${oldest} or newer`,
  'ansible.builtin.assert': {
    that: [`ansible_facts['kernel'] is version('${oldest}', '>=')`],
    fail_msg: `Linux {{ ansible_facts['kernel'] }} runs, and ${oldest} is needed: install a newer one and restart.`,
    quiet: true,
  },
});

const cgroups = (): object[] => [
  {
    name: 'Look for cgroup v2',
    'ansible.builtin.stat': { path: '/sys/fs/cgroup/cgroup.controllers' },
    register: 'cgroup_controllers',
  },
  {
    name: 'Control groups are those of version 2',
    'ansible.builtin.assert': {
      that: ['cgroup_controllers.stat.exists'],
      fail_msg: 'Start the kernel with systemd.unified_cgroup_hierarchy=1.',
      quiet: true,
    },
  },
];

function files({ role, files: all }: RoleSetup): object[] {
  const folders = [...new Set(all.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))];
  return [
    {
      name: 'Folders are there',
      'ansible.builtin.file': { path: '{{ item }}', state: 'directory' },
      loop: folders,
    },
    ...all.map(({ path, mode }) => ({
      name: `Put ${path} in place`,
      'ansible.builtin.copy': { src: `../${role}${path}`, dest: path, mode },
      ...(path === PATHS.settings && { notify: 'Apply kernel settings' }),
      ...(path === PATHS.timeServers && { notify: 'Restart chrony' }),
    })),
  ];
}

const hosts = (lines: readonly string[]): object => ({
  name: 'Machines know each other by name',
  'ansible.builtin.blockinfile': {
    path: '/etc/hosts',
    marker: '# {mark} kubestrata',
    block: lines.join('\n'),
  },
});

const packages = (): object[] => [
  {
    name: 'Know of packages',
    'ansible.builtin.apt': { update_cache: true, cache_valid_time: 3600 },
    when: "ansible_facts['os_family'] == 'Debian'",
  },
  {
    name: 'Install packages',
    'ansible.builtin.package': {
      name: "{{ packages[ansible_facts['os_family']] }}",
      state: 'present',
    },
  },
];

const swap = (): object[] => [
  {
    name: 'Mount no swap',
    'ansible.builtin.replace': {
      path: '/etc/fstab',
      regexp: '^([^#\\s]\\S*\\s+\\S+\\s+swap(\\s.*)?)$',
      replace: '# \\1',
    },
  },
  {
    name: 'Have systemd start no swap',
    'ansible.builtin.systemd_service': { name: 'swap.target', masked: true },
  },
  {
    name: 'Look for swap in compressed memory',
    'ansible.builtin.stat': { path: '/usr/lib/systemd/zram-generator.conf' },
    register: 'zram',
  },
  {
    name: 'Make no swap in compressed memory',
    'ansible.builtin.copy': {
      dest: '/etc/systemd/zram-generator.conf',
      content: '',
      mode: '0644',
    },
    when: 'zram.stat.exists',
  },
  {
    name: 'Turn swap off',
    'ansible.builtin.command': { cmd: 'swapoff -a' },
    when: "ansible_facts['swaptotal_mb'] > 0",
    changed_when: true,
  },
];

const modules = (names: readonly string[]): object => ({
  name: 'Load kernel modules',
  'ansible.builtin.command': {
    cmd: 'modprobe {{ item }}',
    creates: "/sys/module/{{ item | replace('-', '_') }}",
  },
  loop: names,
});
