import { hostPort } from '../../index';
import { apiServerArguments, apiServerVolumes, type ApiServerInput } from './api-server';
import { featureGatesFlag, toArguments, unlessEmpty, type Flags } from './arguments';
import { certificateNamesOf, everyAddress, IMAGES, type Cluster } from './cluster';
import { stackedEtcd } from './stacked-etcd';
import type { KubeadmProps } from './words';

/** Version of kubeadm's configuration. */
export const KUBEADM_API = 'kubeadm.k8s.io/v1beta4';

/** What is the same for the whole cluster; kubeadm keeps it in the ConfigMap `kubeadm-config`. */
export function clusterConfiguration(
  cluster: Cluster,
  props: KubeadmProps,
  apiServer: ApiServerInput,
): object {
  const { endpoint, externalEtcd, imageRepository } = cluster;
  const { featureGates = {}, certificateValidity = {} } = props;
  const gates = featureGatesFlag(featureGates);
  return {
    apiVersion: KUBEADM_API,
    kind: 'ClusterConfiguration',
    clusterName: cluster.name,
    kubernetesVersion: `v${cluster.version}`,
    controlPlaneEndpoint: endpoint && hostPort(endpoint.host, endpoint.port),
    imageRepository: imageRepository === IMAGES ? undefined : imageRepository,
    encryptionAlgorithm: props.encryptionAlgorithm,
    certificateValidityPeriod: certificateValidity.certificates,
    caCertificateValidityPeriod: certificateValidity.authorities,
    networking: {
      dnsDomain: cluster.dnsDomain,
      podSubnet: cluster.pods.join(','),
      serviceSubnet: cluster.services.join(','),
    },
    etcd: externalEtcd
      ? {
          external: {
            endpoints: externalEtcd.endpoints,
            caFile: externalEtcd.caFile,
            certFile: externalEtcd.certFile,
            keyFile: externalEtcd.keyFile,
          },
        }
      : { local: stackedEtcd(cluster, props.etcd) },
    apiServer: {
      certSANs: certificateNamesOf(cluster, props),
      extraArgs: toArguments({ 'feature-gates': gates, ...apiServerArguments(apiServer) }),
      extraVolumes: apiServerVolumes(apiServer),
    },
    controllerManager: { extraArgs: toArguments(controllerManagerFlags(cluster, props)) },
    scheduler: { extraArgs: toArguments(schedulerFlags(cluster, props)) },
    dns: cluster.dnsAddresses
      ? { disabled: true }
      : { imageRepository: cluster.dnsImageRepository },
    proxy: { disabled: cluster.kubeProxyMode === undefined },
    featureGates: unlessEmpty(props.kubeadmFeatureGates ?? {}),
  };
}

/** Flags of the controller manager beside those that kubeadm gives. */
export const controllerManagerFlags = (cluster: Cluster, props: KubeadmProps): Flags => ({
  ...serving(cluster),
  'feature-gates': featureGatesFlag(props.featureGates ?? {}),
  ...nodeMasks(cluster, props),
  'terminated-pod-gc-threshold': '12500',
  ...props.controllerManagerArguments,
});

/** Flags of the scheduler beside those that kubeadm gives. */
export const schedulerFlags = (cluster: Cluster, props: KubeadmProps): Flags => ({
  ...serving(cluster),
  'feature-gates': featureGatesFlag(props.featureGates ?? {}),
  ...props.schedulerArguments,
});

/** How scheduler and controller manager serve health and metrics; both ask who calls. */
function serving(cluster: Cluster): Record<string, string> {
  return {
    'bind-address': cluster.remoteMetrics ? everyAddress(cluster) : '127.0.0.1',
    profiling: 'false',
    'tls-min-version': 'VersionTLS12',
  };
}

function nodeMasks({ pods }: Cluster, { nodeMask = 24, nodeMaskIpv6 = 64 }: KubeadmProps) {
  const flag = (is6: boolean, mask: number): string | undefined =>
    pods.some((network) => network.includes(':') === is6) ? String(mask) : undefined;
  return {
    'node-cidr-mask-size-ipv4': flag(false, nodeMask),
    'node-cidr-mask-size-ipv6': flag(true, nodeMaskIpv6),
  };
}

/** What kube-proxy does; `undefined` where there is none. */
export function kubeProxyConfiguration(
  cluster: Cluster,
  { featureGates = {} }: KubeadmProps,
): object | undefined {
  const { kubeProxyMode: mode, remoteMetrics } = cluster;
  if (mode === undefined) return undefined;
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode,
    metricsBindAddress: hostPort(remoteMetrics ? everyAddress(cluster) : '127.0.0.1', 10249),
    // Layer 2 load balancers answer for addresses themselves.
    ipvs: mode === 'ipvs' ? { strictARP: true } : undefined,
    featureGates: unlessEmpty(featureGates),
  };
}
