import type { IConstruct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import { highlyAvailable, knowsKind, resources, spread, type Values } from '../../index';

export interface CertManagerValuesOptions {
  /**
   * Whether Gateways are watched: for HTTP-01 by routes, and for certificates that a Gateway's
   * annotations ask for.
   * @default - when the cluster has the Gateway API
   */
  readonly gatewayApi?: boolean;
  /** Whether ListenerSets may ask for certificates too; alpha in cert-manager. @default false */
  readonly listenerSets?: boolean;
  /**
   * DNS servers that see the records of DNS-01 challenges as the world does, with port
   * (`1.1.1.1:53`); for split-horizon DNS. Only they are asked.
   * @default - the authoritative servers of the zone
   */
  readonly dns01RecursiveNameservers?: readonly string[];
  /** Namespace of the Secrets that issuers read. @default - the component's own */
  readonly clusterResourceNamespace?: string;
  /** Challenges that are tried at a time. @default 60 */
  readonly maxConcurrentChallenges?: number;
}

/** The kind whose presence says that the cluster has the Gateway API. */
export const GATEWAY = 'Gateway.gateway.networking.k8s.io';

/** Whether the controller watches Gateways; without their CRDs it would not start. */
export const watchesGateways = (scope: IConstruct, options: CertManagerValuesOptions): boolean =>
  options.gatewayApi ?? knowsKind(scope, GATEWAY);

/** Chart values of cert-manager. */
export function certManagerValues(
  scope: IConstruct,
  namespace: string,
  options: CertManagerValuesOptions,
): Values {
  const metrics = Metrics.find(scope);
  const ha = highlyAvailable(scope);
  const nameservers = options.dns01RecursiveNameservers ?? [];
  const copies = (component: string, name: string, replicas: number): Values => ({
    replicaCount: ha ? replicas : 1,
    podDisruptionBudget: { enabled: ha },
    topologySpreadConstraints: ha
      ? spread({ 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component })
      : [],
  });
  return {
    crds: { enabled: true, keep: true },
    global: {
      leaderElection: { namespace },
      priorityClassName: 'system-cluster-critical',
    },
    ...copies('controller', 'cert-manager', 2),
    resources: resources('20m', '128Mi', '512Mi'),
    clusterResourceNamespace: options.clusterResourceNamespace,
    maxConcurrentChallenges: options.maxConcurrentChallenges,
    config: config(scope, options),
    ...(nameservers.length > 0 && {
      dns01RecursiveNameservers: nameservers.join(','),
      dns01RecursiveNameserversOnly: true,
    }),
    // Objects of this kind are refused while no webhook answers: it has the most copies.
    webhook: { ...copies('webhook', 'webhook', 3), resources: resources('10m', '32Mi', '128Mi') },
    cainjector: {
      ...copies('cainjector', 'cainjector', 2),
      resources: resources('10m', '128Mi', '1Gi'),
    },
    startupapicheck: { resources: resources('10m', '32Mi', '128Mi') },
    prometheus: {
      enabled: metrics !== undefined,
      ...(metrics && {
        servicemonitor: {
          enabled: true,
          prometheusInstance: '',
          labels: metrics.monitorLabels,
          // The metrics' own label `namespace` is the certificate's.
          honorLabels: true,
        },
      }),
    },
  };
}

function config(scope: IConstruct, options: CertManagerValuesOptions): Values | undefined {
  if (!watchesGateways(scope, options)) return undefined;
  const listenerSets = options.listenerSets ?? false;
  return {
    apiVersion: 'controller.config.cert-manager.io/v1alpha1',
    kind: 'ControllerConfiguration',
    gatewayAPI: { enabled: true, ...(listenerSets && { enableListenerSet: true }) },
    ...(listenerSets && { featureGates: { ListenerSets: true } }),
  };
}
