import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import { API_SERVER_PORT } from '../api-endpoint';
import {
  admissionOf,
  apiServerArguments,
  auditLogOf,
  auditPolicyOf,
  authenticationOf,
  authorizationOf,
  encryptionOf,
  podSecurityOf,
  type ApiServerInput,
  type BenchmarkFacts,
} from './api-server';
import { given } from './arguments';
import { certificateNamesOf, everyAddress, type Cluster } from './cluster';
import { controllerManagerFlags, schedulerFlags } from './cluster-configuration';
import { kubeletConfiguration } from './kubelet-configuration';
import { stackedEtcdOf } from './stacked-etcd';
import type { KubeadmProps } from './words';

/** The control plane as other tools that make one need to know it. */
export function definitionOf(
  cluster: Cluster,
  props: KubeadmProps,
  apiServer: ApiServerInput,
): ControlPlaneDefinition {
  return {
    clusterName: cluster.name,
    version: cluster.version,
    endpoint: cluster.endpoint ?? { host: '', port: API_SERVER_PORT },
    certificateNames: certificateNamesOf(cluster, props),
    podNetworks: cluster.pods,
    serviceNetworks: cluster.services,
    dnsDomain: cluster.dnsDomain,
    nodeMask: props.nodeMask ?? 24,
    nodeMaskIpv6: props.nodeMaskIpv6 ?? 64,
    imageRepository: cluster.imageRepository,
    auditPolicy: auditPolicyOf(apiServer),
    auditLog: auditLogOf(apiServer),
    authentication: apiServer.authentication,
    anonymousPaths: authenticationOf(apiServer)?.anonymous?.conditions.map(({ path }) => path),
    authorizers: authorizationOf(apiServer)?.authorizers ?? [],
    admission: admissionOf(apiServer),
    podSecurity: podSecurityOf(apiServer),
    encryption: encryptionOf(apiServer),
    apiServerArguments: apiServerArguments(apiServer),
    controllerManagerArguments: given(controllerManagerFlags(cluster, props)),
    schedulerArguments: given(schedulerFlags(cluster, props)),
    stackedEtcd: cluster.externalEtcd ? undefined : stackedEtcdOf(cluster, props.etcd),
    featureGates: props.featureGates ?? {},
    kubelet: kubeletConfiguration(cluster, props),
    kubeProxyMode: cluster.kubeProxyMode,
    installsDns: cluster.dnsAddresses === undefined,
  };
}

/** What the benchmark needs to know beside the definition. */
export const benchmarkFacts = (
  cluster: Cluster,
  props: KubeadmProps,
  apiServer: ApiServerInput,
): BenchmarkFacts => ({
  apiServer,
  externalEtcd: cluster.externalEtcd !== undefined,
  ...(cluster.externalEtcd?.guards && { etcdGuards: cluster.externalEtcd.guards }),
  controllerManagerArguments: given(controllerManagerFlags(cluster, props)),
  schedulerArguments: given(schedulerFlags(cluster, props)),
  networkPolicies: cluster.enforcesPolicies,
  ...(cluster.remoteMetrics && { kubeProxyMetricsAddress: everyAddress(cluster) }),
});

/** The same as an object that is asked anew each time: it may be given away before all wiring is known. */
export function lateDefinition(read: () => ControlPlaneDefinition): ControlPlaneDefinition {
  const late = {};
  for (const key of Object.keys(KEYS) as (keyof ControlPlaneDefinition)[]) {
    Object.defineProperty(late, key, { get: () => read()[key], enumerable: true });
  }
  return late as ControlPlaneDefinition;
}

const KEYS: Readonly<Record<keyof ControlPlaneDefinition, true>> = {
  clusterName: true,
  version: true,
  endpoint: true,
  certificateNames: true,
  podNetworks: true,
  serviceNetworks: true,
  dnsDomain: true,
  nodeMask: true,
  nodeMaskIpv6: true,
  imageRepository: true,
  auditPolicy: true,
  auditLog: true,
  authentication: true,
  anonymousPaths: true,
  authorizers: true,
  admission: true,
  podSecurity: true,
  encryption: true,
  apiServerArguments: true,
  controllerManagerArguments: true,
  schedulerArguments: true,
  stackedEtcd: true,
  featureGates: true,
  kubelet: true,
  kubeProxyMode: true,
  installsDns: true,
};
