import type { HostNeeds, HostPackage } from '../../index';
import { isNode, type MachineRole } from './machine-roles';
import type { NodePrerequisitesProps } from './props';

/** What the choices of others say. */
export interface NeedsContext {
  /** Whether Pods have IPv6 addresses. */
  readonly ipv6: boolean;
  /** Whether a kube-proxy runs, which sets the size of the connection table itself. */
  readonly kubeProxy: boolean;
}

/** What Kubernetes, and this component, need of machines of a role. */
export function needsOfRole(
  role: MachineRole,
  props: NodePrerequisitesProps,
  context: NeedsContext,
): HostNeeds {
  const { firewall = 'nftables', timeSync = 'chrony' } = props;
  const filters = firewall === 'nftables';
  const node = isNode(role);
  // kube-proxy sets the size by the number of cores, and would set it back.
  const tracks = node ? !context.kubeProxy : filters;
  return {
    on: role,
    ...(node && { kernel: '5.10' }),
    modules: [...(node ? ['overlay', 'br_netfilter'] : []), ...(tracks ? ['nf_conntrack'] : [])],
    sysctls: {
      ...(node && NODE_SETTINGS),
      ...(node && context.ipv6 && { 'net.ipv6.conf.all.forwarding': '1' }),
      ...(tracks && { 'net.netfilter.nf_conntrack_max': String(props.conntrackMax ?? 1_048_576) }),
      ...(node && props.sysctls),
    },
    packages: [
      ...TOOLS,
      ...(node ? NODE_TOOLS : []),
      ...(timeSync === 'chrony' ? [same('chrony')] : []),
      ...(filters ? [same('nftables')] : []),
    ],
    // Other firewalls flush the rules of a CNI; a second time service fights the first.
    disabledServices: [
      ...(filters ? ['firewalld', 'ufw', 'nftables'] : []),
      ...(timeSync === 'chrony' ? ['systemd-timesyncd', 'ntp', 'ntpd', 'ntpsec'] : []),
    ],
  };
}

const NODE_SETTINGS: Readonly<Record<string, string>> = {
  'net.ipv4.ip_forward': '1',
  'net.bridge.bridge-nf-call-iptables': '1',
  'net.bridge.bridge-nf-call-ip6tables': '1',
  // What kubelets insist on with `protectKernelDefaults`.
  'kernel.keys.root_maxbytes': '25000000',
  'kernel.keys.root_maxkeys': '1000000',
  'kernel.panic': '10',
  'kernel.panic_on_oops': '1',
  'vm.overcommit_memory': '1',
  'vm.panic_on_oom': '0',
  // Each container runtime, log agent and many Pods watch files; the defaults are for desktops.
  'fs.inotify.max_user_instances': '8192',
  'fs.inotify.max_user_watches': '1048576',
};

const same = (name: string): HostPackage => ({ debian: name, redhat: name });

/** What the script itself uses. */
const TOOLS: readonly HostPackage[] = [
  { debian: 'iproute2', redhat: 'iproute' },
  same('kmod'),
  { debian: 'procps', redhat: 'procps-ng' },
];

/** kubeadm asks for them before it starts. */
const NODE_TOOLS: readonly HostPackage[] = [
  { debian: 'conntrack', redhat: 'conntrack-tools' },
  { debian: 'mount', redhat: 'util-linux' },
];
