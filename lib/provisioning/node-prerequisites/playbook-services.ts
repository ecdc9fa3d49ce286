import { PATHS } from './files';
import type { RoleSetup } from './role-setup';

/** In a check run, what the run before would have installed is not there. */
const UNLESS_CHECKED = '{{ ansible_check_mode }}';

/** Tasks for what runs: clock, services, firewall. */
export function runningTasks(setup: RoleSetup): object[] {
  const { needs, props, rules } = setup;
  const { timeSync = 'chrony', ntpServers = [] } = props;
  return [
    ...(timeSync === 'chrony' && ntpServers.length > 0 ? timeServers() : []),
    ...(timeSync === 'chrony' ? clock() : []),
    ...needs.services.map((unit) => started(unit, `Run ${unit}`)),
    ...(needs.disabledServices.length > 0 ? stopped(needs.disabledServices) : []),
    ...(rules === undefined ? [] : firewall(rules.versionChain)),
  ];
}

const timeServers = (): object[] => [
  {
    name: 'Read the time servers of the platform',
    'ansible.builtin.lineinfile': {
      path: '{{ chrony_conf }}',
      line: 'sourcedir /etc/chrony/sources.d',
    },
    notify: 'Restart chrony',
    ignore_errors: UNLESS_CHECKED,
  },
  {
    name: 'Ask no other time servers',
    'ansible.builtin.replace': {
      path: '{{ chrony_conf }}',
      regexp: '^((pool|server)\\s.*)$',
      replace: '# \\1',
    },
    notify: 'Restart chrony',
    ignore_errors: UNLESS_CHECKED,
  },
];

const clock = (): object[] => [
  started('{{ chrony_unit }}', 'Keep the clock right'),
  { name: 'Ask the right servers from now on', 'ansible.builtin.meta': 'flush_handlers' },
  {
    name: 'Wait until the clock is right',
    'ansible.builtin.command': { cmd: 'chronyc waitsync 12 0 0 5' },
    changed_when: false,
  },
];

const started = (unit: string, name: string): object => ({
  name,
  'ansible.builtin.systemd_service': { name: unit, enabled: true, state: 'started' },
  ignore_errors: UNLESS_CHECKED,
});

const stopped = (units: readonly string[]): object[] => [
  { name: 'Know which services there are', 'ansible.builtin.service_facts': {} },
  {
    // Stopping nftables.service takes the rules of everybody with it.
    name: 'Have what would be in the way not start',
    'ansible.builtin.systemd_service': {
      name: '{{ item }}',
      enabled: false,
      state: "{{ omit if item == 'nftables' else 'stopped' }}",
    },
    loop: units,
    when: "item ~ '.service' in ansible_facts['services'] and ansible_facts['services'][item ~ '.service']['status'] != 'not-found'",
  },
];

const firewall = (versionChain: string): object[] => [
  {
    name: 'Look whether these rules are loaded',
    'ansible.builtin.command': { cmd: `nft list chain inet kubestrata ${versionChain}` },
    register: 'rules',
    changed_when: false,
    failed_when: false,
    check_mode: false,
  },
  {
    name: 'Try the rules',
    'ansible.builtin.command': { cmd: `nft -c -f ${PATHS.rules}` },
    changed_when: false,
    when: 'rules.rc | default(1) != 0',
  },
  {
    name: 'Load the rules, now and at each start',
    'ansible.builtin.systemd_service': {
      name: 'kubestrata-firewall.service',
      daemon_reload: true,
      enabled: true,
      state: "{{ 'started' if rules.rc | default(1) == 0 else 'reloaded' }}",
    },
    ignore_errors: UNLESS_CHECKED,
  },
];
