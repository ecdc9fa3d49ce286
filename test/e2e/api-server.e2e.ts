import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiServers, type Caller } from './hosts/api-servers';
import { auditLine, auditLines } from './hosts/audit-log';
import { platformWithLogin, webhookKubeconfig } from './hosts/platform-with-login';
import { PRIVILEGED, secret } from './hosts/sample-objects';
import { TokenIssuer } from './hosts/token-issuer';
import { eventually, whoIs } from './hosts/who-is';
import { missingPrograms } from './host-programs';
import { optionalTest } from './rig/optional-test';

// Two API servers with the very files of the definition, on the command line that kubeadm makes of
// them, in folders that stand for their machines; and the key of encryption as the runbooks have it.

const FIRST = 'control-plane-1';
const SECOND = 'control-plane-2';
const ADMIN: Caller = { admin: true };
const missing = missingPrograms('openssl');
const folder = mkdtempSync(join(tmpdir(), 'kubestrata-api-server-'));
let issuer: TokenIssuer;
let servers: ApiServers;

beforeAll(async () => {
  if (missing !== undefined) return;
  issuer = await TokenIssuer.start(folder, 'oidc:friend');
  servers = await ApiServers.prepare(platformWithLogin(issuer, [FIRST, SECOND]), folder);
  for (const name of [FIRST, SECOND]) {
    const file = join(servers.machines.root(name), 'etc/kubernetes/apiserver/webhook.conf');
    writeFileSync(file, JSON.stringify(webhookKubeconfig(issuer)));
  }
  await servers.follow('install', 'Make the key of encryption at rest');
  await servers.follow('install', 'Hand the key of encryption at rest');
  await servers.initialize();
  await servers.start();
});

afterAll(async () => {
  (issuer as TokenIssuer | undefined)?.stop();
  await (servers as ApiServers | undefined)?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const proof = (name: string, body: () => void | Promise<void>): void =>
  optionalTest(name, missing, async () => {
    await body();
  });

proof('kubeadm starts API servers with the files, and without flags that exclude them', () => {
  const command = servers
    .commandOf(FIRST)
    .map((flag) => flag.replace(servers.machines.root(FIRST), ''));
  expect(command).toEqual(
    expect.arrayContaining([
      '--authentication-config=/etc/kubernetes/apiserver/authentication.yaml',
      '--authorization-config=/etc/kubernetes/apiserver/authorization.yaml',
      '--admission-control-config-file=/etc/kubernetes/apiserver/admission.yaml',
      '--audit-policy-file=/etc/kubernetes/apiserver/audit-policy.yaml',
      '--encryption-provider-config=/etc/kubernetes/apiserver/encryption.yaml',
      '--enable-admission-plugins=NodeRestriction,DenyServiceExternalIPs,EventRateLimit',
      '--kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt',
    ]),
  );
  expect(
    command.filter((flag) => /^--(oidc|anonymous-auth|authorization-mode)/.test(flag)),
  ).toStrictEqual([]);
});

proof(
  'tokens of the issuer, signed by RSA or by an elliptic curve, are mapped to names and groups',
  async () => {
    const claims = { aud: 'kubernetes', preferred_username: 'ada', groups: ['sre', 'staff'] };
    const expected = {
      username: 'oidc:ada',
      groups: ['oidc:sre', 'oidc:staff', 'system:authenticated'],
    };
    await eventually(() => whoIs(servers, FIRST, issuer.token('people', claims)), expected);
    expect(await whoIs(servers, FIRST, issuer.token('people', claims, 'ES256'))).toStrictEqual(
      expected,
    );
  },
);

proof("names of the cluster's own are refused, and harmless behind a prefix", async () => {
  const claims = { aud: 'kubernetes', preferred_username: 'system:admin', groups: [] };
  const plain = { aud: 'kubernetes', preferred_username: 'robot', groups: [] };
  const group = { ...plain, groups: ['system:masters'] };
  await eventually(() => whoIs(servers, FIRST, issuer.token('robots', plain)), {
    username: 'robot',
    groups: ['system:authenticated'],
  });
  expect(await whoIs(servers, FIRST, issuer.token('robots', claims))).toBe(401);
  expect(await whoIs(servers, FIRST, issuer.token('robots', group))).toBe(401);
  expect(await whoIs(servers, FIRST, issuer.token('people', claims))).toMatchObject({
    username: 'oidc:system:admin',
  });
});

proof('fails to log in by a token for somebody else, or of another key', async () => {
  const claims = { aud: 'grafana', preferred_username: 'ada', groups: [] };
  expect(await whoIs(servers, FIRST, issuer.token('people', claims))).toBe(401);
  const [head, , signature] = issuer.token('people', claims).split('.');
  const [, body] = issuer.token('people', { ...claims, aud: 'kubernetes' }).split('.');
  expect(await whoIs(servers, FIRST, `${head}.${body}.${signature}`)).toBe(401);
});

proof('without a name there is health and nothing else', async () => {
  const paths = ['/livez', '/readyz', '/healthz', '/api', '/version', '/openapi/v3', '/livez/ping'];
  const statuses = await Promise.all(
    paths.map(async (path) => (await servers.ask(FIRST, path)).status),
  );
  expect(Object.fromEntries(paths.map((path, i) => [path, statuses[i]]))).toStrictEqual({
    '/livez': 200,
    '/readyz': 200,
    '/healthz': 200,
    '/api': 401,
    '/version': 401,
    '/openapi/v3': 401,
    '/livez/ping': 401,
  });
});

proof(
  'authorization is that of the file: RBAC, then the webhook, which is not asked about the system',
  async () => {
    const token = (name: string) =>
      issuer.token('people', { aud: 'kubernetes', preferred_username: name, groups: [] });
    const get = async (name: string) =>
      (await servers.ask(FIRST, '/api/v1/nodes', { token: token(name) })).status;
    expect([await get('friend'), await get('stranger')]).toStrictEqual([200, 403]);
    expect(issuer.asked).toEqual(expect.arrayContaining(['oidc:friend', 'oidc:stranger']));
    expect(
      issuer.asked.filter((user) => /^system:(kube-|apiserver|node:)/.test(user)),
    ).toStrictEqual([]);
    expect(await metrics(FIRST)).toContain(
      `hash="sha256:${sha256(fileOf(FIRST, 'authorization'))}"`,
    );
  },
);

proof('a Secret is unreadable in etcd, and other data is as it was', async () => {
  await create('/api/v1/namespaces/default/secrets', secret('plain-sight'));
  await create('/api/v1/namespaces/default/configmaps', {
    metadata: { name: 'plain-sight' },
    data: { key: 'hunter2' },
  });
  const stored = await servers.stored('/registry/secrets/default/plain-sight');
  expect(stored).toMatch(/^k8s:enc:secretbox:v1:key-\d{8}t\d{6}z:/);
  expect(stored).not.toContain('hunter2');
  expect(await servers.stored('/registry/configmaps/default/plain-sight')).toContain('hunter2');
});

proof('the audit log has Secrets as metadata, changes of rights whole, and no health', async () => {
  const role = {
    metadata: { name: 'audited' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  };
  await create('/apis/rbac.authorization.k8s.io/v1/clusterroles', role);
  await create('/api/v1/namespaces/default/secrets', secret('audited'));
  const { uri: _, ...ofSecret } = auditLine(
    auditLog(),
    '/api/v1/namespaces/default/secrets',
    'audited',
  );
  expect(ofSecret).toStrictEqual({
    level: 'Metadata',
    body: false,
    answer: false,
    name: 'audited',
  });
  expect(auditLine(auditLog(), '/apis/rbac', 'audited')).toMatchObject({
    level: 'RequestResponse',
    body: true,
    answer: true,
  });
  expect(
    auditLines(auditLog()).filter(({ uri }) => /^\/(livez|readyz|healthz)/.test(uri)),
  ).toStrictEqual([]);
  expect(readFileSync(auditLog(), 'utf8')).not.toContain(Buffer.from('hunter2').toString('base64'));
});

proof(
  'a privileged Pod is refused where a namespace says nothing, and allowed in kube-system',
  async () => {
    await create('/api/v1/namespaces', { metadata: { name: 'unlabelled' } });
    const tried = async (namespace: string) => {
      await servers.ask(FIRST, `/api/v1/namespaces/${namespace}/serviceaccounts`, {
        ...ADMIN,
        method: 'POST',
        body: { metadata: { name: 'default' } },
      });
      const pods = `/api/v1/namespaces/${namespace}/pods`;
      return servers.ask(FIRST, pods, { ...ADMIN, method: 'POST', body: PRIVILEGED });
    };
    const refused = await tried('unlabelled');
    expect(refused.status).toBe(403);
    expect(refused.body['message']).toContain('violates PodSecurity "baseline:latest": privileged');
    expect((await tried('kube-system')).status).toBe(201);
  },
);

proof(
  'the key of encryption is changed as the runbook says, and nothing is ever unreadable',
  async () => {
    await create('/api/v1/namespaces/default/secrets', secret('older'));
    const before = await servers.stored('/registry/secrets/default/older');
    // API servers look at the file once a minute. They do so by themselves for the change that
    // matters, from one key to the other; for the others they read it at their start.
    const restart = () => servers.restart();
    await servers.follow('certificates', 'Change the key of encryption at rest', {
      'wait until all know it': restart,
      'wait until all have forgotten the old one': restart,
    });
    const after = await servers.stored('/registry/secrets/default/older');
    expect(keyOf(after)).not.toBe(keyOf(before));
    for (const name of [FIRST, SECOND]) {
      expect(fileOf(name, 'encryption')).toContain(keyOf(after));
      expect(fileOf(name, 'encryption')).not.toContain(keyOf(before));
      const { body } = await servers.ask(name, '/api/v1/namespaces/default/secrets/older', ADMIN);
      expect(body['data']).toStrictEqual({ password: Buffer.from('hunter2').toString('base64') });
    }
  },
);

proof('fails to take a key that is older, or of another cluster', async () => {
  const key = 'kubestrata-encryption-key';
  const other = fileOf(FIRST, 'encryption').replaceAll(/key-\S+/g, 'key-20200101t000000z');
  writeFileSync(join(folder, 'other.yaml'), other);
  await expect(servers.run(FIRST, `${key} take < ${folder}/other.yaml`)).rejects.toThrow(
    /is of another cluster/,
  );
  await expect(servers.run(FIRST, `${key} remove`)).rejects.toThrow(/not everything is written/);
  expect(await servers.run(FIRST, `${key} make`)).toContain('no key is made');
});

async function create(path: string, body: object): Promise<void> {
  const { status, body: answer } = await servers.ask(FIRST, path, {
    ...ADMIN,
    method: 'POST',
    body,
  });
  if (status !== 201) throw new Error(`${path} refused: ${JSON.stringify(answer)}`);
}

const fileOf = (name: string, what: string): string =>
  servers.machines.read(name, `etc/kubernetes/apiserver/${what}.yaml`);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyOf = (stored: string): string => stored.split(':')[4] ?? '';

const metrics = async (name: string): Promise<string> =>
  String((await servers.ask(name, '/metrics', ADMIN)).body['text']);

const auditLog = (): string =>
  join(servers.machines.root(FIRST), 'var/log/kubernetes/audit/audit.log');
