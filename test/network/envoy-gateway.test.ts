import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { Order, Platform, Registry, type PlatformProps } from '../../lib';
import { Certificates, type CertificateRequest } from '../../lib/contracts/certificates';
import { LoadBalancing } from '../../lib/contracts/load-balancing';
import { EnvoyGateway, type EnvoyGatewayProps } from '../../lib/network/envoy-gateway';
import { GatewayApi } from '../../lib/network/gateway-api';
import { Sample } from '../harness/sample';

/** A platform with Envoy Gateway, and the certificates that it asked for. */
function define(props: EnvoyGatewayProps = {}, settings: PlatformProps = {}) {
  const platform = new Platform(new App(), 'prod', { domain: 'k8s.example.com', ...settings });
  const certificates: CertificateRequest[] = [];
  Certificates.provide(platform, { request: (_, request) => void certificates.push(request) });
  new GatewayApi(platform, 'gateway-api');
  const gateway = new EnvoyGateway(platform, 'envoy-gateway', props);
  return { platform, gateway, certificates };
}

const manifest = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;
const spec = (scope: Construct, kind: string, name: string) =>
  manifest(scope, kind, name)?.['spec'];

const app = {
  name: 'app',
  host: 'app.k8s.example.com',
  namespace: 'apps',
  service: 'app',
  port: 80,
} as const;

test('serves the hosts of the platform by HTTPS, and redirects HTTP to it', () => {
  const { platform, certificates } = define();
  expect(spec(platform, 'Gateway', 'platform')).toStrictEqual({
    gatewayClassName: 'envoy',
    infrastructure: {
      parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name: 'platform' },
    },
    listeners: [
      {
        name: 'http',
        port: 80,
        protocol: 'HTTP',
        allowedRoutes: { namespaces: { from: 'Same' } },
      },
      {
        name: 'https',
        port: 443,
        protocol: 'HTTPS',
        hostname: '*.k8s.example.com',
        tls: {
          mode: 'Terminate',
          certificateRefs: [{ group: '', kind: 'Secret', name: 'platform-tls' }],
        },
        allowedRoutes: { namespaces: { from: 'All' } },
      },
    ],
  });
  expect(spec(platform, 'HTTPRoute', 'platform-redirect')).toMatchObject({
    parentRefs: [{ name: 'platform', sectionName: 'http' }],
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] }],
  });
  expect(certificates).toStrictEqual([
    {
      name: 'platform',
      namespace: 'envoy-gateway-system',
      hosts: ['*.k8s.example.com'],
      secretName: 'platform-tls',
    },
  ]);
});

test('routes a host to a Service, in the namespace of the Service', () => {
  const { platform, gateway } = define();
  gateway.expose(platform, app);
  expect(manifest(platform, 'HTTPRoute', 'app')).toStrictEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'app', namespace: 'apps' },
    spec: {
      parentRefs: [{ name: 'platform', namespace: 'envoy-gateway-system', sectionName: 'https' }],
      hostnames: ['app.k8s.example.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ name: 'app', port: 80 }],
        },
      ],
    },
  });
  expect(gateway.url(app.host)).toBe('https://app.k8s.example.com');
  expect(platform.node.validate()).toStrictEqual([]);
});

test('lets the gateway into a closed namespace, at the port of the Pods', () => {
  const { platform, gateway } = define();
  new Sample(platform, 'closed').close();
  gateway.expose(platform, { ...app, namespace: 'closed', podPort: 'http' });
  expect(spec(platform, 'NetworkPolicy', 'gateway-to-app')).toMatchObject({
    ingress: [
      {
        from: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' },
            },
            podSelector: {
              matchLabels: {
                'app.kubernetes.io/name': 'envoy',
                'app.kubernetes.io/component': 'proxy',
                'app.kubernetes.io/managed-by': 'envoy-gateway',
              },
            },
          },
        ],
        ports: [{ port: 'http', protocol: 'TCP' }],
      },
    ],
  });
});

test('routes gRPC by a route of its own kind', () => {
  const { platform, gateway } = define();
  gateway.expose(platform, { ...app, protocol: 'grpc' });
  expect(spec(platform, 'GRPCRoute', 'app')).toMatchObject({
    rules: [{ backendRefs: [{ name: 'app', port: 80 }] }],
  });
  expect(manifest(platform, 'HTTPRoute', 'app')).toBeUndefined();
});

test('verifies an HTTPS backend whose CA is known, without the Backend API', () => {
  const { platform, gateway } = define();
  gateway.expose(platform, { ...app, protocol: 'https', port: 443, backendCa: 'app-ca' });
  expect(spec(platform, 'BackendTLSPolicy', 'app')).toStrictEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'app' }],
    validation: {
      hostname: 'app.apps.svc',
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'app-ca' }],
    },
  });
  expect(gateway.release.values).toMatchObject({ config: { envoyGateway: { extensionApis: {} } } });
});

test('encrypts to an HTTPS backend whose CA is not known, and turns the Backend API on for it', () => {
  const { platform, gateway } = define();
  gateway.expose(platform, { ...app, protocol: 'https', port: 443 });
  expect(spec(platform, 'HTTPRoute', 'app')).toMatchObject({
    rules: [{ backendRefs: [{ group: 'gateway.envoyproxy.io', kind: 'Backend', name: 'app' }] }],
  });
  expect(spec(platform, 'Backend', 'app')).toStrictEqual({
    endpoints: [{ fqdn: { hostname: 'app.apps.svc.cluster.local', port: 443 } }],
    tls: { insecureSkipVerify: true },
  });
  expect(gateway.release.values).toMatchObject({
    config: { envoyGateway: { extensionApis: { enableBackend: true } } },
  });
});

test('asks the load balancer for the address of each gateway', () => {
  const { platform } = define({
    gateways: [{ name: 'internal', addressPool: 'internal', addresses: ['192.0.2.7'] }],
  });
  LoadBalancing.provide(platform, {
    loadBalancerClass: 'example.com/lb',
    ready: platform,
    serviceLabels: () => ({}),
    serviceAnnotations: ({ pool = '', addresses = [] }) => ({
      'example.com/pool': `${pool} ${addresses.join()}`,
    }),
  });
  expect(spec(platform, 'EnvoyProxy', 'internal')).toMatchObject({
    provider: {
      kubernetes: {
        envoyService: {
          type: 'LoadBalancer',
          externalTrafficPolicy: 'Local',
          loadBalancerClass: 'example.com/lb',
          annotations: { 'example.com/pool': 'internal 192.0.2.7' },
        },
      },
    },
  });
  expect(spec(platform, 'EnvoyProxy', 'class-envoy')).toMatchObject({
    provider: { kubernetes: { envoyService: { annotations: { 'example.com/pool': ' ' } } } },
  });
});

test('warns of a gateway that waits for an address which nothing gives', () => {
  const texts = (serviceType: 'LoadBalancer' | 'NodePort') => {
    const { platform } = define({ gateways: [{ name: 'platform', serviceType }] });
    return platform.describe().warnings.map(({ text }) => text);
  };
  expect(texts('LoadBalancer')).toStrictEqual([
    "gateway 'platform' waits for an address that nothing in this platform gives; add a load balancer, or set its `serviceType`",
  ]);
  expect(texts('NodePort')).toStrictEqual([]);
});

test('runs several proxies with a disruption budget unless there is one node only', () => {
  const ha = define().platform;
  expect(spec(ha, 'EnvoyProxy', 'platform')).toMatchObject({
    provider: { kubernetes: { envoyDeployment: { replicas: 2 }, envoyPDB: { minAvailable: 1 } } },
  });
  const single = define({}, { profile: 'single-node' }).platform;
  expect(spec(single, 'EnvoyProxy', 'platform')).toMatchObject({
    provider: { kubernetes: { envoyDeployment: { replicas: 1 } } },
  });
  expect(JSON.stringify(spec(single, 'EnvoyProxy', 'platform'))).not.toContain('envoyPDB');
});

test('leaves the number of proxies to the autoscaler where it may grow', () => {
  const { platform } = define({ gateways: [{ name: 'platform', maxReplicas: 8 }] });
  const proxy = JSON.stringify(spec(platform, 'EnvoyProxy', 'platform'));
  expect(proxy).toContain('"envoyHpa":{"minReplicas":2,"maxReplicas":8}');
  expect(proxy).not.toContain('"replicas"');
});

test('pulls proxies from the mirror', () => {
  const { gateway } = define({}, { imageMirror: { registry: 'mirror.example.com' } });
  expect(gateway.release.values).toMatchObject({
    global: {
      images: {
        envoyProxy: { image: 'mirror.example.com/docker.io/envoyproxy/envoy:distroless-v1.39.0' },
      },
    },
  });
});

test('opens the ports of listeners that are added, and asks certificates for them', () => {
  const { platform, gateway, certificates } = define();
  gateway.addListener('platform', { name: 'api', port: 8443, host: 'api.example.com' });
  gateway.addListener('platform', { name: 'dns', port: 53, protocol: 'UDP' });
  expect(spec(platform, 'Gateway', 'platform')).toMatchObject({
    listeners: [
      { name: 'http' },
      { name: 'https' },
      { name: 'api', port: 8443, hostname: 'api.example.com' },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ],
  });
  expect(spec(platform, 'NetworkPolicy', 'platform-dns')).toMatchObject({
    ingress: [{ ports: [{ port: 10053, protocol: 'UDP' }] }],
  });
  expect(certificates[1]).toMatchObject({ name: 'platform-api', hosts: ['api.example.com'] });
  expect(gateway.url('api.example.com')).toBe('https://api.example.com:8443');
});

test('protects a route by login and address', () => {
  const { platform, gateway } = define();
  gateway.protect(platform, {
    name: 'app',
    namespace: 'apps',
    target: { name: 'app' },
    oidc: {
      issuer: 'https://sso.example.com/realms/platform',
      clientId: 'app',
      clientSecretName: 'app-oidc',
    },
    allowedAddresses: ['192.0.2.0/24'],
  });
  expect(spec(platform, 'SecurityPolicy', 'app')).toStrictEqual({
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'app' }],
    oidc: {
      provider: { issuer: 'https://sso.example.com/realms/platform' },
      clientID: 'app',
      clientSecret: { group: '', kind: 'Secret', name: 'app-oidc' },
      scopes: ['openid', 'profile', 'email'],
      logoutPath: '/logout',
      refreshToken: true,
      forwardAccessToken: false,
    },
    authorization: {
      defaultAction: 'Deny',
      rules: [
        {
          name: 'allowed-addresses',
          action: 'Allow',
          principal: { clientCIDRs: ['192.0.2.0/24'] },
        },
      ],
    },
  });
});

test('lifts the time limit for whole answers, also where a route has its own policy', () => {
  const { platform, gateway } = define();
  gateway.addTrafficPolicy(platform, {
    name: 'app',
    namespace: 'apps',
    target: { name: 'app' },
    rateLimit: { requests: 5, per: 'Second' },
  });
  const timeout = { http: { requestTimeout: '0s' } };
  expect(spec(platform, 'BackendTrafficPolicy', 'platform')).toMatchObject({ timeout });
  expect(spec(platform, 'BackendTrafficPolicy', 'app')).toMatchObject({
    timeout,
    rateLimit: { type: 'Local', local: { rules: [{ limit: { requests: 5, unit: 'Second' } }] } },
  });
});

test('comes after the CRDs of the Gateway API and of its own', () => {
  const { platform } = define();
  const ids = Order.of(platform).units.map((unit) => unit.id);
  const at = (id: string) => ids.indexOf(`prod/${id}`);
  expect(at('gateway-api/crds')).toBeLessThan(at('envoy-gateway/release'));
  expect(at('envoy-gateway/crds')).toBeLessThan(at('envoy-gateway/release'));
  expect(at('envoy-gateway/release')).toBeLessThan(at('envoy-gateway/objects'));
});

test('takes the CRDs of the version that its chart has', () => {
  const { gateway } = define({ chart: { version: 'v1.9.1' } });
  expect([gateway.release.chart.version, gateway.crds.revision]).toStrictEqual([
    'v1.9.1',
    'v1.9.1',
  ]);
  expect(gateway.crds.url).toContain('/v1.9.1/envoy-gateway-crds.yaml');
});

test('tells proxies their zone where there are several', () => {
  const nodes = ['a', 'b'].map((zone, i) => ({
    name: `node-${zone}`,
    address: `192.0.2.${i + 1}`,
    role: 'worker' as const,
    zone,
  }));
  expect(define({}, { nodes }).gateway.release.values).toMatchObject({
    topologyInjector: { enabled: true },
  });
  expect(define().gateway.release.values).toMatchObject({ topologyInjector: { enabled: false } });
});

test('fails without certificates, unless the gateway brings its own', () => {
  const errors = (props: EnvoyGatewayProps) => {
    const platform = new Platform(new App(), 'prod');
    return new EnvoyGateway(platform, 'envoy-gateway', props).node.validate();
  };
  expect(errors({})).toStrictEqual([
    "needs a certificate issuer for the TLS of gateway 'platform', and nothing in this platform provides one; add a component that does, or pass `wiring`",
  ]);
  expect(errors({ gateways: [{ name: 'platform', certificateSecret: 'tls' }] })).toStrictEqual([]);
});

test('fails for a host that no listener serves', () => {
  const { platform, gateway } = define();
  gateway.expose(platform, { ...app, host: 'app.example.org' });
  expect(gateway.node.validate()).toStrictEqual([
    "route 'app' is for 'app.example.org', which no listener of gateway 'platform' serves; name it in the gateway's `hosts`, or call `addListener()`",
  ]);
  gateway.addListener('platform', { name: 'org', port: 443, host: '*.example.org' });
  expect(gateway.node.validate()).toStrictEqual([]);
});

test('fails for gateways, listeners and policies that cannot be', () => {
  const { platform, gateway } = define();
  const policy = { name: 'app', namespace: 'apps', target: { name: 'app' } };
  expect(() => {
    gateway.addGateway({ name: 'platform' });
  }).toThrow("there is already a gateway 'platform'; name it otherwise");
  expect(() => {
    gateway.addGateway({ name: 'other', hosts: [] });
  }).toThrow("gateway 'other' has no hosts; pass one or more");
  expect(() => {
    gateway.addGateway({ name: 'other', sourceRanges: ['192.0.2.7/24'] });
  }).toThrow(
    "gateway 'other' has a bad address range: '192.0.2.7/24' is not the start of its network",
  );
  expect(() => {
    gateway.addGateway({
      name: 'other',
      serviceType: 'NodePort',
      sourceRanges: ['192.0.2.0/24'],
    });
  }).toThrow(
    "gateway 'other' has source ranges, which a Service of type 'NodePort' does not keep to; use `protect()` with `allowedAddresses`",
  );
  expect(() => {
    gateway.addListener('platform', { name: 'http', port: 8080, protocol: 'HTTP' });
  }).toThrow("gateway 'platform' has already a listener 'http'; name it otherwise");
  expect(() => {
    gateway.addListener('platform', { name: 'tls', port: 8443, protocol: 'TLS' });
  }).toThrow("listener 'tls' of gateway 'platform' has no host; pass `host`");
  expect(() => {
    gateway.expose(platform, { ...app, gateway: 'public' });
  }).toThrow("there is no gateway 'public'; there are 'platform'");
  expect(() => {
    gateway.protect(platform, policy);
  }).toThrow("policy 'app' limits nothing; pass `oidc`, `jwt`, `allowedAddresses` or `cors`");
});
