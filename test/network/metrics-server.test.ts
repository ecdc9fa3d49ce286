import { App } from 'cdk8s';
import { Platform, type PlatformProps } from '../../lib';
import { Metrics, type MetricsCollector } from '../../lib/contracts/metrics';
import { CertManager } from '../../lib/network/cert-manager';
import { MetricsServer, type MetricsServerProps } from '../../lib/network/metrics-server';

const define = (props: MetricsServerProps = {}, settings: PlatformProps = {}) =>
  new MetricsServer(new Platform(new App(), 'prod', settings), 'metrics-server', props);

test('runs twice with a disruption budget unless there is one node only', () => {
  expect(define().release.values).toMatchObject({
    replicas: 2,
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
  });
  expect(define({}, { profile: 'single-node' }).release.values).toMatchObject({
    replicas: 1,
    podDisruptionBudget: { enabled: false },
    updateStrategy: { rollingUpdate: { maxUnavailable: 0 } },
  });
});

test('verifies kubelets unless told not to, and warns then', () => {
  expect(define().release.values['args']).toStrictEqual([]);
  const insecure = define({ kubeletInsecureTls: true, resolutionSeconds: 30 });
  expect(insecure.release.values['args']).toStrictEqual([
    '--metric-resolution=30s',
    '--kubelet-insecure-tls',
  ]);
  const warnings = Platform.of(insecure)
    ?.describe()
    .warnings.map(({ text }) => text);
  expect(warnings).toStrictEqual([
    'reads metrics from kubelets without verifying who they are; set `serverTLSBootstrap: true` in the kubelets, approve their signing requests, and drop `kubeletInsecureTls`',
  ]);
});

test('serves a certificate that the API server verifies, where cert-manager is', () => {
  const server = define();
  expect(server.release.values).toMatchObject({
    tls: { type: 'metrics-server' },
    apiService: { insecureSkipTLSVerify: true },
  });
  new CertManager(server.node.scope ?? server, 'cert-manager');
  expect(server.release.values).toMatchObject({
    tls: { type: 'cert-manager' },
    apiService: { insecureSkipTLSVerify: false },
  });
  expect(server.release.needs).toStrictEqual([
    'Certificate.cert-manager.io',
    'Issuer.cert-manager.io',
  ]);
});

test('is scraped where there is a collector', () => {
  const server = define();
  expect(server.release.values).toMatchObject({ metrics: { enabled: false } });
  const rules: string[] = [];
  const collector: Partial<MetricsCollector> = {
    monitorLabels: { release: 'prometheus' },
    reach: () => undefined,
    addRules: (_, { groups }) => void rules.push(...groups.map(({ name }) => name)),
  };
  Metrics.provide(server.node.scope ?? server, collector as MetricsCollector);
  expect(server.release.values).toMatchObject({
    metrics: { enabled: true },
    serviceMonitor: { enabled: true, additionalLabels: { release: 'prometheus' } },
  });
  expect(rules).toStrictEqual(['metrics-server']);
});

test('takes another port than the kubelet on the network of the nodes', () => {
  const { release } = define({ hostNetwork: true });
  expect(release.values).toMatchObject({ hostNetwork: { enabled: true }, containerPort: 4443 });
});

test('fails where another component serves the same API', () => {
  const platform = new Platform(new App(), 'prod');
  new MetricsServer(platform, 'a');
  new MetricsServer(platform, 'b', { namespace: 'metrics' });
  expect(platform.node.validate()).toContain(
    "'prod/a' and 'prod/b' both take the resource metrics API; a cluster serves it once; remove one of them",
  );
});

test('fails for a resolution that is finer than kubelets measure', () => {
  expect(() => define({ resolutionSeconds: 5 })).toThrow(
    "[prod/metrics-server] the resolution of 5 seconds is finer than kubelets measure, with '5'; set `resolutionSeconds` to 10 or more",
  );
});
