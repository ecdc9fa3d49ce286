import type { ComponentProps, HostNeeds, HostPeer, HostPort } from '../../index';

/** What listens is closed to all but those who need it, or left as it is. */
export type Firewall = 'nftables' | 'none';

export interface NodePrerequisitesProps extends Pick<ComponentProps, 'wiring'> {
  /**
   * `off`: nodes have no swap, now and after a restart. `limited`: swap stays, and kubelets have to
   * be told to use it (`failSwapOn: false`, `memorySwap: { swapBehavior: LimitedSwap }`).
   * @default 'off'
   */
  readonly swap?: 'off' | 'limited';
  /** Who keeps the clocks right; `none` where the hypervisor or somebody else does. @default 'chrony' */
  readonly timeSync?: 'chrony' | 'none';
  /** Names or addresses of time servers, instead of the distribution's. @default - the distribution's */
  readonly ntpServers?: readonly string[];
  /** @default 'nftables' */
  readonly firewall?: Firewall;
  /** Who may connect by SSH. Whoever is not in it is locked out. @default ['anywhere'] */
  readonly sshFrom?: readonly HostPeer[];
  /** @default 22 */
  readonly sshPort?: number;
  /**
   * Networks (CIDR) and addresses of those who operate the cluster: who is meant where a port is
   * open to `operator`.
   * @default - anywhere
   */
  readonly operators?: readonly string[];
  /**
   * Who reaches ports 30000 to 32767 where the machine itself answers: health checks of external
   * load balancers, kube-proxy in the mode `ipvs`. NodePorts that lead to Pods never pass here.
   * @default ['anywhere']
   */
  readonly nodePortsFrom?: readonly HostPeer[];
  /** Ports that the firewall lets through beside what components say, such as those of your own agents. @default [] */
  readonly openPorts?: readonly HostPort[];
  /** Whether some of what the firewall drops is logged by the kernel, five lines a minute. @default false */
  readonly logDrops?: boolean;
  /** Whether `/etc/hosts` of all machines names all machines and the API servers; for those without DNS. @default false */
  readonly hostsFile?: boolean;
  /** Kernel settings of nodes beside, or instead of, this component's own; those of others stay. @default {} */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** What else machines must have, such as the tools of your monitoring. @default [] */
  readonly needs?: readonly HostNeeds[];
  /**
   * Connections that the kernel keeps track of, where no kube-proxy says so: load balancers, etcd,
   * nodes of a CNI that replaces kube-proxy. Each takes some 300 bytes while it is there.
   * @default 1048576
   */
  readonly conntrackMax?: number;
}
