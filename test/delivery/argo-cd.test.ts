import { parse } from 'yaml';
import { Platform, Registry, valueAt, type PlatformProps } from '../../lib';
import { Caches } from '../../lib/contracts/caches';
import { Delivery } from '../../lib/contracts/delivery';
import { Exposure } from '../../lib/contracts/exposure';
import { Identity, type IdentityProvider } from '../../lib/contracts/identity';
import { Secrets } from '../../lib/contracts/secrets';
import { ArgoCd, type ArgoCdProps } from '../../lib/delivery/argo-cd';
import { ExternalSecrets } from '../../lib/security/external-secrets';
import { freeRoot, Sample, Widget } from '../harness/sample';
import { cacheServer, gateway, identityProvider, secretSource } from '../harness/services';

const platformOf = (props: PlatformProps = {}) =>
  new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com', ...props });
const made = (props: ArgoCdProps = {}, settings: PlatformProps = {}) =>
  new ArgoCd(platformOf(settings), 'argo-cd', props);
const cm = (argoCd: ArgoCd, key: string) =>
  valueAt(argoCd.release.values, `configs.cm.${key.replaceAll('.', '\\.')}`);
const objects = (argoCd: ArgoCd, kind: string) =>
  Registry.of(argoCd).objects.filter((o) => o.kind.kind === kind);
const names = (argoCd: ArgoCd, kind: string) => objects(argoCd, kind).map((o) => o.name);
const spec = (argoCd: ArgoCd, kind: string, name: string) =>
  (objects(argoCd, kind).find((o) => o.name === name)?.manifest as { spec?: object } | undefined)
    ?.spec;
const errors = (argoCd: ArgoCd) => argoCd.node.validate();
const withLogin = (props: ArgoCdProps = {}, over: Partial<IdentityProvider> = {}) =>
  made({ wiring: [Identity.with(identityProvider(over))], ...props });
const oidc = (argoCd: ArgoCd) => parse(cm(argoCd, 'oidc.config') as string) as object;
const policy = (argoCd: ArgoCd) => valueAt(argoCd.release.values, 'configs.rbac.policy\\.csv');
const healthKeys = (argoCd: ArgoCd) =>
  Object.keys(parse(cm(argoCd, 'resource.customizations') as string) as object);
const shop = {
  name: 'shop',
  source: { repository: 'https://git.example.com/shop.git' },
  destination: { namespace: 'shop' },
};

test('logs people in by two public clients, which need no Secret', () => {
  const provider = identityProvider();
  made({ wiring: [Identity.with(provider)] });
  const asked = provider.asked.map(({ id, isPublic, redirectUris }) => [
    id,
    isPublic,
    redirectUris,
  ]);
  expect(asked).toStrictEqual([
    ['argocd', true, ['https://argocd.k8s.example.com/auth/callback']],
    ['argocd-cli', true, ['http://localhost:8085/auth/callback']],
  ]);
});

test('trusts the authority of the identity provider and asks for its scope of groups', () => {
  const over = { caCertificates: '-----BEGIN CERTIFICATE-----\nx', groupsScope: 'roles' };
  expect(oidc(withLogin({}, over))).toMatchObject({
    rootCA: over.caCertificates,
    requestedScopes: ['openid', 'profile', 'email', 'roles'],
    enablePKCEAuthentication: true,
  });
});

test("copies a confidential client's secret into one with Argo CD's label", () => {
  const argoCd = withLogin({ confidentialClient: true });
  expect(oidc(argoCd)).toMatchObject({ clientSecret: '$argocd-oidc-client:client-secret' });
  expect(spec(argoCd, 'ExternalSecret', 'argocd-oidc-client')).toMatchObject({
    target: { template: { metadata: { labels: { 'app.kubernetes.io/part-of': 'argocd' } } } },
    data: [{ secretKey: 'secret', remoteRef: { key: 'argocd-oidc', property: 'client-secret' } }],
  });
});

test('fails for a confidential client where nothing labels Secrets', () => {
  expect(errors(withLogin({ confidentialClient: true }))).toStrictEqual([
    expect.stringContaining('nothing in this platform labels them'),
  ]);
});

test('lets the store of labelled Secrets read the named ones only', () => {
  const platform = platformOf();
  new ExternalSecrets(platform, 'external-secrets');
  const argoCd = new ArgoCd(platform, 'argo-cd');
  const password = { name: 'git-token', key: 'token' };
  argoCd.addRepository({ name: 'shop', url: 'https://git.example.com/shop.git', password });
  const role = objects(argoCd, 'Role').find((o) => o.name === 'argocd-own-secrets')?.manifest;
  expect(role).toMatchObject({ rules: [{ resourceNames: ['git-token'], verbs: ['get'] }] });
  expect(errors(argoCd)).toStrictEqual([]);
});

test('gives the roles to the groups of the identity provider, but for its own choice', () => {
  const text = policy(withLogin({ access: { editor: ['shop, all'] } }));
  expect(text).toContain('g, platform-admins, role:admin\ng, "shop, all", role:editor\n');
  expect(text).toContain('g, everybody, role:readonly\n');
});

test('lets nobody in by password where people log in otherwise, unless told to', () => {
  const all = [made(), withLogin(), withLogin({ localAdmin: true })];
  expect(all.map((argoCd) => cm(argoCd, 'admin.enabled'))).toStrictEqual([true, false, true]);
});

test('fails for a line that is no policy', () => {
  expect(() => made({ policies: ['p, role:ci, applications, sync, allow'] })).toThrow(
    "'p, role:ci, applications, sync, allow' is no line of policy",
  );
});

test('serves plain HTTP only behind a gateway', () => {
  const insecure = (argoCd: ArgoCd) =>
    valueAt(argoCd.release.values, 'configs.params.server\\.insecure');
  const wiring = [Exposure.with(gateway())];
  expect([insecure(made()), insecure(made({ wiring }))]).toStrictEqual([false, true]);
  expect(insecure(made({ wiring, expose: false }))).toBe(false);
});

test('leaves the long answers of its pages time', () => {
  const exposer = gateway();
  made({ wiring: [Exposure.with(exposer)] });
  expect(exposer.asked).toMatchObject([{ port: 80, podPort: 8080, timeoutSeconds: 3600 }]);
});

test("has the cache's password made, or else leaves it to the chart's hook", () => {
  const source = secretSource();
  const made_ = made({ wiring: [Secrets.with(source)] });
  expect(source.asked).toMatchObject([{ name: 'argocd-redis', generated: { auth: {} } }]);
  const hook = (argoCd: ArgoCd) => valueAt(argoCd.release.values, 'redisSecretInit.enabled');
  expect([hook(made_), hook(made())]).toStrictEqual([false, true]);
});

test("reads the password of the platform's cache from a file, whatever its key", () => {
  const wiring = [Caches.with(cacheServer())];
  const { values } = made({ cache: 'platform', wiring }).release;
  expect(valueAt(values, 'global.extraVolumes')).toMatchObject([
    { secret: { secretName: 'argocd-cache', items: [{ key: 'password', path: 'auth' }] } },
  ]);
  expect(valueAt(values, 'externalRedis.host')).toBe('argocd-cache.argocd.svc');
});

test("fails where the platform's cache is wanted and there is none", () => {
  expect(errors(made({ cache: 'platform' }))[0]).toContain('needs a cache server');
});

test('lets copies of its cache share a node where there are too few', () => {
  const node = (name: string) => ({ name, address: '192.0.2.1', role: 'worker' as const });
  const apart = (count: number) => {
    const nodes = ['a', 'b', 'c'].slice(0, count).map(node);
    return valueAt(made({}, { nodes }).release.values, 'redis-ha.hardAntiAffinity');
  };
  expect([apart(0), apart(2), apart(3)]).toStrictEqual([true, false, true]);
});

test('runs one of everything on a single node', () => {
  const { values } = made({}, { profile: 'single-node' }).release;
  expect(valueAt(values, 'server.replicas')).toBe(1);
  expect(valueAt(values, 'redis-ha.enabled')).toBe(false);
  expect(valueAt(values, 'server.pdb')).toBeUndefined();
});

test('reads the health of kinds that Argo CD does not know, and leaves it those it does', () => {
  const argoCd = made();
  const other = new Sample(Platform.of(argoCd) ?? argoCd, 'other', {
    brings: ['Certificate.cert-manager.io', 'Gadget.example.com'],
  });
  other.draw(Widget, 'one', { spec: { size: 1 } });
  expect(healthKeys(argoCd)).toStrictEqual([
    'argoproj.io/Application',
    'external-secrets.io/ClusterSecretStore',
    'external-secrets.io/SecretStore',
    'external-secrets.io/ExternalSecret',
    'external-secrets.io/PushSecret',
    'argoproj.io/AppProject',
    'example.com/Gadget',
    'example.com/Widget',
  ]);
});

test('reads the health of a kind as its component says, in either order', () => {
  const platform = platformOf();
  Delivery.whenProvided(platform, (d) => {
    d.addHealthCheck('Widget.example.com', { condition: 'Working' });
  });
  const text = cm(new ArgoCd(platform, 'argo-cd'), 'resource.customizations') as string;
  expect(text).toContain('c.type == "Working"');
});

test('fails for a second opinion on the health of a kind', () => {
  const argoCd = made();
  argoCd.addHealthCheck('Widget.example.com', { condition: 'Working' });
  argoCd.addHealthCheck('Widget.example.com', { condition: 'Working' });
  expect(() => {
    argoCd.addHealthCheck('Widget.example.com', { condition: 'Ready' });
  }).toThrow("is read from 'Working' already, not 'Ready'");
});

test('delivers for others in their scope and in its own namespace', () => {
  const argoCd = made();
  const asker = new Sample(Platform.of(argoCd) ?? argoCd, 'asker');
  argoCd.deliver(asker, { name: 'app', namespace: 'app', repository: 'https://git.example.com/a' });
  const [drawn] = objects(argoCd, 'Application');
  expect([drawn?.node.scope, drawn?.namespace]).toStrictEqual([asker, 'argocd']);
  expect(() => {
    argoCd.deliver(asker, { name: 'app', namespace: 'b', repository: 'https://git.example.com/b' });
  }).toThrow("[prod/asker] there is already an application 'app'");
});

test('draws the root of all Applications, with a project that may write anything', () => {
  const repository = 'https://git.example.com/platform.git';
  const argoCd = made({ bootstrap: { repository, path: 'prod', exclude: 'network/*' } });
  expect(spec(argoCd, 'Application', 'platform')).toMatchObject({
    project: 'platform',
    source: { path: 'prod', directory: { recurse: true, exclude: '{hosts/*,network/*}' } },
  });
  expect(spec(argoCd, 'AppProject', 'platform')).toMatchObject({
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  });
});

test('lets the repository server out to repositories on ports of their own', () => {
  const argoCd = made({ applications: [shop] });
  argoCd.addRepository({ name: 'ssh', url: 'git@git.example.com:shop.git' });
  const url = 'ssh://git@git.example.com:2222/shop.git';
  argoCd.addApplication({ ...shop, name: 'other', source: { repository: url } });
  const drawn = names(argoCd, 'NetworkPolicy').filter((name) => name.includes('git-example'));
  expect(drawn).toStrictEqual([
    'argocd-repo-server-to-git-example-com-22',
    'argocd-repo-server-to-git-example-com-2222',
  ]);
});

test('fails for more controllers than clusters', () => {
  expect(errors(made({ controllers: 2 }))[0]).toContain("has '2' controllers for '1' clusters");
});
