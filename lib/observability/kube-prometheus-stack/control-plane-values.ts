import type { IConstruct } from 'constructs';
import { Network } from '../../contracts/cluster-network';
import { EtcdCluster, type EtcdMembers } from '../../contracts/etcd-cluster';
import { Platform, type Values } from '../../index';
import type { ClusterTargets } from './prometheus-words';

/**
 * Which parts of the control plane are read, and where. Named addresses are used where they are
 * known: a machine that is down then shows as a target that is down, not as one target less.
 */
export function controlPlaneValues(scope: IConstruct, targets: ClusterTargets = {}): Values {
  const nodes = Platform.of(scope)?.controlPlaneAddresses ?? [];
  const known = nodes.length > 0;
  const members = membersOf(EtcdCluster.find(scope));
  const etcd = targets.etcdAddresses ?? members?.addresses ?? nodes;
  const proxied = Network.find(scope)?.replacesKubeProxy !== true;
  return {
    kubeEtcd: {
      enabled: targets.etcd ?? etcd.length > 0,
      endpoints: etcd,
      ...(members && { service: { port: members.port, targetPort: members.port } }),
    },
    kubeScheduler: { enabled: targets.scheduler ?? known, endpoints: nodes },
    kubeControllerManager: { enabled: targets.controllerManager ?? known, endpoints: nodes },
    kubeProxy: { enabled: targets.kubeProxy ?? (known && proxied) },
    coreDns: { enabled: targets.coreDns ?? true },
  };
}

/** Where members of an external etcd give metrics; they all have one port. */
function membersOf(etcd: EtcdMembers | undefined) {
  const urls = (etcd?.metricsEndpoints ?? []).map((url) => new URL(url));
  const [first] = urls;
  if (first === undefined) return undefined;
  // EndpointSlices have no brackets around IPv6.
  const addresses = urls.map(({ hostname }) => hostname.replace(/^\[(.*)\]$/, '$1'));
  return { addresses, port: Number(first.port || '80') };
}
