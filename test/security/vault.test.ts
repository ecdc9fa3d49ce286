import type { Construct } from 'constructs';
import { Platform, Registry, type Component } from '../../lib';
import { Certificates } from '../../lib/contracts/certificates';
import { Exposure } from '../../lib/contracts/exposure';
import { Metrics } from '../../lib/contracts/metrics';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Secrets } from '../../lib/contracts/secrets';
import { Vault, type VaultProps } from '../../lib/security/vault';
import { freeRoot } from '../harness/sample';
import { gateway, metricsCollector, objectStore, secretSource } from '../harness/services';

const platform = (profile: 'single-node' | 'high-availability' = 'high-availability'): Platform => {
  const scope = new Platform(freeRoot(), 'one', { domain: 'k8s.example.com', profile });
  Certificates.provide(scope, { request: () => undefined });
  return scope;
};

const manifest = (scope: Construct, kind: string, name: string): Record<string, unknown> => {
  const found = Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name);
  return found?.manifest ?? {};
};

const filesOf = (scope: Construct): Record<string, string> =>
  manifest(scope, 'ConfigMap', 'openbao-configuration')['data'] as Record<string, string>;

const configOf = (vault: Vault): string =>
  (vault.release.values as { server: { ha: { raft: { config: string } } } }).server.ha.raft.config;

const warningsOf = (scope: Construct): string[] =>
  Registry.of(scope).warnings.flatMap((w) => w.text() ?? []);

const validated = (component: Component): string[] => component.node.validate();

test('runs three servers that find each other, or one on a single node', () => {
  const config = configOf(new Vault(platform(), 'vault'));
  expect(config.match(/leader_api_addr = .*/g)).toStrictEqual([
    'leader_api_addr = "https://openbao-0.openbao-internal:8200"',
    'leader_api_addr = "https://openbao-1.openbao-internal:8200"',
    'leader_api_addr = "https://openbao-2.openbao-internal:8200"',
  ]);
  expect(new Vault(platform('single-node'), 'vault').release.values).toMatchObject({
    server: { ha: { replicas: 1, disruptionBudget: { enabled: false } }, affinity: '' },
  });
});

test('lets nothing wait for a sealed server', () => {
  expect(new Vault(platform(), 'vault').release.wait).toBe(false);
});

test('asks for a certificate that holds all names of its servers', () => {
  const scope = new Platform(freeRoot(), 'one', { domain: 'k8s.example.com' });
  const asked: (readonly string[])[] = [];
  Certificates.provide(scope, { request: (_, { hosts }) => void asked.push(hosts) });
  new Vault(scope, 'vault');
  expect(asked[0]).toStrictEqual(
    expect.arrayContaining([
      'openbao.openbao.svc',
      'openbao-active.openbao.svc',
      '*.openbao-internal',
      'vault.k8s.example.com',
    ]),
  );
});

test('writes an audit log: OpenBao by its configuration, Vault by its API', () => {
  expect(configOf(new Vault(platform(), 'vault'))).toContain('audit "file" "stdout"');
  const scope = platform();
  const vault = new Vault(scope, 'vault', { distribution: 'vault' });
  expect(configOf(vault)).not.toContain('audit');
  expect(manifest(scope, 'ConfigMap', 'vault-configuration')['data']).toMatchObject({
    steps: expect.stringContaining('audit stdout audit.stdout.json') as string,
  });
});

test('refers to the secrets of a seal and opens the way to its server only', () => {
  const scope = platform();
  const server = 'https://vault.example.com:8200';
  const vault = new Vault(scope, 'vault', {
    seal: { type: 'transit', server, keyName: 'platform', token: { name: 't', key: 'token' } },
  });
  expect(configOf(vault)).toContain('seal "transit"');
  expect(configOf(vault)).not.toContain('token');
  const { server: values } = vault.release.values as { server: Record<string, unknown> };
  expect(values['extraSecretEnvironmentVars']).toStrictEqual([
    { envName: 'VAULT_TOKEN', secretName: 't', secretKey: 'token' },
  ]);
  expect(values['extraEnvironmentVars']).toBeUndefined();
  expect(manifest(scope, 'NetworkPolicy', 'isolation-vault')['spec']).toMatchObject({
    egress: expect.arrayContaining([{ ports: [{ port: 8200, protocol: 'TCP' }] }]) as unknown,
  });
});

test('has the key of a static seal made, of exactly the length that it takes', () => {
  const scope = platform();
  const source = secretSource();
  Secrets.provide(scope, source);
  const vault = new Vault(scope, 'vault', { seal: { type: 'static', keyId: '1' } });
  expect(source.asked).toMatchObject([
    { name: 'openbao-seal', generated: { key: { length: 32 } } },
  ]);
  expect(configOf(vault)).toContain('current_key = "file:///seal/seal-key/key"');
});

test('initializes itself in the first server, with a role that brings the rest', () => {
  const scope = platform();
  const seal = { type: 'awskms', region: 'eu-central-1', keyId: 'k' } as const;
  const vault = new Vault(scope, 'vault', { seal, selfInit: true });
  expect(vault.release.values).toMatchObject({
    server: {
      extraArgs: '$([ "${HOSTNAME##*-}" = 0 ] && echo -config=/initialize/initialize.hcl)',
    },
  });
  const { data } = manifest(scope, 'ConfigMap', 'openbao-initialize') as {
    data: Record<string, string>;
  };
  expect(data['initialize.hcl']?.match(/path = .*/g)).toStrictEqual([
    'path = "sys/auth/kubernetes"',
    'path = "auth/kubernetes/config"',
    'path = "sys/policies/acl/platform-configure"',
    'path = "auth/kubernetes/role/platform-configure"',
  ]);
});

test('copies its storage into a bucket under a role that can do nothing else', () => {
  const scope = platform();
  ObjectStorage.provide(scope, objectStore());
  new Vault(scope, 'vault', { snapshots: { keepDays: 30 } });
  expect(filesOf(scope)['platform-snapshot.hcl']).toBe(
    'path "sys/storage/raft/snapshot" {\n  capabilities = ["read"]\n}\n',
  );
  const text = JSON.stringify(manifest(scope, 'CronJob', 'platform-snapshot'));
  expect(text).toContain('{"name":"S3_EXPIRE_DAYS","value":"30"}');
  expect(text).toContain('--region=us-east-1 --no-ssl');
});

test('serves metrics on a port of their own and keeps them off the exposed one', () => {
  const scope = platform();
  Metrics.provide(scope, metricsCollector());
  const vault = new Vault(scope, 'vault');
  expect(configOf(vault)).toContain('disallow_metrics = true');
  expect(configOf(vault)).toContain('metrics_only = true');
  expect(vault.release.values).toMatchObject({
    serverTelemetry: { serviceMonitor: { enabled: true, port: 'metrics' } },
  });
});

test('is exposed with the encryption of its servers kept', () => {
  const scope = platform();
  const exposer = gateway();
  Exposure.provide(scope, exposer);
  new Vault(scope, 'vault');
  expect(exposer.asked).toMatchObject([
    { host: 'vault.k8s.example.com', service: 'openbao-active', port: 8200, protocol: 'https' },
  ]);
});

test('warns of a licence, of unsealing by hand and of missing snapshots', () => {
  const scope = platform();
  new Vault(scope, 'vault', { distribution: 'vault' });
  expect(warningsOf(scope).map((text) => text.split(';')[0])).toStrictEqual([
    'Vault is under the Business Source License',
    'each restart of a server needs people with shares of its key',
    'no snapshots are taken, as there is no object store',
  ]);
});

const role = { name: 'a', namespaces: ['a'], serviceAccounts: ['a'], policies: [] };
test.each<[VaultProps, string]>([
  [{ replicas: 2 }, "replicas '2' cannot hold a majority well; take 1, 3, 5 or 7"],
  [{ selfInit: true }, 'a server initializes itself only where a `seal` opens its storage'],
  [{ distribution: 'vault', seal: { type: 'static', keyId: '1' } }, "seal 'static' is OpenBao's"],
  [{ kvMounts: [{ path: 'kv' }, { path: 'kv' }] }, "there are two key-value engines at 'kv'"],
  [{ policies: [{ name: 'root', rules: [] }] }, "policy 'root' has a name that is taken"],
  [
    { policies: [{ name: 'a', rules: [{ path: 'kv/*/b', capabilities: ['read'] }] }] },
    "policy 'a' has '*' within the path 'kv/*/b'",
  ],
  [
    { policies: [{ name: 'a', rules: [{ path: 'kv', capabilities: ['read', 'deny'] }] }] },
    "policy 'a' denies 'kv' and allows it",
  ],
  [
    { kubernetesRoles: [{ ...role, namespaces: ['*'], serviceAccounts: ['*'] }] },
    "role 'a' lets every Pod of the cluster in",
  ],
  [{ kubernetesRoles: [role, role] }, "there is already a role 'a'"],
])('fails with %j', (props, message) => {
  expect(() => new Vault(platform(), 'vault', props)).toThrow(message);
});

test('fails without a certificate', () => {
  const vault = new Vault(freeRoot(), 'vault');
  expect(validated(vault)[0]).toContain('needs a certificate issuer');
});
