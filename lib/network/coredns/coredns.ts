import type { Construct } from 'constructs';
import { ClusterDns } from '../../contracts/cluster-dns';
import {
  Component,
  ConfigMap,
  parseAddresses,
  Platform,
  PodDisruptionBudget,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { clusterDnsAddress } from './cluster-ip';
import { IMAGES } from './images';
import { watch } from './monitoring';
import { corefile } from './servers';
import { coreDnsValues, type CoreDnsValuesOptions } from './values';

export interface CoreDnsProps extends ComponentProps, CoreDnsValuesOptions {
  /**
   * Whether CoreDNS is installed in the place of kubeadm's addon. `false` keeps the addon and
   * configures it: its ConfigMap `coredns` is taken over.
   * @default true
   */
  readonly managed?: boolean;
  /** Addresses of the Service `kube-dns`, one of each family. @default - the tenth of each service network */
  readonly clusterIps?: readonly string[];
}

/**
 * The DNS of the cluster: names of Services, zones of the company's own servers, the rest of the
 * world. A platform that manages it can give it copies that grow with the cluster, and metrics.
 *
 * It takes the address that kubelets know, so there can be no other: where the
 * platform makes the machines' files, kubeadm is told to leave its own out. To take
 * over a running cluster, delete the addon's Deployment, Service and ConfigMap right before; names do not
 * resolve in between.
 *
 * @see https://coredns.io
 */
export class CoreDns extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://coredns.github.io/helm',
    name: 'coredns',
    version: '1.46.2',
    images: IMAGES,
  };
  static readonly images: ImageKeys = {
    'image.repository': 'docker.io/coredns/coredns',
    'autoscaler.image.repository': 'registry.k8s.io/cpa/cluster-proportional-autoscaler',
  };

  /** `undefined` where kubeadm's addon is kept. */
  readonly release: HelmRelease | undefined;

  /** @throws DefinitionError for a zone without servers, a zone that is the cluster's, or an address that is none */
  constructor(scope: Construct, id: string, props: CoreDnsProps = {}) {
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'baseline' });
    this.checkOptions(props);
    const { managed = true } = props;
    if (managed) {
      const clusterIps = props.clusterIps ?? networksOf(this).map(clusterDnsAddress);
      const values = () => coreDnsValues(this, props, clusterIps);
      this.release = this.install(CoreDns.chart, values, { images: CoreDns.images });
      const { clusterDomain: domain = 'cluster.local' } = props;
      ClusterDns.provide(this, { addresses: clusterIps, domain });
    } else this.configureAddon(props);
    watch(this, this.namespace, managed);
  }

  private configureAddon(props: CoreDnsProps): void {
    this.object(ConfigMap, 'coredns', { data: { Corefile: corefile(props) } });
    if (Platform.of(this)?.highlyAvailable ?? true) {
      this.object(PodDisruptionBudget, 'coredns', {
        spec: { maxUnavailable: 1, selector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
      });
    }
    this.warn(
      'configures a ConfigMap that kubeadm made: whoever applies it must take it over (`kubectl apply --server-side --force-conflicts`; Argo CD does so; for Helm, annotate it with `meta.helm.sh/release-name` and `-namespace` and label it `app.kubernetes.io/managed-by: Helm` before). To be free of it, set `managed: true`',
    );
  }

  private checkOptions({
    stubDomains = [],
    hosts = {},
    clusterIps = [],
    ...options
  }: CoreDnsProps): void {
    const { clusterDomain = 'cluster.local', upstreams } = options;
    const zones = new Set<string>();
    for (const { zone, servers } of stubDomains) {
      if (servers.length === 0) this.fail(`zone '${zone}' has no servers; pass one or more`);
      if (zone === '.' || zone === clusterDomain) {
        this.fail(`zone '${zone}' is not another server's; use \`upstreams\` or \`clusterDomain\``);
      }
      if (zones.has(zone)) this.fail(`zone '${zone}' is there twice; keep one of them`);
      zones.add(zone);
    }
    if (upstreams?.length === 0) this.fail('has no upstreams; pass one or more');
    for (const address of [...Object.keys(hosts), ...clusterIps]) {
      const parsed = parseAddresses(address);
      if (typeof parsed === 'string' || parsed.first !== parsed.last) {
        this.fail(`'${address}' is not an IP address; correct it`);
      }
    }
  }
}

const networksOf = (scope: Construct): readonly string[] =>
  Platform.of(scope)?.networks.services ?? ['10.96.0.0/16'];
