import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { merge, Platform, valuesAt, type ImageKeys, type Values } from '../../index';
import { hubbleValues } from './hubble';
import { meshValues } from './mesh';
import { monitors } from './monitors';
import type { CiliumValuesOptions } from './options';
import { replicated } from './replicas';

/** What the values depend on beside the props. */
export interface CiliumState {
  readonly clusterName: string;
  readonly podNetworks: readonly string[];
  readonly egressGateway: boolean;
  readonly images: ImageKeys;
}

/** Chart values of Cilium. */
export function ciliumValues(
  scope: IConstruct,
  options: CiliumValuesOptions,
  state: CiliumState,
): Values {
  const platform = Platform.of(scope);
  const highlyAvailable = platform?.highlyAvailable ?? true;
  const apiServer = options.apiServer ?? platform?.apiServer;
  const metrics = Metrics.find(scope);
  const { kubeProxyReplacement = true, loadBalancing = 'none', clusterMesh, mtu } = options;
  const values: Values = {
    cluster: { name: state.clusterName, id: clusterMesh?.id ?? 0 },
    kubeProxyReplacement: String(kubeProxyReplacement),
    ...(kubeProxyReplacement &&
      apiServer && {
        k8sServiceHost: apiServer.host,
        k8sServicePort: String(apiServer.port ?? 6443),
      }),
    ...addresses(options, state.podNetworks),
    ...routing(options, state.podNetworks),
    bpf: { masquerade: kubeProxyReplacement },
    MTU: mtu,
    devices: options.devices?.join(' '),
    enableLBIPAM: loadBalancing !== 'none',
    defaultLBServiceIPAM: options.ownClassOnly || loadBalancing === 'none' ? 'none' : 'lbipam',
    l2announcements: { enabled: loadBalancing === 'l2' },
    bgpControlPlane: { enabled: loadBalancing === 'bgp' },
    // Each announced Service is a Lease that its node renews every few seconds.
    ...(loadBalancing === 'l2' && { k8sClientRateLimit: { qps: 50, burst: 100 } }),
    ...encryption(options),
    gatewayAPI: options.gatewayApi
      ? { enabled: true, gatewayClass: { create: 'true' } }
      : undefined,
    hostFirewall: { enabled: options.hostFirewall ?? false },
    bandwidthManager: { enabled: options.bandwidthManager ?? false, bbr: options.bbr ?? false },
    egressGateway: { enabled: state.egressGateway },
    policyEnforcementMode: options.policyEnforcement ?? 'default',
    ...(options.chainedPlugins && {
      cni: { exclusive: false },
      socketLB: { hostNamespaceOnly: true },
    }),
    hubble: hubbleValues(options, metrics, highlyAvailable),
    clustermesh: meshValues(options.clusterMesh, metrics, highlyAvailable),
    ...workloads(highlyAvailable),
  };
  return merge(merge(values, monitors(metrics)), digests(options, state.images));
}

function addresses(
  { ipam = 'cluster-pool', nodeMaskSize }: CiliumValuesOptions,
  pods: readonly string[],
): Values {
  const [v4, v6] = [ofFamily(pods, 4), ofFamily(pods, 6)];
  return {
    ipv4: { enabled: v4.length > 0 },
    ipv6: { enabled: v6.length > 0 },
    ipam: {
      mode: ipam,
      operator:
        ipam === 'cluster-pool'
          ? {
              clusterPoolIPv4PodCIDRList: v4,
              clusterPoolIPv4MaskSize: nodeMaskSize,
              clusterPoolIPv6PodCIDRList: v6,
            }
          : undefined,
    },
  };
}

function routing(options: CiliumValuesOptions, pods: readonly string[]): Values {
  const { routing: mode = 'tunnel', tunnelProtocol = 'vxlan', nativeRoutingCidr } = options;
  if (mode === 'tunnel') return { routingMode: mode, tunnelProtocol };
  return {
    routingMode: mode,
    autoDirectNodeRoutes: options.directNodeRoutes ?? true,
    ipv4NativeRoutingCIDR: nativeRoutingCidr ?? ofFamily(pods, 4)[0],
    ipv6NativeRoutingCIDR: ofFamily(pods, 6)[0],
  };
}

function encryption({ encryption: chosen, encryptNodes = false }: CiliumValuesOptions): Values {
  if (!chosen) return {};
  const { type } = chosen;
  return {
    encryption: {
      enabled: true,
      type,
      nodeEncryption: encryptNodes,
      ...(type === 'ipsec' && {
        ipsec: { secretName: chosen.keys.name, keyFile: chosen.keys.key },
      }),
    },
  };
}

/** Agents restart when their settings change; none has a memory limit that a busy node would reach. */
const workloads = (highlyAvailable: boolean): Values => ({
  rollOutCiliumPods: true,
  resources: { requests: { cpu: '100m', memory: '512Mi' } },
  envoy: {
    rollOutPods: true,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '2Gi' } },
  },
  operator: {
    rollOutPods: true,
    ...replicated(highlyAvailable),
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '1Gi' } },
  },
  certgen: {
    ttlSecondsAfterFinished: 1800,
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  },
});

/** Turns the digest off beside each key that names an image. */
function digests({ imageDigests = true }: CiliumValuesOptions, images: ImageKeys): Values {
  if (imageDigests) return {};
  return Object.keys(images).reduce<Values>(
    (all, key) => merge(all, valuesAt(key.replace(/repository$/, 'useDigest'), false)),
    {},
  );
}

const ofFamily = (cidrs: readonly string[], family: 4 | 6): readonly string[] =>
  cidrs.filter((cidr) => cidr.includes(':') === (family === 6));
