import { isNode } from './machine-roles';
import type { RoleSetup } from './role-setup';
import { FRAME, MAIN } from './script-frame';
import { MACHINE_POINTS } from './script-machine';
import { SERVICE_POINTS } from './script-services';
import { SYSTEM_POINTS } from './script-system';

/** Where the script is on machines. */
export const SCRIPT = '/usr/local/sbin/kubestrata-prepare';

/** The script that checks and prepares a machine of one role: data first, then the same for all. */
export function prepareScript(setup: RoleSetup): string {
  const { needs, props, rules, hosts, filesBesideScript } = setup;
  const { timeSync = 'chrony', ntpServers = [], swap = 'off' } = props;
  const packages = (family: 'debian' | 'redhat'): string =>
    [...new Set(needs.packages.map((p) => p[family]).filter((name) => name !== ''))].join(' ');
  const data = {
    ROLE: needs.role,
    NODE: isNode(needs.role) ? 'yes' : 'no',
    MACHINES: needs.machines.map(({ name, address }) => `${name} ${address}`).join('\n'),
    FILES: filesBesideScript.map(({ path }) => path).join(' '),
    KERNEL: needs.kernel ?? '',
    PACKAGES_DEBIAN: packages('debian'),
    PACKAGES_REDHAT: packages('redhat'),
    SWAP: isNode(needs.role) ? swap : 'any',
    TIME: timeSync,
    NTP_SERVERS: ntpServers.join(' '),
    SERVICES: needs.services.join(' '),
    DISABLED_SERVICES: needs.disabledServices.join(' '),
    FIREWALL_CHAIN: rules?.versionChain ?? '',
    HOSTS: hosts.join('\n'),
  };
  const lines = Object.entries(data).map(([name, value]) => `${name}=${quoted(value)}`);
  const parts = [FRAME, MACHINE_POINTS, SYSTEM_POINTS, SERVICE_POINTS, MAIN];
  return `#!/bin/sh\nset -eu\n\n${lines.join('\n')}\n${parts.join('')}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
