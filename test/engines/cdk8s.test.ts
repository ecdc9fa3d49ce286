import { App, Chart, Testing } from 'cdk8s';
import { Engines } from '../../lib';
import { Sample, Widget } from '../harness/sample';
import { documents } from '../harness/subtree';
import { cdk8sTree } from '../harness/trees';

const WIDGETS = { brings: ['Widget.example.com'] };

test('writes one file a component in a folder a layer', () => {
  const { files } = cdk8sTree(
    (scope) => {
      for (const id of ['a', 'b']) new Sample(scope, id);
    },
    { layer: 'network' },
  );
  expect([...files.keys()]).toStrictEqual(['network/a.yaml', 'network/b.yaml']);
});

test('objects are written as they are, without what is undefined', () => {
  const { files } = cdk8sTree((scope) => {
    const a = new Sample(scope, 'a', WIDGETS);
    a.draw(Widget, 'w', { spec: { size: 1, extra: undefined } } as never, { labels: { x: 'y' } });
  });
  expect(documents(files.get('platform/a.yaml') ?? '').at(-1)).toStrictEqual({
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'a', labels: { x: 'y' } },
    spec: { size: 1 },
  });
});

test("objects in a user's own chart stay there, with the chart's labels", () => {
  const chart = new Chart(new App(), 'mine', { labels: { team: 'platform' } });
  new Sample(chart, 'a', WIDGETS).draw(Widget, 'w', { spec: { size: 1 } });
  const objects = Testing.synth(chart) as { kind: string; metadata: object }[];
  expect(objects.find((o) => o.kind === 'Widget')?.metadata).toStrictEqual({
    name: 'w',
    namespace: 'a',
    labels: { team: 'platform' },
  });
});

test('an engine can be left out for a part of the tree', () => {
  const { files } = cdk8sTree((scope) => {
    new Sample(scope, 'a');
    const b = new Sample(scope, 'b', WIDGETS);
    Engines.use(b, {});
    b.draw(Widget, 'w', { spec: { size: 1 } });
  });
  expect(files.get('platform/b.yaml')).not.toContain('Widget');
});

test('fails with everything that is wrong, before anything is written', () => {
  expect(() =>
    cdk8sTree((scope) => {
      new Sample(scope, 'a').draw(Widget, 'w', { spec: { size: 1 } });
    }),
  ).toThrow("[platform] nothing brings the CRD of 'Widget.example.com'");
});
