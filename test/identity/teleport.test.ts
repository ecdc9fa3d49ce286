import { App, Chart, Testing } from 'cdk8s';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { Certificates, type CertificateRequest } from '../../lib/contracts/certificates';
import { Databases } from '../../lib/contracts/databases';
import { LoadBalancing } from '../../lib/contracts/load-balancing';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Teleport, type TeleportProps } from '../../lib/identity/teleport';
import { databaseServer, objectStore } from '../harness/services';

function setUp(props: TeleportProps = {}, platformProps: PlatformProps = {}) {
  const platform = new Platform(Testing.chart(), 'prod', {
    domain: 'example.com',
    ...platformProps,
  });
  const asked: CertificateRequest[] = [];
  const issuer = { request: (_: unknown, request: CertificateRequest) => void asked.push(request) };
  const teleport = new Teleport(platform, 'teleport', {
    ...props,
    wiring: [Certificates.with(issuer), ...(props.wiring ?? [])],
  });
  return { platform, teleport, certificates: asked };
}

const auth = (teleport: Teleport) =>
  teleport.release.values['auth'] as Readonly<Record<string, unknown>>;

const withDatabases = () => {
  const [databases, objects] = [databaseServer(), objectStore()];
  const props: TeleportProps = {
    state: 'database',
    wiring: [Databases.with(databases), ObjectStorage.with(objects)],
  };
  return { databases, objects, props };
};

test('runs one auth service on a volume, and two proxies', () => {
  const { highAvailability, proxy } = setUp().teleport.release.values;
  expect(highAvailability).toStrictEqual({
    replicaCount: 1,
    podDisruptionBudget: { enabled: false, minAvailable: 1 },
  });
  expect(proxy).toMatchObject({ highAvailability: { replicaCount: 2 } });
});

test('runs one of everything on a single node', () => {
  const { teleport } = setUp(withDatabases().props, { profile: 'single-node' });
  expect(teleport.release.values).toMatchObject({
    highAvailability: { replicaCount: 1 },
    proxy: { highAvailability: { replicaCount: 1, podDisruptionBudget: { enabled: false } } },
  });
});

test('puts the authorities of the platform and of the object store into one file', () => {
  const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
  const objects = objectStore();
  const trusted = {
    bucket: (...args: Parameters<typeof objects.bucket>) => ({
      ...objects.bucket(...args),
      caCertificates: pem('BB'),
    }),
  };
  const { platform, teleport } = setUp(
    { wiring: [ObjectStorage.with(trusted)] },
    { caCertificates: pem('AA') },
  );
  const map = Registry.of(platform).objects.find((o) => o.name === 'teleport-authorities');
  expect(map?.manifest['data']).toStrictEqual({ 'ca.pem': pem('AA') + pem('BB') });
  expect(auth(teleport)['extraEnv']).toContainEqual({
    name: 'SSL_CERT_FILE',
    value: '/etc/teleport-trust/ca.pem',
  });
});

test('asks for a certificate, which its Pods wait for', () => {
  const { teleport, certificates } = setUp({ applications: true });
  expect(certificates).toStrictEqual([
    {
      name: 'teleport-tls',
      namespace: 'teleport',
      hosts: ['teleport.example.com', '*.teleport.example.com'],
      secretName: 'teleport-tls',
    },
  ]);
  expect(teleport.release.wait).toBe(false);
});

test('uses a certificate that is there', () => {
  const { teleport, certificates } = setUp({ certificateSecret: 'own-tls' });
  expect([teleport.release.wait, certificates]).toStrictEqual([true, []]);
  expect(teleport.release.values['tls']).toStrictEqual({ existingSecretName: 'own-tls' });
});

test('asks for its address by what the load balancer wants, and for its name in DNS', () => {
  const platform = new Platform(Testing.chart(), 'prod', { domain: 'example.com' });
  const balancer = {
    loadBalancerClass: 'example.com/lb',
    ready: platform,
    serviceAnnotations: ({ pool = '' }) => ({ 'example.com/pool': pool }),
    serviceLabels: () => ({ pool: 'public' }),
  };
  const wiring = [LoadBalancing.with(balancer)];
  const { release } = new Teleport(platform, 'teleport', { wiring, addressPool: 'public' });
  expect(release.values['service']).toStrictEqual({
    type: 'LoadBalancer',
    spec: { externalTrafficPolicy: 'Local', loadBalancerClass: 'example.com/lb' },
  });
  expect(release.values['proxy']).toMatchObject({
    annotations: {
      service: {
        'example.com/pool': 'public',
        'external-dns.alpha.kubernetes.io/hostname': 'teleport.example.com',
      },
    },
    extraLabels: { service: { pool: 'public' } },
  });
});

test('fails without an issuer of certificates', () => {
  const chart = new Chart(new App(), 'test');
  new Teleport(new Platform(chart, 'prod'), 'teleport');
  expect(() => void Testing.synth(chart)).toThrow(
    '[test/prod/teleport] needs a certificate issuer for its hostname',
  );
});

test.each([
  [{ hostname: 'https://teleport' }, "hostname 'https://teleport' is not a name such as"],
  [{ proxyReplicas: 0 }, "proxyReplicas '0' is no number of copies"],
  [{ secondFactors: [] }, 'secondFactors are none'],
  [{ eventRetention: '1y' }, "eventRetention '1y' is no duration; write it as `12h`"],
])('fails for %j', (props, message) => {
  expect(() => setUp(props)).toThrow(message);
});

test('fails for people who are there already, have no role or no name', () => {
  const { teleport } = setUp({ users: [{ name: 'jane', roles: ['access'] }] });
  const add = (name: string, roles: string[]) => () => teleport.addUser({ name, roles });
  expect(add('jane', ['access'])).toThrow("there is already a TeleportUser 'jane'");
  expect(add('joe', [])).toThrow("user 'joe' has no role; give one or more");
  expect(add('Jo E', ['access'])).toThrow("user 'Jo E' is not named by a DNS label");
});
