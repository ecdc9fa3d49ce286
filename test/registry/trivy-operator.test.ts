import type { Construct } from 'constructs';
import { ImageRegistry } from '../../lib/contracts/image-registry';
import { Metrics } from '../../lib/contracts/metrics';
import { Secrets } from '../../lib/contracts/secrets';
import {
  KubeObject,
  Platform,
  Registry,
  valueAt,
  type PlatformProps,
  type Values,
} from '../../lib';
import { TrivyOperator, type TrivyOperatorProps } from '../../lib/registry/trivy-operator';
import { freeRoot } from '../harness/sample';
import { metricsCollector, secretSource } from '../harness/services';

const PEM = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';

function operator(props: TrivyOperatorProps = {}, platform: PlatformProps = {}) {
  const scope = new Platform(freeRoot(), 'platform', platform);
  const component = new TrivyOperator(scope, 'trivy', props);
  return { scope, component, values: () => component.release.values };
}

const manifest = (scope: Construct, kind: string, name: string) =>
  scope.node
    .findAll()
    .filter((c): c is KubeObject => c instanceof KubeObject)
    .find((o) => o.kind.kind === kind && o.name === name)?.manifest as Values | undefined;

const warnings = (scope: Construct): string[] =>
  Registry.of(scope).warnings.flatMap(({ text }) => text() ?? []);

test('needs no rights on nodes unless it looks at them', () => {
  expect(operator().component.podSecurity).toBe('restricted');
  expect(valueAt(operator().values(), 'operator.infraAssessmentScannerEnabled')).toBe(false);
  const nodes = operator({ nodes: true });
  expect(nodes.component.podSecurity).toBe('privileged');
  expect(valueAt(nodes.values(), 'operator.infraAssessmentScannerEnabled')).toBe(true);
});

test('runs scans as a user of their own, without rights', () => {
  const values = operator().values();
  expect(valueAt(values, 'trivyOperator.scanJobPodTemplatePodSecurityContext')).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test('keeps the databases at servers, two of them in a highly available platform', () => {
  const values = operator().values();
  expect(valueAt(values, 'operator.builtInTrivyServer')).toBe(true);
  expect(valueAt(values, 'trivy.server.replicas')).toBe(2);
  const single = operator({}, { profile: 'single-node' }).values();
  expect(valueAt(single, 'trivy.server.replicas')).toBe(1);
  expect(valueAt(single, 'operator.scanJobsConcurrentLimit')).toBe(2);
});

test('takes the CPU limits of the chart away', () => {
  const values = operator({ scanResources: { memoryLimit: '3Gi' } }).values();
  expect(valueAt(values, 'trivy.resources.limits')).toStrictEqual({ memory: '3Gi', cpu: null });
});

test('pulls its databases and the images of its Jobs from the mirror', () => {
  const values = operator({}, { imageMirror: { registry: 'mirror.example.com' } }).values();
  const keys = ['trivy.dbRegistry', 'trivy.javaDbRegistry', 'nodeCollector.registry'];
  expect(keys.map((key) => valueAt(values, key))).toStrictEqual([
    'mirror.example.com/mirror.gcr.io',
    'mirror.example.com/mirror.gcr.io',
    'mirror.example.com/ghcr.io',
  ]);
});

test('has scans show a word to the server that nobody has seen', () => {
  const secrets = secretSource();
  const { values } = operator({ wiring: [Secrets.with(secrets)] });
  expect(secrets.asked).toStrictEqual([
    {
      name: 'trivy-operator-trivy-config',
      namespace: 'trivy-system',
      generated: { TRIVY_TOKEN: { length: 40 } },
      templated: { 'trivy.serverToken': '{{ .TRIVY_TOKEN }}' },
    },
  ]);
  expect(valueAt(values(), 'trivy.existingSecret')).toBe(true);
  expect(valueAt(operator().values(), 'trivy.existingSecret')).toBe(false);
});

test('trusts the authorities of the platform and of its registry, in every Pod', () => {
  const registry = {
    host: 'harbor.example.com',
    mirrors: [],
    caCertificates: PEM.replace('MII', 'MIJ'),
    destination: { host: 'harbor.example.com', port: 443 },
    repository: () => ({ prefix: '', credentials: { name: '', key: '' } }),
  };
  const wiring = [ImageRegistry.with(registry)];
  const { scope, values } = operator({ wiring }, { caCertificates: PEM });
  const trust = manifest(scope, 'ConfigMap', 'trivy-trust');
  expect(valueAt(trust ?? {}, 'data.platform\\.crt')).toBe(`${PEM}\n${registry.caCertificates}\n`);
  const places = [
    'volumeMounts',
    'trivyOperator.scanJobCustomVolumesMount',
    'trivy.server.extraServerVolumes.volumeMounts',
  ];
  const names = places.map((key) => (valueAt(values(), key) as Values[]).at(-1)?.['name']);
  expect(names).toStrictEqual(['trust', 'trust', 'trust']);
});

test('draws no authorities where there are none', () => {
  const { scope, values } = operator();
  expect(manifest(scope, 'ConfigMap', 'trivy-trust')).toBeUndefined();
  expect(valueAt(values(), 'trivyOperator.scanJobCustomVolumes')).toStrictEqual([]);
});

test('says which Secrets open private registries, by namespace', () => {
  const { values } = operator({
    usePullSecrets: false,
    registrySecrets: { shop: ['one', 'two'] },
    excludedNamespaces: ['kube-system', 'build-*'],
  });
  expect(valueAt(values(), 'operator.privateRegistryScanSecretsNames')).toStrictEqual({
    shop: 'one,two',
  });
  expect(valueAt(values(), 'operator.accessGlobalSecretsAndServiceAccount')).toBe(false);
  expect(valueAt(values(), 'excludeNamespaces')).toBe('kube-system,build-*');
});

test('asks about CIS only where it looks at nodes', () => {
  expect(valueAt(operator().values(), 'compliance.specs')).not.toContain('k8s-cis-1.23');
  const nodes = operator({ nodes: true }).values();
  expect(valueAt(nodes, 'compliance.specs')).toContain('k8s-cis-1.23');
});

test('warns of CIS without a look at the nodes', () => {
  const { scope } = operator({ compliance: ['k8s-cis-1.23'] });
  expect(warnings(scope)).toStrictEqual([expect.stringContaining('set `nodes`')]);
});

test('tells of critical vulnerabilities above the threshold', () => {
  const metrics = metricsCollector();
  const { values } = operator({ criticalThreshold: 7, wiring: [Metrics.with(metrics)] });
  const rule = metrics.rules[0]?.groups[0]?.rules[0];
  expect(rule?.expr).toBe(
    'sum by (namespace) (trivy_image_vulnerabilities{severity="Critical"}) > 7',
  );
  expect(valueAt(values(), 'serviceMonitor')).toStrictEqual({
    enabled: true,
    labels: { release: 'prometheus' },
  });
});

test('tells of containers that no scan reports on, but for those that are left out', () => {
  const metrics = metricsCollector();
  operator({ excludedNamespaces: ['build-*'], wiring: [Metrics.with(metrics)] });
  const rules = metrics.rules[0]?.groups.flatMap((group) => group.rules) ?? [];
  const running =
    'count by (namespace, container) (kube_pod_container_info{namespace!~"trivy-system|build-.*"})';
  expect(rules.map(({ expr }) => expr)).toContainEqual(
    `count(${running} unless count by (namespace, container) (label_replace(trivy_image_vulnerabilities, "container", "$1", "container_name", "(.+)"))) / count(${running}) > 0.2`,
  );
});

test('lets scans reach registries on the ports of the mirror and on those that are named', () => {
  const { scope } = operator(
    { registryPorts: [8443] },
    { imageMirror: { registry: 'mirror.example.com:5000/platform' } },
  );
  const policy = manifest(scope, 'NetworkPolicy', 'isolation-trivy') ?? {};
  expect((valueAt(policy, 'spec.egress') as Values[]).at(-1)).toStrictEqual({
    ports: [443, 5000, 8443].map((port) => ({ port, protocol: 'TCP' })),
  });
});

test.each([
  [{ concurrentScans: 0 }, "concurrentScans '0' is no number of scans"],
  [{ criticalThreshold: -1 }, "criticalThreshold '-1' is no number"],
  [{ severities: [] }, 'severities are none'],
  [{ scanTimeout: 'long' }, "scanTimeout 'long' is no duration"],
  [{ reportTtl: '1 day' }, "reportTtl '1 day' is no duration"],
  [{ complianceSchedule: 'daily' }, "complianceSchedule 'daily' is not cron"],
  [{ databaseSize: 'big' }, "databaseSize 'big' is no quantity"],
  [{ registryPorts: [70000] }, "registryPorts has '70000', which is no port"],
  [{ registrySecrets: { shop: [] } }, "registrySecrets of namespace 'shop' are none"],
  [{ compliance: ['k8s-nsa-1.0', 'k8s-nsa-1.0'] }, "compliance names 'k8s-nsa-1.0' twice"],
] as [TrivyOperatorProps, string][])('fails for %j', (props, message) => {
  expect(() => operator(props)).toThrow(message);
});

test('fails for two compliance reports of one name', () => {
  const { component } = operator();
  const spec = { cron: '0 5 * * *', reportType: 'summary' as const };
  const compliance = {
    id: 'x',
    platform: 'k8s',
    type: 'x',
    title: 'X',
    description: 'x',
    version: '1.0',
    relatedResources: [],
    controls: [],
  };
  component.addComplianceReport('x', { ...spec, compliance });
  expect(() => component.addComplianceReport('x', { ...spec, compliance })).toThrow(
    "there is already a compliance report 'x'",
  );
});
