import type { IConstruct } from 'constructs';
import { LoadBalancing } from '../../contracts/load-balancing';
import { highlyAvailable, spread } from '../../index';
import type { EnvoyProxySpec, EnvoyProxySpecProviderKubernetesEnvoyService } from './kinds';
import type { GatewayOptions } from './words';

/** Labels of every proxy Pod. */
export const PROXY_LABELS = {
  'app.kubernetes.io/name': 'envoy',
  'app.kubernetes.io/component': 'proxy',
  'app.kubernetes.io/managed-by': 'envoy-gateway',
};

/** How the proxies of a gateway run. */
export function envoyProxy(scope: IConstruct, gateway: Partial<GatewayOptions>): EnvoyProxySpec {
  const replicas = gateway.replicas ?? (highlyAvailable(scope) ? 2 : 1);
  const { maxReplicas } = gateway;
  const labels = {
    ...PROXY_LABELS,
    ...(gateway.name !== undefined && {
      'gateway.envoyproxy.io/owning-gateway-name': gateway.name,
    }),
  };
  return {
    provider: {
      type: 'Kubernetes',
      kubernetes: {
        envoyDeployment: {
          ...(maxReplicas === undefined && { replicas }),
          strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          container: {
            resources: {
              requests: { cpu: '200m', memory: '256Mi' },
              limits: { memory: '1Gi' },
            },
          },
          pod: {
            priorityClassName: 'system-cluster-critical',
            ...(replicas > 1 && { topologySpreadConstraints: spread(labels) }),
          },
        },
        ...(maxReplicas !== undefined && {
          envoyHpa: { minReplicas: replicas, maxReplicas },
        }),
        ...(replicas > 1 && { envoyPDB: { minAvailable: 1 } }),
        envoyService: envoyService(scope, gateway),
      },
    },
    // Connections are drained before a proxy goes: longer than load balancers take to notice.
    shutdown: { drainTimeout: '60s', minDrainDuration: '10s' },
    telemetry: { accessLog: { settings: [ACCESS_LOG] }, metrics: { prometheus: {} } },
  };
}

function envoyService(
  scope: IConstruct,
  gateway: Partial<GatewayOptions>,
): EnvoyProxySpecProviderKubernetesEnvoyService {
  const { serviceType: type = 'LoadBalancer', sourceRanges, addressPool, addresses } = gateway;
  const balancer = type === 'LoadBalancer' ? LoadBalancing.find(scope) : undefined;
  const loadBalancerClass = balancer?.loadBalancerClass;
  const request = {
    ...(addressPool !== undefined && { pool: addressPool }),
    ...(addresses && { addresses }),
  };
  const annotations = { ...balancer?.serviceAnnotations(request), ...gateway.serviceAnnotations };
  const labels = balancer?.serviceLabels(request) ?? {};
  return {
    type,
    // Keeps the clients' addresses.
    ...(type !== 'ClusterIP' && { externalTrafficPolicy: 'Local' }),
    ...(loadBalancerClass !== undefined && { loadBalancerClass }),
    ...(sourceRanges && { loadBalancerSourceRanges: sourceRanges }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}

/** One line of JSON a request, with what is asked most: who, what, where to, how long, why not. */
const ACCESS_LOG = {
  format: {
    type: 'JSON',
    json: {
      time: '%START_TIME%',
      method: '%REQ(:METHOD)%',
      host: '%REQ(:AUTHORITY)%',
      path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
      protocol: '%PROTOCOL%',
      status: '%RESPONSE_CODE%',
      flags: '%RESPONSE_FLAGS%',
      details: '%RESPONSE_CODE_DETAILS%',
      duration: '%DURATION%',
      bytes_received: '%BYTES_RECEIVED%',
      bytes_sent: '%BYTES_SENT%',
      client: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
      forwarded_for: '%REQ(X-FORWARDED-FOR)%',
      user_agent: '%REQ(USER-AGENT)%',
      request_id: '%REQ(X-REQUEST-ID)%',
      trace_parent: '%REQ(TRACEPARENT)%',
      route: '%ROUTE_NAME%',
      upstream: '%UPSTREAM_HOST%',
      upstream_failure: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
    },
  },
  sinks: [{ type: 'File', file: { path: '/dev/stdout' } }],
} as const;
