import type { Construct } from 'constructs';
import {
  Component,
  knowsKind,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type KindId,
} from '../../index';
import { IMAGES } from './images';
import { brings, DNSEndpoint } from './kinds';
import { watch } from './monitoring';
import { providerSettings } from './providers';
import { externalDnsValues, type ExternalDnsValuesOptions } from './values';
import type { DnsProvider, DnsRecord, DnsSource } from './words';

export interface ExternalDnsProps extends ComponentProps, ExternalDnsValuesOptions {
  readonly provider: DnsProvider;
  /** What records are made from. @default - Services, Ingresses, and the routes that the cluster knows */
  readonly sources?: readonly DnsSource[];
  /** Zones that it may write to. @default - the platform's domain */
  readonly domainFilters?: readonly string[];
  /** Records to start with. @default [] */
  readonly records?: readonly DnsRecord[];
}

const ROUTES: readonly [DnsSource, KindId][] = [
  ['gateway-httproute', 'HTTPRoute.gateway.networking.k8s.io'],
  ['gateway-grpcroute', 'GRPCRoute.gateway.networking.k8s.io'],
];

/**
 * Writes DNS records for what is exposed: hosts of routes and Ingresses, annotated Services. Each
 * record is marked with the platform's name, so that several clusters may share a zone.
 *
 * By default it never deletes a record; set `policy: 'sync'` when it has proved itself. Helm
 * installs its CRD once and does not upgrade it. k8gb brings the same CRD: use one of them.
 *
 * @see https://kubernetes-sigs.github.io/external-dns
 */
export class ExternalDns extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://kubernetes-sigs.github.io/external-dns',
    name: 'external-dns',
    version: '1.21.1',
    images: IMAGES,
  };
  static readonly images: ImageKeys = {
    'image.repository': 'registry.k8s.io/external-dns/external-dns',
  };

  readonly release: HelmRelease;
  private readonly props: ExternalDnsProps;
  private readonly domains: readonly string[];
  private readonly records = new Set<string>();

  /** @throws DefinitionError if no zone is known, or an address of the provider is none */
  constructor(scope: Construct, id: string, props: ExternalDnsProps) {
    super(scope, id, props, { namespace: 'external-dns', podSecurity: 'restricted' });
    this.props = props;
    const platform = Platform.of(this);
    this.domains = props.domainFilters ?? (platform ? [platform.domain] : []);
    if (this.domains.length === 0) {
      this.fail('may write to every zone of its provider; pass `domainFilters`');
    }
    const image = (reference: string) => this.image(reference);
    const provider = providerSettings(this, props.provider, this.domains, image);
    this.isolate({
      egress: [{ with: 'api-server' }, { with: 'anywhere', ports: [...new Set(provider.ports)] }],
    });
    const values = () =>
      externalDnsValues(this, props, {
        provider: props.provider.name,
        settings: provider.values,
        sources: this.sources(),
        domains: this.domains,
      });
    this.release = this.install(ExternalDns.chart, values, {
      brings,
      images: ExternalDns.images,
      // People put the provider's Secret into a namespace that comes with this release.
      wait: !/"secret(KeyRef|Name)"/.test(JSON.stringify(provider.values)),
      needs: () => ROUTES.filter(([s]) => this.sources().includes(s)).map(([, kind]) => kind),
    });
    for (const record of props.records ?? []) this.addRecord(record);
    watch(this, this.namespace);
  }

  /** @throws DefinitionError if there is such a record, or its host is in none of the zones */
  addRecord({ name, host, type, targets, ttl }: DnsRecord): void {
    if (this.records.has(name)) this.fail(`there is already a record '${name}'; name it otherwise`);
    if (targets.length === 0) this.fail(`record '${name}' has no targets; pass one or more`);
    if (!this.domains.some((zone) => host === zone || host.endsWith(`.${zone}`))) {
      const zones = this.domains.map((zone) => `'${zone}'`).join(', ');
      this.fail(
        `record '${name}' is for '${host}', which is not in ${zones}; add its zone to \`domainFilters\``,
      );
    }
    this.records.add(name);
    this.object(DNSEndpoint, name, {
      spec: {
        endpoints: [
          {
            dnsName: host,
            recordType: type,
            targets,
            ...(ttl !== undefined && { recordTTL: ttl }),
          },
        ],
      },
    });
  }

  /** Its own objects are read only when there are some: whoever may write them owns the zone. */
  private sources(): readonly DnsSource[] {
    const own = this.records.size > 0 ? (['crd'] as const) : [];
    const { sources } = this.props;
    if (sources) return [...new Set([...sources, ...own])];
    const routes = ROUTES.filter(([, kind]) => knowsKind(this, kind));
    return ['service', 'ingress', ...routes.map(([source]) => source), ...own];
  }
}
