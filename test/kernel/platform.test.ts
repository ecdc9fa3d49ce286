import { Platform } from '../../lib';
import { freeRoot, Sample } from '../harness/sample';
import { OnMachines, platformOf } from './host-sample';

test('hostnames are made under the domain', () => {
  const platform = new Platform(freeRoot(), 'p', { domain: 'k8s.example.com' });
  expect(platform.hostname('grafana')).toBe('grafana.k8s.example.com');
});

test.each([
  ['1.34', '1.34', true],
  ['1.34', '1.36', false],
  ['1.36', '1.34', true],
])('Kubernetes %s is at least %s: %s', (version, wanted, answer) => {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: version });
  expect(platform.atLeast(wanted)).toBe(answer);
});

test('fails for a name, domain or version that cannot be', () => {
  const make = (props: object) => () => new Platform(freeRoot(), 'p', props);
  expect(make({ name: 'Prod_1' })).toThrow("[p] name 'Prod_1' is not a DNS label such as `prod-1`");
  expect(make({ domain: 'k8s..example' })).toThrow(
    "[p] domain 'k8s..example' is not a DNS zone such as `k8s.example.com`",
  );
  expect(make({ kubernetesVersion: 'v1.34.2' })).toThrow(
    "[p] Kubernetes version 'v1.34.2' is not major and minor such as `1.34`",
  );
});

test('describes components, who uses whom, and warnings', () => {
  const platform = new Platform(freeRoot(), 'p');
  const sample = new Sample(platform, 'a');
  sample.say('mind the gap');
  const { components, warnings } = platform.describe();
  expect(components).toStrictEqual([
    {
      path: 'a',
      layer: 'platform',
      type: 'Sample',
      namespace: 'a',
      podSecurity: 'restricted',
      releases: [
        {
          name: 'a',
          namespace: 'a',
          repository: 'https://charts.example.com',
          chart: 'a',
          version: '1.2.3',
        },
      ],
      objects: [],
      hostFiles: [],
      gives: [],
      uses: [],
    },
  ]);
  expect(warnings).toStrictEqual([{ path: 'a', text: 'mind the gap' }]);
});

test('describes machines, and files on them that there are', () => {
  const platform = platformOf();
  const component = new OnMachines(platform, 'a');
  component.file();
  component.file({ on: { host: 'lb-1' }, path: '/etc/b' });
  component.file({ on: 'operator', path: 'README.md' });
  component.file({ path: '/etc/none', content: () => undefined });
  const { machines, components } = platform.describe();
  expect(machines.map(({ name, role, address }) => `${role} ${name} ${address}`)).toStrictEqual([
    'control-plane cp-1 192.0.2.1',
    'worker w-1 192.0.2.11',
    'worker w-2 192.0.2.12',
    'load-balancer lb-1 198.51.100.1',
    'etcd etcd-1 198.51.100.11',
  ]);
  expect(components[0]?.hostFiles).toStrictEqual([
    { on: 'nodes', path: '/etc/a' },
    { on: 'lb-1', path: '/etc/b' },
    { on: 'operator', path: 'README.md' },
  ]);
});

test('a mirror rewrites every image key, and the values of the user stay last', () => {
  const platform = new Platform(freeRoot(), 'p', { imageMirror: { registry: 'r.example.com' } });
  const { release } = new Sample(platform, 'a', {
    images: { 'image.repository': 'quay.io/a/b', 'side.image.registry': 'docker.io' },
    values: { side: { image: { registry: 'mine.example.com' } } },
  });
  expect(release.values).toStrictEqual({
    image: { repository: 'r.example.com/quay.io/a/b' },
    side: { image: { registry: 'mine.example.com' } },
  });
});

test('an isolated namespace allows DNS, itself and what is listed', () => {
  const platform = new Platform(freeRoot(), 'p');
  const sample = new Sample(platform, 'a');
  sample.close();
  const policy = sample.node.findChild('NetworkPolicy-isolation-a') as unknown as {
    manifest: { spec: object };
  };
  expect(policy.manifest.spec).toStrictEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: {} }] }, { ports: [{ port: 9443, protocol: 'TCP' }] }],
    egress: [
      { to: [{ podSelector: {} }] },
      {
        to: [
          { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
        ],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
    ],
  });
});
