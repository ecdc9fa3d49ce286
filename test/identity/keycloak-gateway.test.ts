import { Platform } from '../../lib';
import { Exposure } from '../../lib/contracts/exposure';
import { Identity } from '../../lib/contracts/identity';
import { Metrics } from '../../lib/contracts/metrics';
import { Keycloak } from '../../lib/identity/keycloak';
import { freeRoot, Sample } from '../harness/sample';
import { gateway, metricsCollector } from '../harness/services';
import { drawn, keycloakOf, variablesOf } from './keycloak-sample';

const server = (scope: Platform) =>
  drawn(scope, 'Keycloak', 'keycloak').spec as Readonly<Record<string, unknown>>;
const database = {
  host: 'postgres.example.com',
  userSecret: { name: 'postgres', key: 'user' },
  passwordSecret: { name: 'postgres', key: 'password' },
};

test('is reached at the gateway, by one name', () => {
  const { gateway: asked, keycloak } = keycloakOf();
  expect(asked.asked).toStrictEqual([
    {
      name: 'keycloak',
      host: 'keycloak.k8s.example.com',
      namespace: 'keycloak',
      service: 'keycloak-service',
      port: 8080,
      podPort: 8080,
      path: '/',
    },
  ]);
  expect(keycloak.issuer).toBe('https://keycloak.k8s.example.com/realms/platform');
});

test('serves nothing but logins where everybody comes, if administrators have their own name', () => {
  const { gateway: asked, platform } = keycloakOf({ adminHostname: 'admin.example.com' });
  expect(asked.asked.map(({ host, path }) => `${host}${path}`)).toStrictEqual([
    'keycloak.k8s.example.com/realms',
    'keycloak.k8s.example.com/resources',
    'keycloak.k8s.example.com/.well-known',
    'admin.example.com/',
  ]);
  expect(server(platform)['hostname']).toStrictEqual({
    hostname: 'https://keycloak.k8s.example.com',
    admin: 'https://admin.example.com',
  });
});

test('encrypts up to the servers, and lets the Job verify them', () => {
  const { platform, gateway: asked } = keycloakOf({ tls: { secretName: 'own' } });
  expect(server(platform)['http']).toStrictEqual({ tlsSecret: 'own' });
  expect(asked.asked).toMatchObject([{ port: 8443, protocol: 'https' }]);
  expect(variablesOf(platform)).toMatchObject({
    KEYCLOAK_URL: 'https://keycloak-service.keycloak.svc:8443',
    JAVA_OPTS: expect.stringContaining('trustStore=/tmp/trust.jks') as string,
  });
});

test('tells others of itself when there is a gateway, so that their rules lead there', () => {
  const platform = new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com' });
  new Keycloak(platform, 'keycloak', { database });
  const seen: unknown[] = [];
  const app = new Sample(platform, 'app');
  Identity.whenProvided(app, ({ destination }) => void seen.push(destination));
  expect(seen).toStrictEqual([]);
  Exposure.provide(app, gateway());
  expect(seen).toStrictEqual([gateway().entrance]);
});

test('leads outside where somebody else serves its name', () => {
  const { keycloak } = keycloakOf({ expose: false, hostname: 'sso.example.com' });
  expect(keycloak.destination).toStrictEqual({ host: 'sso.example.com', port: 443 });
});

test('is measured by TLS where it speaks it, and misses instances only where there are more', () => {
  const { platform } = keycloakOf({ tls: { secretName: 'own' }, instances: 1 });
  const metrics = metricsCollector();
  Metrics.provide(platform, metrics);
  expect(metrics.asked[0]?.endpoints).toStrictEqual([{ port: 'management', scheme: 'https' }]);
  const names = metrics.rules.flatMap(({ groups }) =>
    groups.flatMap(({ rules }) => rules.map((rule) => ('alert' in rule ? rule.alert : ''))),
  );
  expect(names).not.toContain('KeycloakInstanceMissing');
  expect(names).toContain('KeycloakConfigurationFails');
});

test('tells of a realm that was never applied, too', () => {
  const { platform } = keycloakOf();
  const metrics = metricsCollector();
  Metrics.provide(platform, metrics);
  const rules = metrics.rules.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
  const job = 'namespace="keycloak",cronjob="keycloak-config"';
  expect(rules.at(-1)?.expr).toBe(
    `time() - (max(kube_cronjob_status_last_successful_time{${job}}) or max(kube_cronjob_created{${job}})) > 3600`,
  );
});

test('trusts the authorities of the platform, and tells others of them', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const { platform, keycloak } = keycloakOf({}, { caCertificates: pem });
  expect(keycloak.caCertificates).toBe(pem);
  expect(server(platform)['truststores']).toStrictEqual({
    platform: { configMap: { name: 'keycloak-trust' } },
  });
});
