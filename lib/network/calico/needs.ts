import { ControlPlane } from '../../contracts/control-plane';
import {
  untested,
  type ApiServerEndpoint,
  type HelmRelease,
  type HostNeeds,
  type HostPeer,
  type HostPort,
} from '../../index';
import { FELIX_METRICS, TYPHA_METRICS, type CalicoValuesOptions } from './values';
import type { BgpOptions, Encapsulation, IpPool } from './words';

/** Versions of Kubernetes that the project's requirements name. */
const TESTED = { chart: '3.32', kubernetes: '1.34 - 1.36' };

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

/** What the cluster and its nodes must have for the choices made, as sentences. */
export function calicoWarnings(
  release: HelmRelease,
  { dataPlane, wireguard, bgp, whisker }: Choices,
): readonly (string | (() => string))[] {
  const reflectors = bgp?.routeReflectors;
  // Whoever defines the control plane too has kube-proxy as the data plane needs it.
  const unlessDefined = (text: string): string =>
    ControlPlane.find(release) === undefined ? text : '';
  return [
    ...[untested(release, TESTED) ?? []].flat(),
    ...(dataPlane === 'BPF'
      ? [
          () =>
            `the data plane 'BPF' needs Linux 5.10 or later on every node${unlessDefined(', and a cluster without kube-proxy')}`,
        ]
      : []),
    ...(dataPlane === 'Nftables'
      ? [
          () =>
            `the data plane 'Nftables' needs Linux 5.13 or later on every node${unlessDefined(', and a kube-proxy in the mode `nftables`')}`,
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

/** What the choices need of the nodes. */
export const nodeNeeds = (choices: Choices): HostNeeds => ({
  kernel: choices.dataPlane === 'Nftables' ? '5.13' : '5.10',
  modules: choices.wireguard ? ['wireguard'] : [],
  protocols: encapsulations(choices).some((e) => e.startsWith('IPIP')) ? ['ipip'] : [],
});

/** Ports of the nodes that the choices take. */
export function takenPorts(choices: Choices, { metrics }: { metrics: boolean }): HostPort[] {
  const { bgp, dataPlane, wireguard } = choices;
  const from = ['nodes'] as const;
  return [
    { port: 5473, purpose: 'Typha', from },
    // On the loopback interface only.
    { port: 9098, purpose: "Typha's health", from: [] },
    { port: 9099, purpose: "the agent's health", from: [] },
    ...(bgp ? [{ port: 179, purpose: 'BGP', from: [...from, ...routers(bgp)] }] : []),
    ...(encapsulations(choices).some((e) => e.startsWith('VXLAN'))
      ? [{ port: 4789, protocol: 'UDP' as const, purpose: 'VXLAN', from }]
      : []),
    ...(wireguard
      ? [51820, 51821].map((port) => ({
          port,
          protocol: 'UDP' as const,
          purpose: 'WireGuard',
          from,
        }))
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

/** How Pod traffic is wrapped on the nodes' network, by any pool. */
const encapsulations = ({
  encapsulation = 'VXLANCrossSubnet',
  pools = [],
}: Choices): readonly Encapsulation[] => [
  encapsulation,
  ...pools.map((pool) => pool.encapsulation ?? encapsulation),
];

/** Routers open sessions too, unless they are told to wait for the nodes. */
const routers = ({ peers = [] }: BgpOptions): HostPeer[] =>
  peers.map(({ address }): HostPeer => {
    const host = address.replace(/^\[(.*)\].*$/, '$1');
    return host.includes(':') && !host.includes('.')
      ? `${host}/128`
      : (`${host.replace(/:\d+$/, '')}/32` as HostPeer);
  });

/** The chart of the CRDs. */
export const CRDS_CHART = 'crd.projectcalico.org.v1';

/** All but what Calico's API server serves are CRDs. */
export const isCrd = (kind: string): boolean =>
  kind.slice(kind.indexOf('.') + 1) !== 'projectcalico.org';
