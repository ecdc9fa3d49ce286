import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { Order, Platform, Registry, type PlatformProps } from '../../lib';
import { Certificates, type CertificateRequest } from '../../lib/contracts/certificates';
import { CertManager } from '../../lib/network/cert-manager';
import { IngressNginx, type IngressNginxProps } from '../../lib/network/ingress-nginx';
import { MetalLB } from '../../lib/network/metallb';
import { Sample } from '../harness/sample';

/** A platform with ingress-nginx, and the certificates that it asked for. */
function define(props: IngressNginxProps = {}, settings: PlatformProps = {}) {
  const platform = new Platform(new App(), 'prod', { domain: 'k8s.example.com', ...settings });
  const certificates: CertificateRequest[] = [];
  Certificates.provide(platform, { request: (_, request) => void certificates.push(request) });
  const ingress = new IngressNginx(platform, 'ingress-nginx', props);
  return { platform, ingress, certificates };
}

const manifest = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;

const app = {
  name: 'app',
  host: 'app.k8s.example.com',
  namespace: 'apps',
  service: 'app',
  port: 80,
} as const;

test('routes a host to a Service under the default certificate', () => {
  const { platform, ingress, certificates } = define();
  ingress.expose(platform, app);
  expect(manifest(platform, 'Ingress', 'app')).toStrictEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'app', namespace: 'apps' },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['app.k8s.example.com'] }],
      rules: [
        {
          host: 'app.k8s.example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'app', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  });
  expect(certificates).toStrictEqual([
    {
      name: 'default',
      namespace: 'ingress-nginx',
      hosts: ['*.k8s.example.com'],
      secretName: 'default-tls',
    },
  ]);
  expect(ingress.release.values).toMatchObject({
    controller: { extraArgs: { 'default-ssl-certificate': 'ingress-nginx/default-tls' } },
  });
});

test.each(['app.example.org', 'a.b.k8s.example.com'])(
  'asks for a certificate of its own for %s, which the default one does not cover',
  (host) => {
    const { platform, ingress, certificates } = define({ issuer: 'acme' });
    ingress.expose(platform, { ...app, host });
    expect(manifest(platform, 'Ingress', 'app')?.['spec']).toMatchObject({
      tls: [{ hosts: [host], secretName: 'app-tls' }],
    });
    expect(certificates[1]).toStrictEqual({
      name: 'app-tls',
      namespace: 'apps',
      hosts: [host],
      secretName: 'app-tls',
      issuer: 'acme',
    });
  },
);

test.each([
  ['https', 'HTTPS'],
  ['grpc', 'GRPC'],
] as const)('says that a backend speaks %s', (protocol, expected) => {
  const { platform, ingress } = define();
  ingress.expose(platform, { ...app, protocol });
  expect(manifest(platform, 'Ingress', 'app')?.metadata.annotations).toStrictEqual({
    'nginx.ingress.kubernetes.io/backend-protocol': expected,
  });
});

test('lets the controller into a closed namespace, at the port of the Pods', () => {
  const { platform, ingress } = define();
  new Sample(platform, 'closed').close();
  ingress.expose(platform, { ...app, namespace: 'closed', podPort: 8080 });
  expect(manifest(platform, 'NetworkPolicy', 'ingress-to-app')?.['spec']).toMatchObject({
    ingress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }],
  });
});

test('comes after the load balancer, which Helm waits for', () => {
  const { platform, ingress } = define({ addressPool: 'public' });
  new MetalLB(platform, 'metallb', { pools: [{ name: 'public', addresses: ['192.0.2.0/28'] }] });
  const ids = Order.of(platform).units.map((unit) => unit.id);
  expect(ids.indexOf('prod/metallb/objects')).toBeLessThan(
    ids.indexOf('prod/ingress-nginx/release'),
  );
  expect(ingress.release.values).toMatchObject({
    controller: { service: { annotations: { 'metallb.io/address-pool': 'public' } } },
  });
});

test('takes the certificate of its webhook from cert-manager, where that is', () => {
  const { platform, ingress } = define({ certificateSecret: 'tls' });
  const webhook = () => ingress.release.values;
  expect(webhook()).toMatchObject({
    controller: { admissionWebhooks: { certManager: { enabled: false } } },
  });
  new CertManager(platform, 'cert-manager');
  expect(webhook()).toMatchObject({
    controller: { admissionWebhooks: { certManager: { enabled: true } } },
  });
  expect(ingress.release.needs).toStrictEqual([
    'Certificate.cert-manager.io',
    'Issuer.cert-manager.io',
  ]);
});

test('takes no snippets, and no TLS before 1.2', () => {
  expect(define().ingress.release.values).toMatchObject({
    controller: {
      allowSnippetAnnotations: false,
      config: { 'ssl-protocols': 'TLSv1.2 TLSv1.3', hsts: 'true' },
    },
  });
});

test('believes the addresses that proxies in front send only when they are named', () => {
  const config = (props: IngressNginxProps) =>
    (define(props).ingress.release.values['controller'] as { config: object }).config;
  expect(config({})).not.toHaveProperty('use-forwarded-headers');
  expect(config({ trustedProxies: ['192.0.2.0/24'] })).toMatchObject({
    'use-forwarded-headers': 'true',
    'proxy-real-ip-cidr': '192.0.2.0/24',
  });
});

test('runs twice unless there is one node only', () => {
  expect(define().ingress.release.values).toMatchObject({ controller: { replicaCount: 2 } });
  expect(define({}, { profile: 'single-node' }).ingress.release.values).toMatchObject({
    controller: { replicaCount: 1, topologySpreadConstraints: [] },
  });
});

test('always warns that it is retired', () => {
  const { platform } = define({ serviceType: 'NodePort' });
  expect(platform.describe().warnings.map(({ text }) => text)).toStrictEqual([
    'installs ingress-nginx, which is retired: no fixes since March 2026, not for vulnerabilities either; replace it by a gateway such as `EnvoyGateway`, and translate Ingresses with `ingress2gateway`',
  ]);
});

test('warns of an address that nothing gives', () => {
  const texts = define()
    .platform.describe()
    .warnings.map(({ text }) => text);
  expect(texts).toContain(
    'waits for an address that nothing in this platform gives; add a load balancer, or set `serviceType`',
  );
});

test('fails without certificates, unless it is given one', () => {
  const errors = (props: IngressNginxProps) =>
    new IngressNginx(new Platform(new App(), 'prod'), 'ingress-nginx', props).node.validate();
  expect(errors({})).toStrictEqual([
    'needs a certificate issuer for its default certificate, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  ]);
  expect(errors({ certificateSecret: 'tls' })).toStrictEqual([]);
});

test('fails for source ranges that the Service would not keep to', () => {
  expect(() => define({ serviceType: 'NodePort', sourceRanges: ['192.0.2.0/24'] })).toThrow(
    "[prod/ingress-nginx] has source ranges, which a Service of type 'NodePort' does not keep to; drop `sourceRanges`, and limit clients where the traffic comes from",
  );
});

test('fails for an address range that is none', () => {
  expect(() => define({ sourceRanges: ['192.0.2.7/24'] })).toThrow(
    "[prod/ingress-nginx] has a bad address range: '192.0.2.7/24' is not the start of its network; write '192.0.2.0/24'",
  );
});
