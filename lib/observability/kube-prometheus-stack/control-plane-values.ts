import type { IConstruct } from 'constructs';
import { Network } from '../../contracts/cluster-network';
import { Platform, type Values } from '../../index';
import type { ClusterTargets } from './prometheus-words';

/**
 * Which parts of the control plane are read, and where. Named addresses are used where they are
 * known: a machine that is down then shows as a target that is down, not as one target less.
 */
export function controlPlaneValues(scope: IConstruct, targets: ClusterTargets = {}): Values {
  const nodes = Platform.of(scope)?.controlPlaneAddresses ?? [];
  const known = nodes.length > 0;
  const etcd = targets.etcdAddresses ?? nodes;
  const proxied = Network.find(scope)?.replacesKubeProxy !== true;
  return {
    kubeEtcd: { enabled: targets.etcd ?? etcd.length > 0, endpoints: etcd },
    kubeScheduler: { enabled: targets.scheduler ?? known, endpoints: nodes },
    kubeControllerManager: { enabled: targets.controllerManager ?? known, endpoints: nodes },
    kubeProxy: { enabled: targets.kubeProxy ?? (known && proxied) },
    coreDns: { enabled: targets.coreDns ?? true },
  };
}
