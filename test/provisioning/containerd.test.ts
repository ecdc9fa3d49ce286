import type { Construct } from 'constructs';
import { hostFiles } from '../../lib/engines/hosts';
import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { ContainerRuntime } from '../../lib/contracts/container-runtime';
import { ImageRegistry, type RegistryMirror } from '../../lib/contracts/image-registry';
import { ExternalRegistry } from '../../lib/external';
import { Containerd, type ContainerdProps } from '../../lib/provisioning/containerd';
import { CriO } from '../../lib/provisioning/cri-o';
import { VERSIONS } from '../../lib/provisioning/kubeadm/versions';
import { freeRoot } from '../harness/sample';

// It can be required, but its types are those of an ES module only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parse } = require('smol-toml') as {
  parse(this: void, text: string): object;
};

const nodes: readonly PlatformNode[] = [
  { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane' },
  { name: 'worker-1', address: '192.0.2.21', role: 'worker', labels: { gpu: 'yes' } },
  { name: 'worker-2', address: '192.0.2.22', role: 'worker' },
];

interface Made {
  readonly platform: Platform;
  readonly files: Record<string, string>;
  readonly errors: string[];
  readonly warnings: string[];
  readonly containerd: Containerd;
}

function make(
  props: ContainerdProps = {},
  own: PlatformProps = {},
  beside: (scope: Construct) => void = () => undefined,
): Made {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.36', nodes, ...own });
  const containerd = new Containerd(platform, 'containerd', props);
  beside(platform);
  const files = [...hostFiles(platform)].map(([path, { text }]) => [path, text] as const);
  const registry = Registry.of(platform);
  return {
    platform,
    containerd,
    files: Object.fromEntries(files),
    errors: platform.node.findAll().flatMap((c) => c.node.validate()),
    warnings: registry.warnings.flatMap(({ text }) => text() ?? []),
  };
}

/** TOML as plain data. */
const toml = (text: string | undefined): unknown =>
  JSON.parse(JSON.stringify(parse(text ?? ''))) as unknown;

/** A table of a TOML file. */
function table(text: string | undefined, ...path: string[]): unknown {
  return path.reduce((at, key) => (at as Record<string, unknown> | undefined)?.[key], toml(text));
}

const CONFIG = 'nodes/etc/containerd/config.toml';
const hosts = (registry: string): string => `nodes/etc/containerd/certs.d/${registry}/hosts.toml`;
const RUNTIME = 'io.containerd.cri.v1.runtime';
const harbor = (mirrors: readonly RegistryMirror[]) => (scope: Construct) =>
  void new ExternalRegistry(scope, 'registry', { host: 'harbor.example.com', mirrors });

test.each([
  ['2.3.4', 4],
  ['2.2.9', 3],
  ['1.7.35', 2],
])('the configuration of containerd %s is version %d', (version, expected) => {
  const { files } = make({ version }, { kubernetesVersion: '1.35' });
  expect(table(files[CONFIG], 'version')).toBe(expected);
});

test('an older configuration is kept while nodes are upgraded', () => {
  const { files } = make({ version: '2.3.4', configuration: 3 });
  expect(table(files[CONFIG], 'version')).toBe(3);
  expect(table(files[CONFIG], 'metrics', 'address')).toBe(':1338');
});

test.each(['1.34', '1.35', '1.36'])('the pause image of Kubernetes %s is that of kubeadm', (v) => {
  const { files } = make({}, { kubernetesVersion: v });
  const images = table(files[CONFIG], 'plugins', 'io.containerd.cri.v1.images', 'pinned_images');
  expect(images).toStrictEqual({
    sandbox: `registry.k8s.io/pause:${VERSIONS[v]?.imageTags.pause}`,
  });
});

test('the pause image comes from the mirror and is listed among the images', () => {
  const { files, platform } = make({}, { imageMirror: { registry: 'mirror.example.com' } });
  expect(files[CONFIG]).toContain('sandbox = "mirror.example.com/registry.k8s.io/pause:3.10.2"');
  expect(platform.images().images.map(({ image }) => image)).toContain(
    'registry.k8s.io/pause:3.10.2',
  );
});

test('only nodes with the labels have a runtime, and Pods that ask for it go there', () => {
  const { files, platform, containerd } = make({
    runtimes: [{ preset: 'nvidia', nodeSelector: { gpu: 'yes' } }],
  });
  const names = (target: string): string[] => {
    const text = files[`${target}/etc/containerd/config.toml`];
    return Object.keys(table(text, 'plugins', RUNTIME, 'containerd', 'runtimes') as object);
  };
  expect(names('worker-1')).toStrictEqual(['runc', 'nvidia']);
  expect(names('worker-2')).toStrictEqual(['runc']);
  expect(names('control-plane')).toStrictEqual(['runc']);
  expect(files[CONFIG]).toBeUndefined();
  expect(containerd.handlers).toStrictEqual(['nvidia']);
  const [drawn] = Registry.of(platform).objects.map(({ manifest }) => manifest);
  expect(drawn).toMatchObject({
    kind: 'RuntimeClass',
    handler: 'nvidia',
    scheduling: { nodeSelector: { gpu: 'yes' } },
  });
});

test('a mirror is asked first and Docker Hub last, in either order of construction', () => {
  const { files } = make({}, {}, harbor([{ upstream: 'docker.io', mirror: 'm.example.com/hub' }]));
  const text = files[hosts('docker.io')];
  expect(table(text, 'server')).toBe('https://registry-1.docker.io');
  expect(table(text, 'host', 'https://m.example.com/v2/hub')).toStrictEqual({
    capabilities: ['pull', 'resolve'],
    override_path: true,
    dial_timeout: '5s',
  });
  expect(files[hosts('quay.io')]).toBeUndefined();
});

test('without fallback the last mirror stands in the place of the registry', () => {
  const beside = harbor([{ upstream: 'quay.io', mirror: 'harbor.example.com/quay' }]);
  const { files } = make({ fallback: false }, {}, beside);
  expect(toml(files[hosts('quay.io')])).toStrictEqual({
    server: 'https://harbor.example.com/v2/quay',
    capabilities: ['pull', 'resolve'],
    override_path: true,
  });
});

test('a port of a registry is put into the name of its folder, and its authority beside it', () => {
  const caCertificates = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----';
  const { files } = make({ registries: [{ host: 'r.example.com:5000', caCertificates }] });
  const folder = 'nodes/etc/containerd/certs.d/r.example.com_5000_';
  expect(files[`${folder}/ca.crt`]).toContain(caCertificates);
  expect(table(files[`${folder}/hosts.toml`], 'ca')).toBe(`/${folder.slice(6)}/ca.crt`);
});

test('the networks of the cluster are reached without the proxy', () => {
  const { files } = make({ proxy: { url: 'http://proxy.example.com:3128' } });
  const text = files['nodes/etc/systemd/system/containerd.service.d/20-kubestrata.conf'];
  expect(text).toMatch(/NO_PROXY=.*192\.0\.2\.21.*10\.244\.0\.0\/16,10\.96\.0\.0\/16/);
});

test('it is the runtime of the platform, and says what it takes of nodes', () => {
  const { platform, containerd } = make({ metricsPort: 2112 });
  expect(ContainerRuntime.find(platform)).toBe(containerd);
  const { hostPorts, hostNeeds } = Registry.of(platform);
  expect(hostPorts.flatMap(({ ports }) => ports()).map(({ port }) => port)).toStrictEqual([2112]);
  expect(hostNeeds.flatMap(({ needs }) => needs().modules)).toStrictEqual([
    'overlay',
    'br_netfilter',
  ]);
});

test('the upgrade runs the installer of the new version, node by node', () => {
  const { platform, files } = make({ version: '2.3.7' });
  const steps = Registry.of(platform).steps.flatMap(({ steps }) => steps());
  const upgrade = steps.find(({ runbook }) => runbook === 'upgrade');
  expect(upgrade?.commands).toStrictEqual(['/usr/local/sbin/kubestrata-install-containerd']);
  expect(upgrade?.text).toContain('kubectl drain');
  expect(files['nodes/usr/local/sbin/kubestrata-install-containerd']).toContain('version=2.3.7');
});

test('warns when the only place for images runs in the cluster itself', () => {
  const inCluster = (scope: Construct): void =>
    ImageRegistry.provide(scope, {
      host: 'harbor.example.com',
      mirrors: [{ upstream: 'docker.io', mirror: 'harbor.example.com/hub' }],
      destination: { namespace: 'harbor', ports: [8080] },
      repository: () => {
        throw new Error('unused');
      },
    });
  expect(make({ fallback: false }, {}, inCluster).warnings.join()).toMatch(/leave `fallback` on/);
  expect(make({}, {}, inCluster).warnings).toStrictEqual([]);
});

test('new settings wait for the step that brings the version which reads them', () => {
  const { platform } = make({});
  const units = Registry.of(platform).hostFiles.flatMap(({ restarts }) => restarts);
  expect(units).toStrictEqual([]);
});

test('fails for two runtimes on the nodes', () => {
  const { errors } = make({}, {}, (scope) => void new CriO(scope, 'cri-o'));
  expect(errors.join('\n')).toMatch(/the container runtime of the nodes/);
});

test('follows a registry that mirrors more in the end', () => {
  const beside = harbor([]);
  const { files } = make({}, {}, (scope) => {
    beside(scope);
    const mirrors = scope.node.findChild('registry') as { mirrors?: RegistryMirror[] };
    mirrors.mirrors = [{ upstream: 'late.example.org', mirror: 'harbor.example.com/late' }];
  });
  expect(files['nodes/etc/containerd/certs.d/late.example.org/hosts.toml']).toContain(
    '[host."https://harbor.example.com/v2/late"]',
  );
});

test('fails for a runtime that no node has', () => {
  const { errors } = make({ runtimes: [{ preset: 'kata', nodeSelector: { vm: 'yes' } }] });
  expect(errors.join()).toMatch(/no node has the labels 'vm=yes' of runtime 'kata-qemu'/);
});

test('fails for a registry with any certificate in production, and warns elsewhere', () => {
  const registries = [{ host: 'r.example.com', skipVerify: true }];
  expect(make({ registries }).errors.join()).toMatch(
    /'r\.example\.com' would take any certificate/,
  );
  const trial = make({ registries }, { profile: 'single-node' });
  expect(trial.errors).toStrictEqual([]);
  expect(trial.warnings.join()).toMatch(/takes any certificate of 'r\.example\.com'/);
});

test.each<[string, ContainerdProps, RegExp]>([
  [
    'a place of downloads with a quote',
    { downloads: "https://m'" },
    /is no place to download from/,
  ],
  ['CNI plugins of no exact version', { cniPlugins: '1.9' }, /CNI plugins: version '1\.9' is not/],
  ['a registry with a port that is none', { registries: [{ host: 'r.io:99999' }] }, /is no host/],
  ['a mirror for all with a scheme', { defaultMirror: 'https://m' }, /is no host/],
  ['times of deletion', { garbageCollection: { startupDelay: 'soon' } }, /'soon' is no duration/],
  ['a pause that is too long', { garbageCollection: { pauseThreshold: 5 } }, /pauseThreshold '5'/],
  ['no port of metrics', { metricsPort: 0 }, /metricsPort '0' is no port/],
  ['1.7 with Kubernetes 1.36', { version: '1.7.35' }, /the last one with 1\.7 is 1\.35/],
  ['a version that is not known', { version: '2.4.0' }, /not one of the versions/],
  ['no exact version', { version: '2.3' }, /is not exact/],
  ['an older patch than is tested', { version: '1.7.20' }, /older than what is tested/],
  ['a newer configuration', { version: '2.2.9', configuration: 4 }, /newer than what containerd/],
  ['a runtime that is there', { runtimes: [{ handler: 'runc', binary: '/r' }] }, /there already/],
  ['a runtime without a program', { runtimes: [{ handler: 'own' }] }, /has no program/],
  ['two of a runtime', { runtimes: [{ preset: 'kata' }, { preset: 'kata' }] }, /there are two/],
  ['a registry with a scheme', { registries: [{ host: 'https://r' }] }, /is no host/],
  ['a proxy with a password', { proxy: { url: 'http://a:b@proxy:3128' } }, /user or password/],
  ['a port that is none', { metricsPort: 0 }, /is no port/],
  ['a time without unit', { pullProgressTimeout: '300' }, /is no duration/],
])('fails for %s', (_, props, error) => {
  expect(() => make(props)).toThrow(error);
});
