import type { ApiServerEndpoint, HostPort } from '../../index';
import { FELIX_METRICS, TYPHA_METRICS, type CalicoValuesOptions } from './values';
import type { BgpOptions, Encapsulation, IpPool } from './words';

interface Choices extends CalicoValuesOptions {
  readonly encapsulation?: Encapsulation;
  readonly pools?: readonly IpPool[];
  readonly bgp?: BgpOptions;
}

/** Without kube-proxy, agents find the API server by what they are told only. */
export const apiServerError = (
  { dataPlane }: Choices,
  apiServer: ApiServerEndpoint | undefined,
): string | undefined =>
  dataPlane === 'BPF' && !apiServer
    ? "runs the data plane 'BPF', which replaces kube-proxy, but nothing says where the API server is; set the platform's `apiServer`"
    : undefined;

/** What the nodes must have for the choices made, as sentences. */
export function calicoWarnings({ dataPlane, wireguard, bgp, whisker }: Choices): readonly string[] {
  const reflectors = bgp?.routeReflectors;
  return [
    ...(dataPlane === 'BPF'
      ? [
          "the data plane 'BPF' needs Linux 5.10 or later on every node, and a cluster without kube-proxy",
        ]
      : []),
    ...(dataPlane === 'Nftables'
      ? [
          "the data plane 'Nftables' needs Linux 5.13 or later on every node, and a kube-proxy in the mode `nftables`",
        ]
      : []),
    ...(wireguard
      ? ['WireGuard needs Linux 5.6 or later on every node; traffic of nodes without it stays open']
      : []),
    ...(reflectors
      ? [
          `nodes with \`${reflectors.nodeSelector}\` reflect routes only once they carry the annotation \`projectcalico.org/RouteReflectorClusterID: ${reflectors.clusterId}\`; set it before the mesh goes`,
        ]
      : []),
    ...(whisker
      ? ['the flow page of Whisker has no login; leave it to `kubectl port-forward`']
      : []),
  ];
}

/** Ports of the nodes that the choices take. */
export function takenPorts(choices: Choices, { metrics }: { metrics: boolean }): HostPort[] {
  const { bgp, dataPlane, encapsulation = 'VXLANCrossSubnet', pools = [], wireguard } = choices;
  const wrapped = [encapsulation, ...pools.map((pool) => pool.encapsulation ?? encapsulation)];
  return [
    { port: 5473, purpose: 'Typha' },
    { port: 9098, purpose: "Typha's health" },
    { port: 9099, purpose: "the agent's health" },
    ...(bgp ? [{ port: 179, purpose: 'BGP' }] : []),
    ...(wrapped.some((e) => e.startsWith('VXLAN'))
      ? [{ port: 4789, protocol: 'UDP' as const, purpose: 'VXLAN' }]
      : []),
    ...(wireguard
      ? [51820, 51821].map((port) => ({ port, protocol: 'UDP' as const, purpose: 'WireGuard' }))
      : []),
    ...(dataPlane === 'BPF' ? [{ port: 10256, purpose: 'health of Services' }] : []),
    ...(metrics
      ? [
          { port: FELIX_METRICS, purpose: 'metrics of the agent' },
          { port: TYPHA_METRICS, purpose: 'metrics of Typha' },
        ]
      : []),
  ];
}

/** All but what Calico's API server serves are CRDs. */
export const isCrd = (kind: string): boolean =>
  kind.slice(kind.indexOf('.') + 1) !== 'projectcalico.org';
