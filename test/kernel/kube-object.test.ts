import { ClusterRole, ConfigMap, KubeObject } from '../../lib';
import { freeRoot } from '../harness/sample';

const draw = (name: string, namespace = 'default') =>
  new KubeObject(freeRoot(), 'object', ConfigMap, { name, namespace, body: { data: {} } });

test.each(['a', 'prod-1', 'kube-root-ca.crt', 'a'.repeat(253)])('%s is a name', (name) => {
  expect(draw(name).manifest.metadata.name).toBe(name);
});

test('roles may be called as the API server calls its own', () => {
  const role = { name: 'system:Reader', body: { rules: [] } };
  expect(new KubeObject(freeRoot(), 'role', ClusterRole, role).name).toBe('system:Reader');
});

test.each(['', 'Prod', 'a b', '-a', 'a-', 'a..b', 'a_b', 'a'.repeat(254)])(
  "fails for the name '%s'",
  (name) => {
    expect(() => draw(name)).toThrow(`ConfigMap '${name}' has a name that is not made of`);
  },
);

test('fails for a namespace that cannot be', () => {
  expect(() => draw('a', 'De fault')).toThrow(
    "ConfigMap 'a' is in namespace 'De fault', which is not a DNS label such as `monitoring`",
  );
});
