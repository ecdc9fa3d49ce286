import { VERSIONS } from '../../lib/provisioning/kubeadm';
import { featureGateErrors } from '../../lib/provisioning/kubeadm/feature-gates';
import { isAtLeast } from '../../lib/provisioning/runtime/versions';
import { made } from './kubeadm-sample';

const errorOf = (...args: Parameters<typeof made>): string =>
  made(...args)
    .errors()
    .join('\n');

test.each(Object.entries(VERSIONS))('takes the tested patch of %s', (minor, { patch }) => {
  const { init, errors } = made({}, { kubernetesVersion: minor });
  expect(init('ClusterConfiguration')['kubernetesVersion']).toBe(`v${patch}`);
  expect(errors()).toStrictEqual([]);
});

test('has the images of each version', () => {
  const etcdOf = (minor: string) =>
    made({}, { kubernetesVersion: minor })
      .images()
      .map(({ image }) => image)
      .find((image) => image.includes('/etcd:'));
  expect(['1.34', '1.35', '1.36'].map(etcdOf)).toStrictEqual([
    'registry.k8s.io/etcd:3.6.5-0',
    'registry.k8s.io/etcd:3.6.6-0',
    'registry.k8s.io/etcd:3.6.8-0',
  ]);
});

test('takes another patch, and another minor version with its images', () => {
  const imageTags = { etcd: '3.7.0-0', coreDns: 'v1.15.0', pause: '3.11' };
  expect(errorOf({ version: '1.36.9' })).toBe('');
  expect(errorOf({ version: '1.37.0', imageTags }, { kubernetesVersion: '1.37' })).toBe('');
});

test.each([
  [{ version: '1.35.7' }, '1.36', "version '1.35.7' is not of the platform's Kubernetes '1.36'"],
  [{ version: '1.36' }, '1.36', "version '1.36' is not exact; give one such as `1.36.3`"],
  [{}, '1.33', "Kubernetes '1.33' is not one of the versions that are known here"],
  [{ version: '1.37.0' }, '1.37', 'give `imageTags` (etcd, coreDns, pause)'],
  [
    { kubeadmFeatureGates: { ControlPlaneKubeletLocalMode: true } },
    '1.36',
    "kubeadm '1.36' does not know the feature gate 'ControlPlaneKubeletLocalMode'",
  ],
  [
    { kubeadmFeatureGates: { NodeLocalCRISocket: false } },
    '1.36',
    "kubeadm's feature gate 'NodeLocalCRISocket' cannot be off in '1.36'",
  ],
  [{ featureGates: { ImageVolumes: true } }, '1.36', "'ImageVolumes' is not known"],
])('fails for %j with Kubernetes %s', (props, kubernetesVersion, expected) => {
  expect(errorOf(props, { kubernetesVersion })).toContain(expected);
});

test('knows which versions have a feature gate', () => {
  const check = (name: string, on: boolean, minor: string) =>
    featureGateErrors({ [name]: on }, minor);
  expect(check('GangScheduling', true, '1.34')).toStrictEqual([
    "feature gate 'GangScheduling' is not known to Kubernetes '1.34'; versions 1.35, 1.36 do; drop it, or correct its name",
  ]);
  expect(check('MemoryManager', true, '1.36')[0]).toContain('versions 1.34, 1.35 do');
  expect(check('NodeSwap', false, '1.35')).toStrictEqual([
    "feature gate 'NodeSwap' cannot be off in Kubernetes '1.35', where it is final; drop it",
  ]);
  expect(check('NodeSwap', true, '1.35')).toStrictEqual([]);
  expect(check('AllAlpha', true, '1.36')).toStrictEqual([]);
  expect(check('Anything', true, '1.40')).toStrictEqual([]);
});

test('gates reach every part', () => {
  const { init } = made({ featureGates: { ImageVolume: true } });
  const cluster = JSON.stringify(init('ClusterConfiguration'));
  expect(cluster.match(/"feature-gates","value":"ImageVolume=true"/g)).toHaveLength(3);
  for (const kind of ['KubeletConfiguration', 'KubeProxyConfiguration']) {
    expect(init(kind)['featureGates']).toStrictEqual({ ImageVolume: true });
  }
});

test('compares versions by their numbers', () => {
  expect([
    isAtLeast('3.5.24', '3.5.9'),
    isAtLeast('3.6.0', '3.5.24'),
    isAtLeast('3.5.9', '3.5.24'),
  ]).toStrictEqual([true, true, false]);
});
