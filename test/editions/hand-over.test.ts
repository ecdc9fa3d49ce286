import { inBootstrap, Registry, type Intent } from '../../lib';
import { freeRoot } from '../harness/sample';
import { standard } from '../harness/standard';

// A bootstrap by Terraform, and the rest from Git.

const BOOTSTRAP = ['network', 'storage', 'data', 'identity', 'delivery'];

const platform = standard(freeRoot(), {
  delivery: {
    argoCd: { bootstrap: { repository: 'https://git.example.com/m.git', path: 'clusters/prod' } },
  },
});
const { releases, bundles, namespaces, objects } = Registry.of(platform);
const intents: readonly Intent[] = [...releases, ...bundles, ...namespaces, ...objects];
const names = (is: boolean): string[] =>
  releases.filter((r) => inBootstrap(r, BOOTSTRAP) === is).map(({ name }) => name);

test('the bootstrap is its layers and what they wait for', () => {
  expect(names(true)).toEqual(
    expect.arrayContaining(['tigera-operator', 'rook-ceph', 'argocd', 'external-secrets']),
  );
  const late = ['falco', 'harbor', 'kube-prometheus-stack', 'velero'];
  expect(names(true).filter((name) => late.includes(name))).toStrictEqual([]);
});

test('the rest is left to Git', () => {
  expect(names(false)).toEqual(expect.arrayContaining(['falco', 'harbor', 'velero', 'grafana']));
});

test('nothing of the bootstrap waits for what comes from Git', () => {
  const order = new Map(platform.describe().order.map((step) => [step.id, step]));
  const prefix = `${platform.node.path}/`;
  const isEarly = new Map(
    intents.map((intent) => [
      intent.node.path.slice(prefix.length),
      inBootstrap(intent, BOOTSTRAP),
    ]),
  );
  const waiting = [...order.values()].flatMap(({ id, after }) =>
    isEarly.get(id) === true ? after.filter((before) => isEarly.get(before) === false) : [],
  );
  expect(waiting).toStrictEqual([]);
});

test('the root Application is part of the bootstrap', () => {
  const root = objects.find(({ kind, name }) => kind.kind === 'Application' && name === 'platform');
  expect(root && inBootstrap(root, BOOTSTRAP)).toBe(true);
  expect(root?.manifest).toMatchObject({
    spec: { source: { repoURL: 'https://git.example.com/m.git', path: 'clusters/prod' } },
  });
});
