import { Sample, Widget } from '../harness/sample';
import { documents } from '../harness/subtree';
import { argoCdTree } from '../harness/trees';

const WAVE = 'argocd.argoproj.io/sync-wave';

test('releases become Applications beside the objects, in waves of the same order', () => {
  const { files } = argoCdTree((scope) => {
    const brings = ['Widget.example.com'];
    const a = new Sample(scope, 'a', { brings, makeValues: () => ({ size: 1 }) });
    a.draw(Widget, 'w', { spec: { size: 1 } });
  });
  const all = documents(files.get('platform/a.yaml') ?? '');
  expect(all.map((o) => `${o.metadata.annotations?.[WAVE]} ${o.kind}`)).toStrictEqual([
    '0 Namespace',
    '1 Application',
    '2 Widget',
  ]);
  const application = all.find((o) => o.kind === 'Application') as unknown as { spec: object };
  expect(application.spec).toMatchObject({
    project: 'default',
    destination: { server: 'https://kubernetes.default.svc', namespace: 'a' },
    source: {
      repoURL: 'https://charts.example.com',
      chart: 'a',
      targetRevision: '1.2.3',
      helm: { releaseName: 'a', valuesObject: { size: 1 } },
    },
  });
});

test('what becomes ready by people does not hold the waves after it', () => {
  const { files } = argoCdTree((scope) => {
    new Sample(scope, 'sealed', { wait: false });
    new Sample(scope, 'plain');
  });
  const marks = ['sealed', 'plain'].map(
    (name) =>
      documents(files.get(`platform/${name}.yaml`) ?? '').find((o) => o.kind === 'Application')
        ?.metadata.annotations?.['kubestrata.dev/wait'],
  );
  expect(marks).toStrictEqual(['false', undefined]);
});
