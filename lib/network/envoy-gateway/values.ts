import type { IConstruct } from 'constructs';
import { highlyAvailable, Platform, resources, spread, type Values } from '../../index';

export interface EnvoyGatewayValuesOptions {
  /**
   * Whether proxies learn the zone of their node, so that traffic may stay in it; by a webhook.
   * @default - when the platform's nodes are in several zones
   */
  readonly topologyAware?: boolean;
  /** DNS domain of Services. @default 'cluster.local' */
  readonly clusterDomain?: string;
}

/** The data plane that this version of the controller was built for. */
export const ENVOY_IMAGE = 'docker.io/envoyproxy/envoy:distroless-v1.39.0';

/** Whether the webhook that tells proxies their zone is on. */
export function topologyAware(scope: IConstruct, options: EnvoyGatewayValuesOptions): boolean {
  const zones = new Set((Platform.of(scope)?.nodes ?? []).flatMap(({ zone }) => zone ?? []));
  return options.topologyAware ?? zones.size > 1;
}

/** Chart values of the controller. Proxies are configured by objects, see `proxy.ts`. */
export function envoyGatewayValues(
  scope: IConstruct,
  options: EnvoyGatewayValuesOptions,
  { backendApi }: { readonly backendApi: boolean },
): Values {
  const ha = highlyAvailable(scope);
  const labels = { 'control-plane': 'envoy-gateway' };
  return {
    crds: { enabled: false },
    global: { images: { envoyProxy: { image: ENVOY_IMAGE } } },
    kubernetesClusterDomain: options.clusterDomain,
    deployment: {
      replicas: ha ? 2 : 1,
      priorityClassName: 'system-cluster-critical',
      envoyGateway: { resources: resources('100m', '256Mi', '1Gi') },
      pod: { topologySpreadConstraints: ha ? spread(labels) : [] },
    },
    podDisruptionBudget: { minAvailable: ha ? 1 : 0 },
    certgen: { job: { resources: resources('10m', '64Mi', '256Mi') } },
    topologyInjector: { enabled: topologyAware(scope, options) },
    config: {
      envoyGateway: {
        // Patches, Lua and Backends let whoever writes a route reach around the gateway's rules.
        extensionApis: backendApi ? { enableBackend: true } : {},
      },
    },
  };
}
