import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { merge, Platform, resources, type Values } from '../../index';
import type { DnsSource } from './words';

export interface ExternalDnsValuesOptions {
  /** `sync` deletes records whose source is gone; `upsert-only` keeps them. @default 'upsert-only' */
  readonly policy?: 'sync' | 'upsert-only';
  /** Marks records as this cluster's; unique among all that write to a zone. @default - the platform's name */
  readonly txtOwnerId?: string;
  /**
   * Start of the names of the marking TXT records. Records of a zone's own name need one:
   * `x-%{record_type}.`
   * @default - none
   */
  readonly txtPrefix?: string;
  /** Duration between two rounds; changes are seen at once besides. @default '1m' */
  readonly interval?: string;
  /** Only objects with an annotation, as a selector: `example.com/dns=public`. @default - all */
  readonly annotationFilter?: string;
}

interface Wired {
  readonly provider: string;
  readonly settings: Values;
  readonly sources: readonly DnsSource[];
  readonly domains: readonly string[];
}

/** Chart values of ExternalDNS. It runs once: two writers would undo each other's records. */
export function externalDnsValues(
  scope: IConstruct,
  options: ExternalDnsValuesOptions,
  { provider, settings, sources, domains }: Wired,
): Values {
  const metrics = Metrics.find(scope);
  const values: Values = {
    provider: { name: provider },
    sources,
    domainFilters: domains,
    policy: options.policy ?? 'upsert-only',
    registry: 'txt',
    txtOwnerId: options.txtOwnerId ?? Platform.of(scope)?.name ?? 'kubestrata',
    txtPrefix: options.txtPrefix,
    interval: options.interval ?? '1m',
    triggerLoopOnEvent: true,
    annotationFilter: options.annotationFilter,
    logFormat: 'json',
    resources: resources('20m', '64Mi', '256Mi'),
    serviceMonitor: metrics && { enabled: true, additionalLabels: metrics.monitorLabels },
  };
  return merge(values, settings);
}
