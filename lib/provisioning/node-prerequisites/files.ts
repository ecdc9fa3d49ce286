import type { CollectedNeeds } from './collected';
import type { NodePrerequisitesProps } from './props';

/** Where files are on machines; the first three are read by the system, the others by name. */
export const PATHS = {
  settings: '/etc/sysctl.d/90-kubestrata.conf',
  modules: '/etc/modules-load.d/kubestrata.conf',
  timeServers: '/etc/chrony/sources.d/kubestrata.sources',
  networkManager: '/etc/NetworkManager/conf.d/90-kubestrata.conf',
  rules: '/etc/nftables.d/kubestrata.nft',
  unit: '/etc/systemd/system/kubestrata-firewall.service',
} as const;

/** Kernel settings, as sysctl reads them. */
export const settingsFile = ({ sysctls }: CollectedNeeds): string | undefined =>
  linesOf(Object.entries(sysctls).map(([key, value]) => `${key} = ${value}`));

/** Kernel modules, as systemd loads them at the start. */
export const modulesFile = ({ modules }: CollectedNeeds): string | undefined => linesOf(modules);

/** Time servers, in a folder that Debian's chrony reads and the script has the others read. */
export const timeServersFile = ({
  timeSync = 'chrony',
  ntpServers = [],
}: NodePrerequisitesProps): string | undefined =>
  timeSync === 'none' ? undefined : linesOf(ntpServers.map((name) => `server ${name} iburst`));

/** Keeps NetworkManager, where it is, from taking away what CNIs set up. */
export const NETWORK_MANAGER = `[keyfile]
unmanaged-devices=${['cali*', 'tunl*', 'vxlan*calico', 'wireguard.cali', 'wg-v6.cali', 'cilium_*', 'lxc*', 'kube-ipvs0', 'nodelocaldns'].map((name) => `interface-name:${name}`).join(';')}
`;

const linesOf = (lines: readonly string[]): string | undefined =>
  lines.length === 0 ? undefined : `${lines.join('\n')}\n`;
