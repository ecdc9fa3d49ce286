import { Identity } from '../../lib/contracts/identity';
import { valueAt, type Values } from '../../lib';
import type { HarborProps } from '../../lib/registry/harbor';
import { identityProvider } from '../harness/services';
import { errors, harbor, manifest, state } from './harbor-fixture';

test("gives projects the platform's groups, each its strongest role", () => {
  const provider = identityProvider({
    groups: { admin: ['admins'], editor: ['devs', 'admins'], viewer: ['all'] },
  });
  const { scope } = harbor({ projects: [{ name: 'shop' }], wiring: [Identity.with(provider)] });
  const [project] = state(scope)['projects'] as Values[];
  expect(project?.['members']).toStrictEqual({ all: 3, devs: 2, admins: 1 });
});

test('serves public registries by proxy caches, also those added late', () => {
  const { component } = harbor({ proxyCaches: [{ upstream: 'docker.io', project: 'dockerhub' }] });
  component.addProxyCache({ upstream: 'registry.k8s.io' });
  expect(component.mirrors).toStrictEqual([
    { upstream: 'docker.io', mirror: 'harbor.k8s.example.com/dockerhub' },
    { upstream: 'registry.k8s.io', mirror: 'harbor.k8s.example.com/registry-k8s-io' },
  ]);
});

test('has an account and its Docker configuration made for who asks for a place', () => {
  const { scope, component, secrets } = harbor();
  const place = component.repository(component, {
    project: 'shop',
    namespace: 'ci',
    access: 'push',
  });
  expect(place).toStrictEqual({
    prefix: 'harbor.k8s.example.com/shop',
    credentials: { name: 'registry-shop', key: '.dockerconfigjson' },
  });
  expect(secrets.asked.at(-1)).toStrictEqual({
    name: 'registry-shop',
    namespace: 'harbor',
    generated: { password: { length: 40 } },
    templated: {
      '.dockerconfigjson':
        '{"auths":{"harbor.k8s.example.com":{"username":"robot$shop+ci-push","password":"{{ .password }}","auth":"{{ printf `robot$shop+ci-push:%s` .password | b64enc }}"}}}',
    },
    type: 'kubernetes.io/dockerconfigjson',
    copies: ['ci'],
  });
  const [robot] = state(scope)['robots'] as Values[];
  expect(robot).toMatchObject({ name: 'ci-push', secretFile: '/secrets/registry-shop/password' });
});

test('describes a project fully though somebody needed it before', () => {
  const { scope, component } = harbor();
  component.repository(scope, { project: 'shop', namespace: 'ci' });
  component.addProject({ name: 'shop', isPublic: true });
  const projects = state(scope)['projects'] as Values[];
  expect(projects.map((p) => [p['name'], valueAt(p, 'metadata.public')])).toStrictEqual([
    ['shop', 'true'],
  ]);
});

test('mounts the Secrets that its configuration reads, and no key beside', () => {
  const { scope } = harbor({
    projects: [{ name: 'shop' }],
    robots: [{ name: 'ci', project: 'shop', secret: { name: 'ci', key: 'password' } }],
  });
  const pod = 'spec.jobTemplate.spec.template.spec.volumes';
  const volumes = valueAt(manifest(scope, 'CronJob', 'harbor-configuration') ?? {}, pod);
  const mounted = (volumes as Values[]).slice(1).map((v) => v['secret']);
  expect(mounted).toStrictEqual([
    { secretName: 'ci', optional: true, items: [{ key: 'password', path: 'password' }] },
    {
      secretName: 'harbor-admin',
      optional: true,
      items: [{ key: 'HARBOR_ADMIN_PASSWORD', path: 'HARBOR_ADMIN_PASSWORD' }],
    },
  ]);
});

test.each([
  [{ projects: [{ name: 'Shop' }] }, "project 'Shop' is no name for Harbor"],
  [{ projects: [{ name: 'a' }, { name: 'a' }] }, "there is already a project 'a'"],
  [{ projects: [{ name: 'a', quota: 'lots' }] }, "quota 'lots' of project 'a' is no quantity"],
  [{ proxyCaches: [{ upstream: 'https://quay.io' }] }, 'is not of a registry'],
  [{ registries: [{ name: 'x', url: 'quay.io' }] }, "the url 'quay.io' of registry 'x'"],
  [
    { replications: [{ name: 'r', registry: 'x', direction: 'pull', trigger: 'on-push' }] },
    'hears of no pushes elsewhere',
  ],
  [{ schedules: { scanAll: '0 0 1 * * *' } }, "scanAll '0 0 1 * * *' has not the five fields"],
  [{ traces: { endpoint: 'http://otel:4318' } }, 'is not host and port'],
  [{ replicas: 0 }, "replicas '0' is no number"],
  [
    { hostname: 'https://harbor.example.com' },
    "hostname 'https://harbor.example.com' is not a name",
  ],
  [{ auditLogEndpoint: 'syslog' }, "auditLogEndpoint 'syslog' is not host and port"],
  [{ proxy: { url: 'proxy:3128' } }, "the url 'proxy:3128' of the proxy is no address"],
  [{ scanner: { databases: [] } }, 'databases of the scanner are none'],
  [
    { values: { notary: {} } },
    "values ask for 'notary', which Harbor no longer has; sign with cosign",
  ],
  [{ values: { chartmuseum: {} } }, 'push charts as OCI artifacts'],
  [
    {
      projects: [{ name: 'a', webhooks: [{ name: 'x', address: 'ci', events: ['QUOTA_EXCEED'] }] }],
    },
    "the address 'ci' of webhook 'x' of project 'a' is none",
  ],
  [
    { projects: [{ name: 'a', webhooks: [{ name: 'x', address: 'https://ci', events: [] }] }] },
    "webhook 'x' of project 'a' is told of nothing",
  ],
  [
    {
      projects: [
        {
          name: 'a',
          members: [
            { group: 'g', role: 'guest' },
            { group: 'g', role: 'developer' },
          ],
        },
      ],
    },
    "group 'g' is in project 'a' twice",
  ],
] as [HarborProps, string][])('fails for %j', (props, message) => {
  expect(() => harbor(props)).toThrow(message);
});

test('fails for an account in a project, and a replication with a registry, that are not there', () => {
  const robot = { name: 'ci', project: 'lost', secret: { name: 'ci', key: 'password' } };
  expect(errors(harbor({ robots: [robot] }).scope)).toStrictEqual([
    expect.stringContaining("robot account 'ci' is in project 'lost', which is not there"),
  ]);
  const replication = { name: 'r', registry: 'lost', direction: 'pull' as const };
  expect(errors(harbor({ replications: [replication] }).scope)).toStrictEqual([
    expect.stringContaining("names the registry 'lost', which is not there"),
  ]);
});

test('fails for two accounts with one Secret', () => {
  const { scope, component } = harbor();
  component.repository(scope, { project: 'shop', namespace: 'a' });
  expect(() => component.repository(scope, { project: 'shop', namespace: 'b' })).toThrow(
    "the Secret 'registry-shop' of an account to pull for 'a' in 'shop' would also be to pull for 'b'",
  );
});

test('fails for roles of groups that nobody knows', () => {
  const { scope } = harbor({
    projects: [{ name: 'shop', members: [{ group: 'devs', role: 'developer' }] }],
  });
  expect(errors(scope)).toStrictEqual([expect.stringContaining('has no identity provider')]);
});
