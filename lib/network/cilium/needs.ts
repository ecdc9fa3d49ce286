import { ControlPlane } from '../../contracts/control-plane';
import {
  contains,
  parseAddresses,
  untested,
  type ApiServerEndpoint,
  type HelmRelease,
  type HostPort,
} from '../../index';
import type { CiliumValuesOptions } from './options';

/** Versions of Kubernetes that the project runs its tests on. */
const TESTED = { chart: '1.20', kubernetes: '1.33 - 1.36' };

/** Of no use where the platform itself says how the control plane is made: it leaves kube-proxy out. */
const REPLACES_KUBE_PROXY =
  'replaces kube-proxy: install the cluster without it, and restart Pods that were there before';

/** What must be there before Cilium serves Gateways. */
export const GATEWAY_KINDS = [
  'GatewayClass',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'ReferenceGrant',
].map((kind) => `${kind}.gateway.networking.k8s.io`);

/** Without kube-proxy, agents find the API server by what they are told only. */
export function apiServerError(
  { kubeProxyReplacement = true, apiServer }: CiliumValuesOptions,
  platforms: ApiServerEndpoint | undefined,
): string | undefined {
  return kubeProxyReplacement && !apiServer && !platforms
    ? "replaces kube-proxy, but nothing says where the API server is; set the platform's `apiServer`, or `kubeProxyReplacement: false`"
    : undefined;
}

/** What is wrong with the choices among themselves, or `undefined`. */
export function optionsError(
  options: CiliumValuesOptions,
  { clusterName, podNetworks }: { clusterName: string; podNetworks: readonly string[] },
): string | undefined {
  const { kubeProxyReplacement = true, hubble = true, hubbleUi = 'none', encryption } = options;
  const needsReplacement = [
    ...(options.loadBalancing === 'l2' ? ["`loadBalancing: 'l2'`"] : []),
    ...(options.gatewayApi ? ['`gatewayApi`'] : []),
  ][0];
  if (needsReplacement && !kubeProxyReplacement) {
    return `${needsReplacement} works without kube-proxy only; leave \`kubeProxyReplacement\` on`;
  }
  if (!/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/.test(clusterName)) {
    return `the cluster's name '${clusterName}' does not fit; pass a \`clusterName\` of at most 32 of \`a-z0-9-\``;
  }
  if (hubbleUi !== 'none' && !hubble)
    return 'has a page for flows but records none; leave `hubble` on';
  if (options.encryptNodes && encryption?.type !== 'wireguard') {
    return "cannot encrypt the nodes' own traffic without WireGuard; pass `encryption: { type: 'wireguard' }`";
  }
  if (options.bbr && !options.bandwidthManager) {
    return 'cannot use BBR without the bandwidth manager; pass `bandwidthManager: true`';
  }
  return meshError(options, clusterName) ?? routingError(options, podNetworks);
}

function meshError({ clusterMesh }: CiliumValuesOptions, own: string): string | undefined {
  if (!clusterMesh) return undefined;
  const { id, clusters = [] } = clusterMesh;
  if (!Number.isInteger(id) || id < 1 || id > 255) {
    return `has the number '${id}' in the mesh; pass 1 to 255, unlike the other clusters'`;
  }
  if (own === 'default') return "the name 'default' cannot be in a mesh; pass a `clusterName`";
  const names = [own, ...clusters.map((c) => c.name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `there are two clusters '${twice}' in the mesh; rename one`;
  for (const { name, addresses } of clusters) {
    const wrong = addresses.find((a) => /[/-]/.test(a) || typeof parseAddresses(a) === 'string');
    if (addresses.length === 0 || wrong !== undefined) {
      return `cluster '${name}' is reached at '${wrong ?? ''}'; pass its IP addresses`;
    }
  }
  return undefined;
}

function routingError(options: CiliumValuesOptions, pods: readonly string[]): string | undefined {
  const { routing, nativeRoutingCidr } = options;
  if (routing !== 'native') return undefined;
  const v4 = pods.filter((cidr) => !cidr.includes(':'));
  if (nativeRoutingCidr === undefined) {
    return v4.length > 1
      ? `has ${v4.length} Pod networks with native routing; pass a \`nativeRoutingCidr\` that contains them`
      : undefined;
  }
  const range = parseAddresses(nativeRoutingCidr);
  if (typeof range === 'string') return `cannot route natively: ${range}; correct it`;
  const outside = v4.find((cidr) => {
    const network = parseAddresses(cidr);
    return typeof network !== 'string' && !contains(range, network);
  });
  return outside === undefined
    ? undefined
    : `the Pod network '${outside}' is not in \`nativeRoutingCidr\` '${nativeRoutingCidr}'; widen it`;
}

/** What the nodes must have for the choices made, and what bites, as sentences. */
export function ciliumWarnings(
  release: HelmRelease,
  options: CiliumValuesOptions,
): readonly (string | (() => string | undefined))[] {
  const { kubeProxyReplacement = true, bbr, hostFirewall, hubbleUi, clusterMesh } = options;
  const open = hubbleUi === 'exposed' && options.hubbleLogin === 'none';
  return [
    ...[untested(release, TESTED) ?? []].flat(),
    'needs Linux 5.10 or later, or 4.18 of RHEL 8.10, on every node',
    ...(bbr ? ['BBR needs Linux 5.18 or later on every node'] : []),
    ...(kubeProxyReplacement
      ? [() => (ControlPlane.find(release) ? undefined : REPLACES_KUBE_PROXY)]
      : []),
    ...(hostFirewall
      ? ['the host firewall can lock everybody out; try node policies in audit mode first']
      : []),
    ...(open
      ? [
          'the Hubble page has no login and shows who talks to whom; close its hostname at the gateway',
        ]
      : []),
    ...(clusterMesh
      ? [
          'clusters of a mesh share one authority: copy the Secret `cilium-ca` to each before Cilium',
        ]
      : []),
    ...(options.policyEnforcement === 'always'
      ? ["`policyEnforcement: 'always'` stops all Pods without policies, those of the platform too"]
      : []),
  ];
}

/** Ports of the nodes that the choices take. */
export function takenPorts(
  options: CiliumValuesOptions,
  { metrics }: { metrics: boolean },
): HostPort[] {
  const { routing = 'tunnel', tunnelProtocol = 'vxlan', hubble = true, encryption } = options;
  const tunnel = tunnelProtocol === 'vxlan' ? 8472 : 6081;
  const udp = (port: number, purpose: string): HostPort => ({
    ...{ port, protocol: 'UDP', purpose, from: ['nodes'] },
  });
  // On the loopback interface only.
  const local = (port: number, purpose: string): HostPort => ({ port, purpose, from: [] });
  return [
    { port: 4240, purpose: "Cilium's health checks" },
    local(9234, "health of Cilium's operator"),
    local(9878, "health of Cilium's Envoy"),
    local(9879, "health of Cilium's agent"),
    local(9890, "diagnosis of Cilium's agent"),
    local(9891, "diagnosis of Cilium's operator"),
    ...(hubble ? [{ port: 4244, purpose: 'Hubble' }] : []),
    ...(routing === 'tunnel' ? [udp(tunnel, tunnelProtocol)] : []),
    ...(encryption?.type === 'wireguard' ? [udp(51871, 'WireGuard')] : []),
    ...(metrics
      ? [
          { port: 9962, purpose: "metrics of Cilium's agent" },
          { port: 9963, purpose: "metrics of Cilium's operator" },
          { port: 9964, purpose: "metrics of Cilium's Envoy" },
        ]
      : []),
    ...(metrics && hubble ? [{ port: 9965, purpose: 'metrics of Hubble' }] : []),
  ];
}
