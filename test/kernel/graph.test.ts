import { Layer, Platform, type PlatformProps } from '../../lib';
import { freeRoot, Paint, Sample, Widget } from '../harness/sample';

const WIDGETS = ['Widget.example.com'];
const platformWith = (props: PlatformProps = {}): Platform => new Platform(freeRoot(), 'p', props);
/** What each step comes after, by id, in alphabetical order. */
const stepsOf = (platform: Platform): Record<string, readonly string[]> =>
  Object.fromEntries(platform.describe().order.map(({ id, after }) => [id, [...after].sort()]));

test('a namespace comes first, then prerequisites, release and objects', () => {
  const platform = platformWith();
  const a = new Sample(platform, 'a', { brings: WIDGETS });
  a.draw(Widget, 'w', { spec: { size: 1 } });
  a.close();
  expect(stepsOf(platform)).toStrictEqual({
    'a/namespace': [],
    'a/prerequisites': ['a/namespace'],
    'a/release': ['a/prerequisites'],
    'a/objects': ['a/release'],
  });
});

test('a CRD comes before the objects of its kind, whoever draws them and in either order', () => {
  const platform = platformWith();
  new Sample(platform, 'user').draw(Widget, 'w', { spec: { size: 1 } });
  new Sample(platform, 'widgets', { brings: WIDGETS });
  expect(stepsOf(platform)['user/objects']).toStrictEqual(['user/release', 'widgets/release']);
  expect(stepsOf(platform)['user/release']).toStrictEqual(['user/namespace']);
});

test('who uses a capability comes after the CRDs that it may draw, not after its provider', () => {
  const platform = platformWith();
  const painter = new Sample(platform, 'painter', {
    makeValues: (self) => ({ own: Paint.find(self)?.colour }),
  });
  Paint.provide(painter, { colour: 'red' });
  new Sample(platform, 'user', { makeValues: (self) => ({ paint: Paint.find(self)?.colour }) });
  new Sample(platform, 'widgets', { brings: WIDGETS, crdsOnly: true });
  const steps = stepsOf(platform);
  expect(steps['user/release']).toStrictEqual(['user/namespace', 'widgets/release']);
  expect(steps['painter/release']).toStrictEqual(['painter/namespace', 'widgets/release']);
});

test('a layer comes after the releases of another, and its CRDs do not', () => {
  const platform = platformWith();
  const [network, apps] = [new Layer(platform, 'network'), new Layer(platform, 'apps')];
  const cni = new Sample(network, 'cni');
  cni.draw(Widget, 'w', { spec: { size: 1 } });
  new Sample(apps, 'crds', { brings: WIDGETS, crdsOnly: true });
  new Sample(apps, 'app');
  apps.after(network);
  const steps = stepsOf(platform);
  expect(steps['apps/app/release']).toContain('network/cni/release');
  expect(steps['apps/crds/release']).toStrictEqual(['apps/crds/namespace']);
  expect(steps['network/cni/objects']).toStrictEqual(['apps/crds/release', 'network/cni/release']);
});

test('an edge that others imply is left out', () => {
  const platform = platformWith();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => new Sample(platform, id)) as [
    Sample,
    Sample,
    Sample,
  ];
  b.after(a);
  c.after(a, b);
  expect(stepsOf(platform)['c/release']).toStrictEqual(['b/release', 'c/namespace']);
});

test('what constructs say with node.addDependency counts too', () => {
  const platform = platformWith();
  const [a, b] = ['a', 'b'].map((id) => new Sample(platform, id)) as [Sample, Sample];
  b.node.addDependency(a);
  expect(stepsOf(platform)['b/release']).toContain('a/release');
});

test('waves are the longest way from the start', () => {
  const platform = platformWith();
  const [a, b] = ['a', 'b'].map((id) => new Sample(platform, id)) as [Sample, Sample];
  b.after(a);
  const waves = platform.describe().order.map(({ id, wave }) => `${wave} ${id}`);
  expect(waves).toStrictEqual(['0 a/namespace', '0 b/namespace', '1 a/release', '2 b/release']);
});

test('fails for a kind whose CRD nothing brings, naming the component to add', () => {
  const platform = platformWith();
  new Sample(platform, 'user').draw(Widget, 'w', { spec: { size: 1 } });
  expect(platform.node.validate()).toStrictEqual([
    "nothing brings the CRD of 'Widget.example.com', which 'p/user/Widget-w' needs; add the component of 'kubestrata/sample/widgets', or name the kind in the platform's `existingKinds`",
  ]);
});

test.each(['Widget.example.com', '*.example.com'])(
  'a kind that exists already (%s) is no failure',
  (kind) => {
    const platform = platformWith({ existingKinds: [kind] });
    new Sample(platform, 'user').draw(Widget, 'w', { spec: { size: 1 } });
    expect(platform.node.validate()).toStrictEqual([]);
  },
);

test('fails for two owners of one CRD', () => {
  const platform = platformWith();
  for (const id of ['a', 'b'])
    new Sample(platform, id, { brings: [...WIDGETS, 'Gadget.example.com'] });
  expect(platform.node.validate()).toStrictEqual([
    "'p/a/release' and 'p/b/release' both bring the CRD of 'Widget.example.com' and 1 more; turn the CRDs off in one of them, or remove it",
  ]);
});

test('fails for a cycle, naming its steps', () => {
  const platform = platformWith();
  const [a, b] = ['a', 'b'].map((id) => new Sample(platform, id)) as [Sample, Sample];
  a.after(b);
  b.after(a);
  expect(platform.node.validate()).toStrictEqual([
    "the order has a cycle: 'p/a/release' after 'p/b/release' after 'p/a/release'; remove one of these dependencies",
  ]);
});

test('fails for two releases, two objects or two host ports of one name', () => {
  const platform = platformWith({ existingKinds: WIDGETS });
  for (const id of ['a', 'b']) {
    const sample = new Sample(platform, id, { namespace: 'shared', chartName: 'same' });
    sample.draw(Widget, 'w', { spec: { size: 1 } });
    sample.ports(179);
  }
  expect(platform.node.validate()).toStrictEqual([
    "'p/a/release' and 'p/b/release' both take release 'shared/same'; put one of them into a namespace of its own",
    "'p/a/Widget-w' and 'p/b/Widget-w' both take object 'Widget.example.com shared/w'; rename one of them",
    "'p/a' and 'p/b' both take host port 179/TCP; turn samples off in one of them, or move it to another port",
  ]);
});

test('fails for a name that Helm does not take', () => {
  const platform = platformWith();
  expect(() => new Sample(platform, 'a', { chartName: 'My_Chart' })).toThrow(
    "[p/a/release] 'My_Chart' is no name of a Helm release: at most 53 characters of `a-z0-9-.`; choose a shorter id or name",
  );
});

test('fails for a namespace whose two components need different Pod Security levels', () => {
  const platform = platformWith();
  new Sample(platform, 'a', { namespace: 'shared', podSecurity: 'privileged' });
  expect(() => new Sample(platform, 'b', { namespace: 'shared' })).toThrow(
    "[p/b] namespace 'shared' is 'privileged' for 'p/a' but would be 'restricted' here; give one of them its own `namespace`, or both the same `podSecurity`",
  );
});

test('components may share a namespace when they agree', () => {
  const platform = platformWith();
  for (const id of ['a', 'b']) new Sample(platform, id, { namespace: 'shared' }).close();
  expect(platform.node.validate()).toStrictEqual([]);
  expect(platform.describe().order.filter((s) => s.type === 'namespace')).toHaveLength(1);
});

test('fails for address ranges that overlap or cannot be read', () => {
  const platform = platformWith({
    networks: { pods: ['10.0.0.0/16'], services: ['10.0.128.0/20'], nodes: ['192.0.2.0/25'] },
    nodes: [
      { name: 'n1', address: '192.0.2.1', role: 'worker' },
      { name: 'n1', address: '192.0.2.200', role: 'worker' },
    ],
  });
  const sample = new Sample(platform, 'pool');
  sample.addresses('192.0.2.0/30', true);
  sample.addresses('192.0.2.64/30');
  sample.addresses('198.51.100.1/24');
  expect(platform.node.validate()).toStrictEqual([
    "sample pool of 'p/pool': '198.51.100.1/24' is not the start of its network; write '198.51.100.0/24'",
    "the pods '10.0.0.0/16' of 'p' overlaps the services '10.0.128.0/20' of 'p'; give one of them other addresses",
    "sample pool '192.0.2.0/30' of 'p/pool' overlaps node 'n1' '192.0.2.1' of 'p'; give one of them other addresses",
    "sample pool '192.0.2.64/30' of 'p/pool' overlaps the nodes '192.0.2.0/25' of 'p'; give one of them other addresses",
    "node 'n1' has the address '192.0.2.200', which is in none of the node networks '192.0.2.0/25'; correct one of them",
    "two machines are named 'n1'; rename one of them",
  ]);
});
