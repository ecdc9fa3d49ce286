import { Platform, Registry, type KubeObject } from '../../lib';
import { ArgoCd, type ArgoCdProps } from '../../lib/delivery/argo-cd';
import { healthCustomizations } from '../../lib/delivery/argo-cd/health';
import { freeRoot } from '../harness/sample';

const made = (props: ArgoCdProps = {}) => new ArgoCd(new Platform(freeRoot(), 'prod'), 'cd', props);
const specOf = (argoCd: ArgoCd, kind: string) =>
  Registry.of(argoCd).objects.find((o: KubeObject) => o.kind.kind === kind)
    ?.manifest as unknown as {
    spec: Record<string, unknown>;
  };
const source = { repository: 'https://git.example.com/shop.git' };
const token = { name: 'git', key: 'token' };

test('takes charts of OCI registries by their name without scheme', () => {
  const repository = 'oci://ghcr.io/example/charts';
  const argoCd = made({ applications: [{ name: 'a', source: { repository, chart: 'a' } }] });
  expect(specOf(argoCd, 'Application').spec['source']).toStrictEqual({
    repoURL: 'ghcr.io/example/charts',
    targetRevision: 'HEAD',
    chart: 'a',
  });
});

test('leaves syncs to people where they are manual', () => {
  const argoCd = made({ applications: [{ name: 'a', source, sync: { manual: true } }] });
  expect(specOf(argoCd, 'Application').spec['syncPolicy']).not.toHaveProperty('automated');
});

test('deploys to a cluster by its name', () => {
  const destination = { cluster: 'edge', namespace: 'a' };
  const argoCd = made({ applications: [{ name: 'a', source, destination }] });
  expect(specOf(argoCd, 'Application').spec['destination']).toStrictEqual({
    name: 'edge',
    namespace: 'a',
  });
});

test.each([
  [{ destination: { cluster: 'a', server: 'https://b' } }, "both cluster 'a' and server"],
  [{ source: { ...source, chart: 'c', path: 'p' } }, "takes chart 'c' of a Helm repository"],
  [{ source: { ...source, helm: {}, kustomize: {} } }, "is made by 'helm, kustomize' at once"],
])('fails for an Application that cannot be: %j', (wrong, message) => {
  expect(() => made({ applications: [{ name: 'a', source, ...wrong }] })).toThrow(message);
});

test("writes a project's roles in Argo CD's words, and allows nothing that is not named", () => {
  const argoCd = made({
    projects: [
      {
        name: 'shop',
        sources: ['https://git.example.com/shop/*'],
        destinations: [{ namespace: 'shop' }],
        roles: [{ name: 'ci', groups: ['robots'], actions: ['sync', 'action'] }],
      },
    ],
  });
  expect(specOf(argoCd, 'AppProject').spec).toStrictEqual({
    sourceRepos: ['https://git.example.com/shop/*'],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'shop' }],
    clusterResourceWhitelist: [],
    roles: [
      {
        name: 'ci',
        groups: ['robots'],
        policies: [
          'p, proj:shop:ci, applications, sync, shop/*, allow',
          'p, proj:shop:ci, applications, action/*, shop/*, allow',
        ],
      },
    ],
  });
});

test.each([
  [{ sources: [] }, "project 'p' has no sources"],
  [{ destinations: [] }, "project 'p' has no destinations"],
  [
    { syncWindows: [{ kind: 'deny' as const, schedule: 'nights', duration: '2h' }] },
    "opens at 'nights'",
  ],
  [
    { syncWindows: [{ kind: 'deny' as const, schedule: '0 1 * * *', duration: '2d' }] },
    "lasts '2d'",
  ],
])('fails for a project that cannot be: %j', (wrong, message) => {
  const project = { name: 'p', sources: ['*'], destinations: [{ namespace: 'a' }], ...wrong };
  expect(() => made({ projects: [project] })).toThrow(message);
});

test('makes Applications for every pair of a matrix', () => {
  const argoCd = made({
    applicationSets: [
      {
        name: 'apps',
        generators: [
          {
            matrix: [
              { gitDirectories: { ...source, paths: ['apps/*'], exclude: ['apps/old'] } },
              { clusters: { labels: { stage: 'prod' } } },
            ],
          },
        ],
        template: { name: '{{.path.basename}}-{{.name}}', source },
      },
    ],
  });
  expect(specOf(argoCd, 'ApplicationSet').spec['generators']).toStrictEqual([
    {
      matrix: {
        generators: [
          {
            git: {
              repoURL: source.repository,
              revision: 'HEAD',
              directories: [{ path: 'apps/*' }, { path: 'apps/old', exclude: true }],
            },
          },
          { clusters: { selector: { matchLabels: { stage: 'prod' } } } },
        ],
      },
    },
  ]);
});

test('fails for a set whose Applications would share a name', () => {
  const set = { name: 's', generators: [{ list: [] }], template: { name: 'one', source } };
  expect(() => made({ applicationSets: [set] })).toThrow("would be named 'one'");
});

test('writes no Secret for a public repository', () => {
  const argoCd = made({ repositories: [{ name: 'r', url: source.repository }] });
  expect(specOf(argoCd, 'ExternalSecret')).toBeUndefined();
});

test('keeps a token for all repositories of a server as a template', () => {
  const url = 'https://git.example.com/{{x}}';
  const argoCd = made({ repositories: [{ name: 'r', url, template: true, password: token }] });
  expect(specOf(argoCd, 'ExternalSecret').spec['target']).toMatchObject({
    name: 'repository-r',
    template: {
      metadata: { labels: { 'argocd.argoproj.io/secret-type': 'repo-creds' } },
      data: {
        url: 'https://git.example.com/{{ "{{" }}x}}',
        type: 'git',
        username: 'git',
        password: '{{ .password }}',
      },
    },
  });
});

test.each([
  [{ url: 'nowhere at all' }, "the url 'nowhere at all' of repository 'r' is no address"],
  [{ password: token, sshPrivateKey: token }, "has '2' kinds of credentials"],
  [{ sshPrivateKey: token }, 'has an SSH key but the address'],
])('fails for a repository that cannot be: %j', (wrong, message) => {
  expect(() => made({ repositories: [{ name: 'r', url: source.repository, ...wrong }] })).toThrow(
    message,
  );
});

test('registers a cluster with the labels that generators select by, and reaches it', () => {
  const argoCd = made();
  const server = 'https://k8s-2.example.com:6443';
  argoCd.addCluster({
    name: 'two',
    server,
    bearerToken: token,
    ca: token,
    labels: { edge: 'yes' },
  });
  expect(specOf(argoCd, 'ExternalSecret').spec['target']).toMatchObject({
    template: {
      metadata: { labels: { edge: 'yes', 'argocd.argoproj.io/secret-type': 'cluster' } },
    },
  });
  const reached = Registry.of(argoCd).connections.map(({ to }) => to);
  expect(reached).toContainEqual({ host: 'k8s-2.example.com', port: 6443 });
  expect(() => {
    argoCd.addCluster({ name: 'three', server: 'http://x', bearerToken: token, ca: token });
  }).toThrow("the server 'http://x' of cluster 'three' is no address");
});

test.each([
  [{}, 'notifications tell nobody'],
  [{ slack: { channels: [] } }, 'name no channel of Slack'],
  [{ webhooks: [{ name: 'w', url: 'hooks' }] }, "the url 'hooks' of webhook 'w' is no address"],
])('fails for notifications that reach nobody: %j', (notifications, message) => {
  expect(() => made({ notifications })).toThrow(message);
});

test('sends each channel what it chose, from keys of one Secret', () => {
  const argoCd = made({
    notifications: {
      secretName: 'tokens',
      slack: { channels: ['ops'], tokenKey: 'bot', triggers: ['on-deployed'] },
    },
  });
  expect(argoCd.release.values['notifications']).toMatchObject({
    secret: { create: false, name: 'tokens' },
    notifiers: { 'service.slack': 'token: $bot\n' },
    subscriptions: [{ recipients: ['slack:ops'], triggers: ['on-deployed'] }],
  });
});

test('gives up a sync that waits for hours, and retries with what Git has by then', () => {
  const argoCd = made({ applications: [{ name: 'a', source }], syncTimeoutSeconds: 600 });
  expect(specOf(argoCd, 'Application').spec['syncPolicy']).toMatchObject({
    retry: { refresh: true },
  });
  expect(argoCd.release.values['configs']).toMatchObject({
    params: { 'controller.sync.timeout.seconds': 600 },
  });
});

test('waits for a changed Application to be compared and synced, and for no sealed server', () => {
  const scripts = healthCustomizations(new Map(), []);
  for (const text of ['place.source', 'operation.syncResult', 'kubestrata.dev/wait']) {
    expect(scripts).toContain(text);
  }
});
