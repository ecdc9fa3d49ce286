import { App } from 'cdk8s';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { PolicyLayer, type PolicyLayerProps } from '../../lib/policy';

function draw(props: PolicyLayerProps = {}, platformProps: PlatformProps = {}) {
  const platform = new Platform(new App(), 'prod', platformProps);
  const layer = new PolicyLayer(platform, 'policy', props);
  const ids = layer.admissionPolicies.describe().map(({ id }) => id);
  return { layer, ids, rollout: layer.admissionPolicies.describe()[0]?.rollout, platform };
}

test('holds Pods to the baseline level, and denies, by default', () => {
  const { ids, rollout, layer } = draw();
  expect(ids).toContain('pod-security-host-path');
  expect(ids).not.toContain('pod-security-run-as-user');
  expect(rollout).toStrictEqual([{ actions: ['Deny', 'Audit'] }]);
  expect(layer.mutatingPolicies).toBeUndefined();
});

test('adds the defaults from Kubernetes 1.36 on', () => {
  const { platform } = draw({}, { kubernetesVersion: '1.36' });
  const kinds = Registry.of(platform).objects.map(({ kind }) => kind.kind);
  expect(kinds).toContain('MutatingAdmissionPolicy');
  expect(
    draw({ defaults: false }, { kubernetesVersion: '1.36' }).layer.mutatingPolicies,
  ).toBeUndefined();
});

test('allows images of the mirror only, where there is one', () => {
  expect(draw().ids).not.toContain('allowed-registries');
  const imageMirror = { registry: 'mirror.example.com' };
  expect(draw({}, { imageMirror }).ids).toContain('allowed-registries');
});

test('warns outside production while the rollout says so', () => {
  expect(draw({ rollout: 'production' }).rollout).toStrictEqual([
    { namespaces: { stage: 'production' }, actions: ['Deny', 'Audit'] },
    { actions: ['Warn', 'Audit'] },
  ]);
});

test('the choice of the library can be changed', () => {
  const { ids } = draw({ library: { 'image-tag': false, 'ingress-tls': true } });
  expect(ids).not.toContain('image-tag');
  expect(ids).toContain('ingress-tls');
});
