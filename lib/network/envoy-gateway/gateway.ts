import type { GatewaySpec, GatewaySpecListeners, HTTPRouteSpec } from '../gateway-api/kinds';
import type { ClientTrafficPolicySpec } from './kinds';
import type { GatewayOptions, ListenerOptions } from './words';

/** Ports of Pods: below 1024, proxies listen 10000 higher, as they have no privilege. */
export const podPort = (port: number): number => (port < 1024 ? port + 10_000 : port);

/** The listeners that every gateway has: HTTPS for its hosts, HTTP that redirects to it. */
export function standardListeners(
  { hosts, routesFrom }: GatewayOptions & { readonly hosts: readonly string[] },
  secret: string,
): GatewaySpecListeners[] {
  return [
    {
      name: 'http',
      port: 80,
      protocol: 'HTTP',
      // Nobody but the redirect, and answers to ACME challenges, has a place here.
      allowedRoutes: { namespaces: { from: 'Same' } },
    },
    ...hosts.map((host, i) =>
      httpsListener(
        { name: i === 0 ? 'https' : `https-${i}`, port: 443, host },
        secret,
        routesFrom,
      ),
    ),
  ];
}

/** A listener as the Gateway has it. */
export function listener(
  options: ListenerOptions,
  secret: string,
  routesFrom: GatewayOptions['routesFrom'],
): GatewaySpecListeners {
  const { name, port, protocol = 'HTTPS', host } = options;
  if (protocol === 'HTTPS') return httpsListener(options, secret, routesFrom);
  return {
    name,
    port,
    protocol,
    ...(host !== undefined && { hostname: host }),
    ...(protocol === 'TLS' && { tls: { mode: 'Passthrough' } }),
    allowedRoutes: allowedRoutes(options.routesFrom ?? routesFrom),
  };
}

function httpsListener(
  { name, port, host, routesFrom: own }: ListenerOptions,
  secret: string,
  routesFrom: GatewayOptions['routesFrom'],
): GatewaySpecListeners {
  return {
    name,
    port,
    protocol: 'HTTPS',
    ...(host !== undefined && { hostname: host }),
    tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: secret }] },
    allowedRoutes: allowedRoutes(own ?? routesFrom),
  };
}

const allowedRoutes = (labels: Readonly<Record<string, string>> | undefined) => ({
  namespaces: labels
    ? { from: 'Selector' as const, selector: { matchLabels: labels } }
    : { from: 'All' as const },
});

/** The Gateway itself; its EnvoyProxy has the same name. */
export const gatewaySpec = (
  name: string,
  gatewayClassName: string,
  listeners: readonly GatewaySpecListeners[],
): GatewaySpec => ({
  gatewayClassName,
  infrastructure: {
    parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name },
  },
  listeners,
});

/** Sends what comes by plain HTTP to HTTPS. */
export const redirect = (gateway: string): HTTPRouteSpec => ({
  parentRefs: [{ name: gateway, sectionName: 'http' }],
  rules: [
    {
      filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
    },
  ],
});

/** Whether a listener for `pattern`, such as `*.example.com`, serves `host`. */
export const serves = (pattern: string | undefined, host: string): boolean =>
  pattern === undefined ||
  pattern === host ||
  (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host !== pattern.slice(2));

/** How clients of a gateway are met. The limits of HTTP/2 are those advised for the edge. */
export function clientTraffic(gateway: GatewayOptions): ClientTrafficPolicySpec {
  const { name, minTlsVersion = '1.2', proxyProtocol, trustedProxies = 0 } = gateway;
  return {
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }],
    tls: { minVersion: minTlsVersion },
    http2: {
      maxConcurrentStreams: 100,
      initialStreamWindowSize: '64Ki',
      initialConnectionWindowSize: '1Mi',
    },
    connection: { bufferLimit: '32Ki' },
    timeout: { http: { requestHeadersReceivedTimeout: '10s' } },
    headers: { withUnderscoresAction: 'RejectRequest' },
    ...(proxyProtocol && { proxyProtocol: {} }),
    ...(trustedProxies > 0 && {
      clientIPDetection: { xForwardedFor: { numTrustedHops: trustedProxies } },
    }),
  };
}
