import { unusedSetting, type Platform } from '../index';
import type { BuildHostsProps } from './build-hosts';
import type { ContainerdProps } from './containerd';
import type { CriOProps } from './cri-o';
import type { EtcdProps } from './etcd';
import type { HaProxyProps } from './haproxy';
import type { InstallationProps } from './installation';
import type { KubeVipProps } from './kube-vip';
import type { KubeadmProps } from './kubeadm';
import type { KubesprayProps } from './kubespray';
import type { MachineMetricsProps } from './machine-metrics';
import type { NodePrerequisitesProps } from './node-prerequisites';

export interface ProvisioningLayerProps {
  /**
   * Whether the machines' files are made, or somebody else makes the cluster.
   * @default 'kubeadm' where the platform names machines, and something in front of several control planes
   */
  readonly installer?: 'kubeadm' | 'none';
  /**
   * What stands in front of the API servers: HAProxy with keepalived on machines of its own or on
   * the control planes, kube-vip on the control planes, or something that is there already.
   * @default 'haproxy' where the platform has load-balancer machines, else 'none'
   */
  readonly endpoint?: 'haproxy' | 'kube-vip' | 'none';
  /** What runs the containers of the nodes. @default 'containerd' */
  readonly runtime?: 'containerd' | 'cri-o';
  /** Whom Ansible and the runbooks' commands log in as on the machines; it may use sudo. @default - whoever runs them */
  readonly sshUser?: string;
  /** Settings of the control plane and the kubelets. @default {} */
  readonly kubeadm?: KubeadmProps;
  /** Settings of HAProxy and keepalived. @default {} */
  readonly haproxy?: HaProxyProps;
  /** Settings of kube-vip. @default {} */
  readonly kubeVip?: KubeVipProps;
  /** Settings of containerd. @default {} */
  readonly containerd?: ContainerdProps;
  /** Settings of CRI-O. @default {} */
  readonly criO?: CriOProps;
  /** Settings of an external etcd, on machines with that role. @default {} */
  readonly etcd?: EtcdProps;
  /** Settings of machines that build images. @default {} */
  readonly buildHosts?: BuildHostsProps;
  /** Settings of kernel, time and firewall of all machines. @default {} */
  readonly nodePrerequisites?: NodePrerequisitesProps;
  /**
   * Settings of what measures machines outside the cluster, and certificates everywhere; `false`
   * where something else does. Set up where the platform collects metrics.
   * @default {}
   */
  readonly machineMetrics?: MachineMetricsProps | false;
  /** The same cluster by kubespray. @default - none */
  readonly kubespray?: KubesprayProps;
  /** How the files get to the machines. @default {} */
  readonly installation?: InstallationProps;
}

/** Settings that mean nothing where no machine is set up. */
const OF_MACHINES = [
  'endpoint',
  'kubeadm',
  'haproxy',
  'kubeVip',
  'containerd',
  'criO',
  'etcd',
  'buildHosts',
  'nodePrerequisites',
  'machineMetrics',
  'kubespray',
  'installation',
] as const satisfies readonly (keyof ProvisioningLayerProps)[];

/**
 * What is wrong with settings of what is not chosen, if anything.
 *
 * @param chosen what is chosen, and what stands in the way of setting up machines
 */
export function refusal(
  props: ProvisioningLayerProps,
  chosen: { endpoint: string; runtime: string; obstacle: string | undefined },
): string | undefined {
  const { endpoint, runtime, obstacle } = chosen;
  if (runtime === 'docker') {
    return "the runtime 'docker' is none for nodes since Kubernetes 1.24 left dockershim out; take 'containerd', and Docker on build hosts (`buildHosts`)";
  }
  const asked = OF_MACHINES.find((setting) => {
    const given = props[setting] ?? 'none';
    return given !== 'none' && given !== false;
  });
  if (obstacle !== undefined && asked !== undefined) {
    return `\`${asked}\` is given, but ${obstacle}`;
  }
  return unusedSetting(props, {
    haproxy: ['haproxy', endpoint === 'haproxy'],
    kubeVip: ['kube-vip', endpoint === 'kube-vip'],
    containerd: ['containerd', runtime === 'containerd'],
    criO: ['cri-o', runtime === 'cri-o'],
  });
}

/**
 * Why no machine is set up, if none is: a cluster needs a control plane, and one address for several.
 * An installer that is chosen by name says itself what it lacks.
 */
export function obstacleOf(
  installer: ProvisioningLayerProps['installer'],
  platform: Platform | undefined,
  endpoint: string,
): string | undefined {
  if (installer === 'kubeadm') return undefined;
  if (installer === 'none') {
    return "the installer is 'none'; drop the setting, or the installer";
  }
  const controlPlanes = platform?.hosts('control-plane').length ?? 0;
  if (controlPlanes === 0) {
    return "none of the platform's `nodes` is a control plane; name one, or say `installer: 'none'`";
  }
  const reachable = platform?.apiServer !== undefined || endpoint !== 'none';
  return controlPlanes === 1 || reachable
    ? undefined
    : `there are ${controlPlanes} control planes and nothing in front of them; give the platform \`apiServer: { host }\`, with machines of role \`load-balancer\` or \`endpoint: 'kube-vip'\` if nothing answers there yet, or say \`installer: 'none'\``;
}

/** What to say of load balancers that nothing runs on. */
export const idleBalancers = (endpoint: string): string =>
  `has machines with role \`load-balancer\` and the endpoint '${endpoint}', so nothing runs on them; choose 'haproxy', or leave them out`;
