import type { Host, Platform, PlatformNode } from '../../index';
import { etcdDeployment, type Source, type Variables } from './source';

const CONTROL_PLANE_TAINT = 'node-role.kubernetes.io/control-plane';

/** The inventory: each machine with its addresses, labels and taints, and kubespray's groups. */
export function inventory(source: Pick<Source, 'platform' | 'options'>): object {
  const { platform, options } = source;
  const controlPlanes = platform.hosts('control-plane');
  const own = platform.hosts('etcd');
  const members = own.length > 0 ? own : controlPlanes;
  const memberName = (host: Host): Variables => {
    const at = etcdDeployment(source) === 'host' ? members.indexOf(host) : -1;
    return at < 0 ? {} : { etcd_member_name: `etcd${at + 1}` };
  };
  const vip = (node: PlatformNode): Variables =>
    options.kubeVip && node.role === 'control-plane'
      ? { kube_vip_interface: node.interface ?? 'eth0' }
      : {};
  const common = (host: Host): Variables => ({ ...addresses(host), ...memberName(host) });
  const hosts: [string, Variables][] = [
    ...platform.nodes.map((node): [string, Variables] => [
      node.name,
      { ...common(node), ...nodeVariables(node), ...vip(node) },
    ]),
    ...own.map((host): [string, Variables] => [host.name, common(host)]),
  ];
  return {
    all: {
      ...(options.sshUser !== undefined && { vars: { ansible_user: options.sshUser } }),
      hosts: Object.fromEntries(hosts),
      children: {
        kube_control_plane: { hosts: names(controlPlanes) },
        kube_node: { hosts: names(workers(platform)) },
        etcd: own.length > 0 ? { hosts: names(own) } : { children: { kube_control_plane: {} } },
        k8s_cluster: { children: { kube_control_plane: {}, kube_node: {} } },
      },
    },
  };
}

/** Workers, and machines of the control plane that take any Pod. */
export const workers = ({ nodes }: Platform): readonly PlatformNode[] =>
  nodes.filter(({ role, taints }) => role === 'worker' || !isReserved(taints));

/** kubespray gives machines of the control plane their taint if they are no workers. */
const isReserved = (taints: PlatformNode['taints']): boolean =>
  taints === undefined || taints.some((taint) => taint.startsWith(`${CONTROL_PLANE_TAINT}:`));

const names = (hosts: readonly Host[]): Readonly<Record<string, object>> =>
  Object.fromEntries(hosts.map(({ name }) => [name, {}]));

function addresses({ address }: Host): Variables {
  const family = address.includes(':') ? '6' : '';
  return { ansible_host: address, [`ip${family}`]: address, [`access_ip${family}`]: address };
}

function nodeVariables({ zone, labels, taints }: PlatformNode): Variables {
  const all = { ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }), ...labels };
  const own = taints?.filter((taint) => !taint.startsWith(`${CONTROL_PLANE_TAINT}:`)) ?? [];
  return {
    ...(Object.keys(all).length > 0 && { node_labels: all }),
    ...(own.length > 0 && { node_taints: own }),
  };
}
