import { hostFiles } from '../../lib/engines/hosts';
import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { CriO, type CriOProps } from '../../lib/provisioning/cri-o';
import { VERSIONS } from '../../lib/provisioning/kubeadm/versions';
import { freeRoot } from '../harness/sample';

// It can be required, but its types are those of an ES module only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parse } = require('smol-toml') as {
  parse(this: void, text: string): object;
};

const nodes: readonly PlatformNode[] = [
  { name: 'control-plane-1', address: '192.0.2.11', role: 'control-plane' },
];

function make(props: CriOProps = {}, own: PlatformProps = {}) {
  const platform = new Platform(freeRoot(), 'p', { kubernetesVersion: '1.36', nodes, ...own });
  const crio = new CriO(platform, 'cri-o', props);
  const files = [...hostFiles(platform)].map(([path, { text }]) => [path, text] as const);
  return { platform, crio, files: new Map(files) };
}

const CONF = 'nodes/etc/crio/crio.conf.d/20-kubestrata.conf';
const REGISTRIES = 'nodes/etc/containers/registries.conf.d/10-kubestrata.conf';

/** TOML as plain data. */
const toml = (text: string | undefined): unknown =>
  JSON.parse(JSON.stringify(parse(text ?? ''))) as unknown;

/** The tables below `crio` of the drop-in. */
const conf = (props: CriOProps = {}, own: PlatformProps = {}) =>
  (toml(make(props, own).files.get(CONF)) as { crio: Record<string, object> }).crio;

const registries = (props: CriOProps, own: PlatformProps): unknown =>
  (toml(make(props, own).files.get(REGISTRIES)) as { registry: unknown }).registry;

test.each([
  ['1.34', '1.34.11'],
  ['1.35', '1.35.6'],
  ['1.36', '1.36.3'],
])('the CRI-O of Kubernetes %s is %s', (kubernetesVersion, version) => {
  expect(make({}, { kubernetesVersion }).crio.version).toBe(version);
});

test.each(['1.34', '1.35', '1.36'])('the pause image of Kubernetes %s is that of kubeadm', (v) => {
  const pause = `registry.k8s.io/pause:${VERSIONS[v]?.imageTags.pause}`;
  expect(conf({}, { kubernetesVersion: v })['image']).toMatchObject({
    pause_image: pause,
    pinned_images: [pause],
  });
});

test('metrics are not on the port of Prometheus', () => {
  expect(conf()['metrics']).toMatchObject({ enable_metrics: true, metrics_port: 9537 });
  expect(conf({ metricsPort: false })['metrics']).toStrictEqual({ enable_metrics: false });
});

test('the default runtime keeps the paths that the packages give it', () => {
  const runtime = conf({ runtimes: [{ preset: 'nvidia' }] })['runtime'];
  expect(runtime).toMatchObject({ default_runtime: 'crun', cgroup_manager: 'systemd' });
  expect(runtime).toHaveProperty('runtimes', {
    nvidia: {
      runtime_path: '/usr/bin/nvidia-container-runtime',
      runtime_type: 'oci',
      runtime_root: '/run/nvidia',
      monitor_path: '/usr/libexec/crio/conmon',
    },
  });
});

const mirror = { imageMirror: { registry: 'm.example.com', paths: { 'quay.io': 'quay' } } };

test('a mirror is asked before the registry', () => {
  expect(registries({}, mirror)).toStrictEqual([
    { prefix: 'quay.io', location: 'quay.io', mirror: [{ location: 'm.example.com/quay' }] },
  ]);
});

test('in an air gap the mirror is the place itself, as a blocked one would block its mirrors', () => {
  expect(registries({ fallback: false, blocked: ['ghcr.io'] }, mirror)).toStrictEqual([
    { prefix: 'quay.io', location: 'm.example.com/quay' },
    { prefix: 'ghcr.io', location: 'ghcr.io', blocked: true },
  ]);
});

test('registries are read again without an interruption, and mirrors looked at in the end', () => {
  const { platform } = make({}, mirror);
  const { hostFiles: files, steps } = Registry.of(platform);
  const conf = files.find(({ writtenPath }) => writtenPath === REGISTRIES);
  expect([conf?.reloads, conf?.restarts]).toStrictEqual([['crio'], []]);
  const looked = steps
    .flatMap((source) => source.steps())
    .find(({ stage }) => stage === 'afterwards');
  expect(looked?.commands?.[0]).toContain("'https://m.example.com/v2/'");
});

test('images without a registry are not looked for anywhere', () => {
  const { files } = make();
  expect(toml(files.get(REGISTRIES))).toMatchObject({
    'unqualified-search-registries': [],
    'short-name-mode': 'enforcing',
  });
});

test('signatures of cosign are asked for, looked for, and their keys brought by hand', () => {
  const { files, platform } = make({
    acceptOthers: 'nothing',
    trust: [{ from: 'r.example.com/shop', accept: { sigstoreKey: '/etc/containers/keys/a.pub' } }],
  });
  expect(JSON.parse(files.get('nodes/etc/containers/policy.json') ?? '')).toStrictEqual({
    default: [{ type: 'reject' }],
    transports: {
      docker: {
        'r.example.com/shop': [
          {
            type: 'sigstoreSigned',
            keyPath: '/etc/containers/keys/a.pub',
            signedIdentity: { type: 'matchRepository' },
          },
        ],
      },
    },
  });
  expect(files.get('nodes/etc/containers/registries.d/kubestrata.yaml')).toContain(
    'use-sigstore-attachments: true',
  );
  const steps = Registry.of(platform).steps.flatMap(({ steps }) => steps());
  expect(steps.flatMap(({ verify = [] }) => verify)).toContain(
    "test -r '/etc/containers/keys/a.pub'",
  );
});

test.each<[string, CriOProps, RegExp]>([
  ['a blocked address', { blocked: ['https://r'] }, /is no host/],
  ['no image to keep', { pinnedImages: [''] }, /'' in `pinnedImages` is no image/],
  ['packages without a scheme', { packages: 'mirror/cri-o' }, /is no place to download from/],
  ['another minor version', { version: '1.35.6' }, /minor versions must be the same/],
  ['no exact version', { version: '1.36' }, /is not exact/],
  ['a runtime that is there', { runtimes: [{ handler: 'crun', binary: '/c' }] }, /there already/],
  [
    'a key that is no path',
    { trust: [{ from: 'r.example.com', accept: { gpgKey: 'mQENBF' } }] },
    /is no absolute path/,
  ],
  [
    'two rules for a place',
    {
      trust: [
        { from: 'r.example.com', accept: 'anything' },
        { from: 'r.example.com', accept: 'nothing' },
      ],
    },
    /two rules of trust/,
  ],
  ['trust in no registry', { trust: [{ from: 'shop', accept: 'anything' }] }, /is no registry/],
  [
    'a client certificate where nobody looks',
    { registries: [{ host: 'r.example.com', client: { certificate: '/a.cert', key: '/a.key' } }] },
    /is not where CRI-O looks/,
  ],
  ['logs that are too small', { logSizeMax: 100 }, /less than CRI-O takes/],
])('fails for %s', (_, props, error) => {
  expect(() => make(props)).toThrow(error);
});
