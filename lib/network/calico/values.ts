import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { Platform, type Values } from '../../index';
import type { DataPlane, Encapsulation, IpPool } from './words';

/** Ports of the nodes that answer Prometheus. */
export const FELIX_METRICS = 9091;
/** Port of Typha's metrics, on the nodes. */
export const TYPHA_METRICS = 9093;

export interface CalicoValuesOptions {
  /** @default 'Iptables' */
  readonly dataPlane?: DataPlane;
  /** Whether traffic between Pods of different nodes is encrypted. @default false */
  readonly wireguard?: boolean;
  /** Largest packet of the Pods' network, in bytes. @default - found out on each node */
  readonly mtu?: number;
  /**
   * Networks, as CIDRs, by which a node's own address is found where it has several.
   * @default - the address that Kubernetes knows
   */
  readonly nodeNetworks?: readonly string[];
  /**
   * Whether to record flows, and to serve a page that shows them. The page has no login: it is
   * for `kubectl port-forward` only.
   * @default false
   */
  readonly whisker?: boolean;
}

interface Wiring {
  readonly bgp: boolean;
  readonly pools: readonly IpPool[];
  readonly encapsulationOf: (pool: IpPool) => Encapsulation;
}

/** Chart values. What stands below `installation` becomes the Installation that the operator reads. */
export function calicoValues(
  scope: IConstruct,
  options: CalicoValuesOptions,
  { bgp, pools, encapsulationOf }: Wiring,
): Values {
  const platform = Platform.of(scope);
  const metrics = Metrics.find(scope);
  const { dataPlane = 'Iptables', whisker = false, wireguard = false, mtu } = options;
  const apiServer = dataPlane === 'BPF' ? platform?.apiServer : undefined;
  return {
    installation: {
      controlPlaneReplicas: (platform?.highlyAvailable ?? true) ? 2 : 1,
      nodeMetricsPort: metrics && FELIX_METRICS,
      typhaMetricsPort: metrics && TYPHA_METRICS,
      calicoNetwork: {
        linuxDataplane: dataPlane,
        bgp: bgp ? 'Enabled' : 'Disabled',
        mtu,
        ...nodeAddresses(options.nodeNetworks, pools),
        ipPools: pools.map((pool) => installedPool(pool, encapsulationOf(pool))),
      },
      // The agents have no memory limit: one that is killed leaves its node without new policies.
      calicoNodeDaemonSet: containers('calico-node', { cpu: '150m', memory: '192Mi' }),
      typhaDeployment: containers('calico-typha', { cpu: '50m', memory: '96Mi' }, '1Gi'),
      calicoKubeControllersDeployment: containers(
        'calico-kube-controllers',
        { cpu: '20m', memory: '96Mi' },
        '512Mi',
      ),
    },
    apiServer: {
      apiServerDeployment: containers('calico-apiserver', { cpu: '20m', memory: '96Mi' }, '512Mi'),
    },
    goldmane: { enabled: whisker },
    whisker: { enabled: whisker },
    // Always drawn: the operator makes this object if it is not there, and Helm would then refuse
    // to take it over on the day that somebody turns encryption on.
    defaultFelixConfiguration: {
      enabled: true,
      wireguardEnabled: wireguard,
      wireguardEnabledV6: wireguard && pools.some((pool) => pool.cidr.includes(':')),
    },
    kubernetesServiceEndpoint: apiServer && { host: apiServer.host, port: String(apiServer.port) },
    // The CRDs are the other release's: the operator would overwrite them after each upgrade.
    manageCRDs: false,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    priorityClassName: 'system-cluster-critical',
  };
}

function installedPool(pool: IpPool, encapsulation: Encapsulation): Values {
  const natOutgoing = pool.natOutgoing ?? !pool.cidr.includes(':');
  return {
    name: pool.name,
    cidr: pool.cidr,
    encapsulation,
    natOutgoing: natOutgoing ? 'Enabled' : 'Disabled',
    nodeSelector: pool.nodeSelector ?? 'all()',
    blockSize: pool.blockSize ?? (pool.cidr.includes(':') ? 122 : 26),
    disableBGPExport: pool.exportToBgp === false,
    // Addresses for Services of type LoadBalancer are somebody else's business.
    allowedUses: ['Workload', 'Tunnel'],
    assignmentMode: pool.manual ? 'Manual' : 'Automatic',
  };
}

function nodeAddresses(networks: readonly string[] = [], pools: readonly IpPool[]): Values {
  const detection = (isV6: boolean): Values | undefined => {
    const cidrs = networks.filter((cidr) => cidr.includes(':') === isV6);
    if (cidrs.length > 0) return { cidrs };
    const used = pools.some((pool) => pool.cidr.includes(':') === isV6);
    return used ? { kubernetes: 'NodeInternalIP' } : undefined;
  };
  return {
    nodeAddressAutodetectionV4: detection(false),
    nodeAddressAutodetectionV6: detection(true),
  };
}

function containers(name: string, requests: Values, memory?: string): Values {
  const resources = { requests, limits: memory === undefined ? undefined : { memory } };
  return { spec: { template: { spec: { containers: [{ name, resources }] } } } };
}
