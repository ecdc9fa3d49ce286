import { Registry, type Manifest, type Platform } from '../../lib';
import type { StandardPlatformProps } from '../../lib/editions';
import { freeRoot } from '../harness/sample';
import { standard as standardPlatform } from '../harness/standard';

const standard = (props: StandardPlatformProps = {}) => standardPlatform(freeRoot(), props);

const errors = (platform: Platform): string[] =>
  platform.node.findAll().flatMap((c) => c.node.validate());
const types = (platform: Platform): string[] =>
  platform.describe().components.map(({ type }) => type);
const manifests = (platform: Platform, kind: string): Manifest[] =>
  Registry.of(platform)
    .objects.filter((o) => o.kind.kind === kind)
    .map((o) => o.manifest);
const text = (platform: Platform): string =>
  JSON.stringify([
    ...Registry.of(platform).objects.map((o) => o.manifest),
    ...Registry.of(platform).releases.map((r) => r.values),
  ]);

test('has all of the standard architecture, each part wired to the others', () => {
  const platform = standard();
  expect(errors(platform)).toStrictEqual([]);
  for (const type of [
    ...['Calico', 'MetalLB', 'EnvoyGateway', 'CertManager', 'RookCeph', 'Velero', 'EtcdSnapshots'],
    ...['CloudNativePg', 'Valkey', 'Keycloak', 'OAuth2Proxy', 'KubernetesLogin', 'Teleport'],
    ...['Vault', 'ExternalSecrets', 'Falco', 'Harbor', 'ArgoCd', 'ArgoRollouts', 'Grafana'],
    ...['KubePrometheusStack', 'AdmissionPolicies'],
  ]) {
    expect(types(platform)).toContain(type);
  }
});

test('a single node has what one machine carries', () => {
  const platform = standard({ profile: 'single-node' });
  expect(errors(platform)).toStrictEqual([]);
  expect(types(platform)).toContain('LocalPath');
  expect(types(platform)).not.toContain('Harbor');
  expect(types(platform)).not.toContain('Keycloak');
});

test('what a single node leaves out comes back where something is said about it', () => {
  const platform = standard({
    profile: 'single-node',
    delivery: { rollouts: 'none' },
    data: { caches: 'none' },
    identity: { loginProxy: 'none' },
  });
  expect(errors(platform)).toStrictEqual([]);
  expect(types(platform)).toEqual(expect.arrayContaining(['ArgoCd', 'CloudNativePg', 'Keycloak']));
  expect(types(platform)).not.toContain('ArgoRollouts');
});

test('another storage rewires every user of volumes and buckets', () => {
  const ceph = text(standard());
  expect(ceph).toContain('rook-ceph-rgw');
  const platform = standard({
    storage: {
      volumes: 'longhorn',
      externalObjectStore: { endpoint: 'https://s3.example.com', region: 'eu-central-1' },
    },
  });
  expect(errors(platform)).toStrictEqual([]);
  const rewired = text(platform);
  expect(rewired).not.toContain('rook-ceph');
  expect(rewired).not.toContain('ceph-block');
  expect(manifests(platform, 'ObjectBucketClaim')).toStrictEqual([]);
  const stores = manifests(platform, 'ObjectStore').map((o) => JSON.stringify(o['spec']));
  expect(stores).toHaveLength(3);
  for (const store of stores) expect(store).toContain('https://s3.example.com');
});

test('every user interface has a hostname, a route, and a login', () => {
  const platform = standard();
  const hosts = manifests(platform, 'HTTPRoute').flatMap(
    ({ spec }) => (spec as { hostnames?: string[] }).hostnames ?? [],
  );
  const labels = hosts.map((host) => host.replace('.k8s.example.com', '')).sort();
  expect(labels).toStrictEqual([
    'alertmanager',
    'argocd',
    'ceph',
    'grafana',
    'harbor',
    'keycloak',
    'prometheus',
    'vault',
  ]);
  const realm = manifests(platform, 'ConfigMap').find((o) =>
    JSON.stringify(o).includes('redirectUris'),
  );
  const clients = [...JSON.stringify(realm).matchAll(/clientId\\*": ?\\*"([\w-]+)/g)].map(
    ([, id]) => id ?? '',
  );
  expect([...new Set(clients)].sort()).toStrictEqual(
    expect.arrayContaining([
      'argocd',
      'grafana',
      'harbor',
      'kubernetes',
      'login-alertmanager',
      'login-ceph-dashboard',
      'login-prometheus',
      'openbao',
    ]),
  );
});

test('images may come from the registry of the platform', () => {
  const policy = manifests(standard(), 'ValidatingAdmissionPolicy').find(
    ({ metadata }) => metadata.name === 'allowed-registries',
  );
  expect(JSON.stringify(policy)).toContain("'harbor.k8s.example.com/'");
});

test('nothing waits for a store of secrets that people have to open', () => {
  const platform = standard();
  const order = platform.describe().order;
  const vault = order.find(({ id }) => id === 'security/vault/release');
  expect(vault).toBeDefined();
  const waiting = order.filter(({ after }) => after.includes('security/vault/release'));
  // What is the store's own, and nobody else's.
  expect(waiting.map(({ id }) => id.split('/').slice(0, 2).join('/'))).toStrictEqual(
    waiting.map(() => 'security/vault'),
  );
  const release = Registry.of(platform).releases.find(({ name }) => name === 'openbao');
  expect(release?.wait).toBe(false);
});

test('fails for an edition that is not modelled', () => {
  expect(() => standard({ edition: 2026 })).toThrow(
    "edition '2026' is not modelled; use one of 2025, or put the layers together yourself",
  );
});
