import { Platform, Registry, type Machine, type PlatformNode, type PlatformProps } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { ProvisioningLayer, type ProvisioningLayerProps } from '../../lib/provisioning';
import { freeRoot } from '../harness/sample';

const controlPlanes = (count: number): PlatformNode[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `cp-${i + 1}`,
    address: `192.0.2.1${i + 1}`,
    role: 'control-plane',
  }));
const several = (role: Machine['role'], count: number): Machine[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `${role}-${i + 1}`,
    address: `192.0.2.${{ 'load-balancer': 2, etcd: 3, build: 4 }[role]}${i + 1}`,
    role,
  }));

/** Three control planes at one address. */
const THREE: PlatformProps = {
  kubernetesVersion: '1.36',
  nodes: controlPlanes(3),
  apiServer: { host: '192.0.2.10' },
  networks: { nodes: ['192.0.2.0/24'] },
};

function layer(platform: PlatformProps, props: ProvisioningLayerProps = {}) {
  const root = freeRoot();
  const made = new ProvisioningLayer(new Platform(root, 'p', platform), 'provisioning', props);
  return {
    made,
    types: Registry.of(made).components.map((c) => c.constructor.name),
    files: () => hostFiles(root),
    errors: () => root.node.findAll().flatMap((c) => c.node.validate()),
    warnings: () =>
      Registry.of(made).warnings.flatMap(({ by, text }) => (by === made ? (text() ?? []) : [])),
  };
}

const ALWAYS = ['Installation', 'NodePrerequisites', 'Containerd', 'Kubeadm', 'MachineMetrics'];

test('a platform without machines has no files of any, and no word about it', () => {
  const { types, files, warnings } = layer({});
  expect([types, [...files()], warnings()]).toStrictEqual([[], [], []]);
});

test('it may stand outside of a platform', () => {
  const made = new ProvisioningLayer(freeRoot(), 'provisioning');
  expect(made.kubeadm).toBeUndefined();
});

test('workers alone are those of a control plane that somebody else runs', () => {
  const nodes = [{ name: 'w', address: '192.0.2.1', role: 'worker' }] as const;
  const { types, warnings } = layer({ nodes });
  expect([types, warnings()]).toStrictEqual([[], []]);
});

test('one control plane needs nothing in front of it', () => {
  const { types, errors, files } = layer({ kubernetesVersion: '1.36', nodes: controlPlanes(1) });
  expect(types).toStrictEqual(ALWAYS);
  expect(errors()).toStrictEqual([]);
  expect(files().get('cp-1/etc/kubernetes/kubeadm/init.yaml')?.text).toContain(
    "controlPlaneEndpoint: '192.0.2.11:6443'",
  );
});

test('several control planes at an address that something answers for already', () => {
  const { types, errors, made } = layer(THREE);
  expect(types).toStrictEqual(ALWAYS);
  expect(errors()).toStrictEqual([]);
  expect(made.endpoint).toBeUndefined();
});

test('several control planes and nothing in front of them are not installed, with a warning', () => {
  const { types, warnings } = layer({ nodes: controlPlanes(3) });
  expect(types).toStrictEqual([]);
  expect(warnings()).toStrictEqual([
    "installs nothing: there are 3 control planes and nothing in front of them; give the platform `apiServer: { host }`, with machines of role `load-balancer` or `endpoint: 'kube-vip'` if nothing answers there yet, or say `installer: 'none'`",
  ]);
});

test('machines without a control plane are not installed, with a warning', () => {
  const { types, warnings } = layer({ machines: several('build', 1) });
  expect(types).toStrictEqual([]);
  expect(warnings()).toStrictEqual([
    "installs nothing: none of the platform's `nodes` is a control plane; name one, or say `installer: 'none'`",
  ]);
});

test.each([[controlPlanes(3)], [controlPlanes(2)], [[]]])(
  "with the installer 'none' there is nothing for machines, and no word about it",
  (nodes) => {
    const machines = several('load-balancer', 2);
    const { types, files, warnings } = layer({ nodes, machines }, { installer: 'none' });
    expect([types, [...files()], warnings()]).toStrictEqual([[], [], []]);
  },
);

test('an installer that is asked for says what it lacks', () => {
  const { errors } = layer({}, { installer: 'kubeadm' });
  expect(errors().join()).toContain('has no machine for the control plane; name one');
});

test('machines for it have HAProxy in front', () => {
  const { types, errors, files } = layer({ ...THREE, machines: several('load-balancer', 2) });
  expect(types).toContain('HaProxy');
  expect(errors()).toStrictEqual([]);
  expect([...files().keys()]).toContain('load-balancer/etc/haproxy/haproxy.cfg');
});

test('kube-vip is in front without machines of its own', () => {
  const { types, errors } = layer(THREE, { endpoint: 'kube-vip' });
  expect(types).toContain('KubeVip');
  expect(types).not.toContain('HaProxy');
  expect(errors()).toStrictEqual([]);
});

test.each(['kube-vip', 'none'] as const)(
  'warns of load balancers that %s leaves without work',
  (endpoint) => {
    const platform = { ...THREE, machines: several('load-balancer', 2) };
    expect(layer(platform, { endpoint }).warnings()).toStrictEqual([
      `has machines with role \`load-balancer\` and the endpoint '${endpoint}', so nothing runs on them; choose 'haproxy', or leave them out`,
    ]);
  },
);

test('etcd and builds have machines of their own where the platform names some', () => {
  const machines = [...several('etcd', 3), ...several('build', 1)];
  const { types, errors } = layer({ ...THREE, machines });
  expect(types).toStrictEqual([
    ...ALWAYS.slice(0, 3),
    'Etcd',
    'Kubeadm',
    'BuildHosts',
    'MachineMetrics',
  ]);
  expect(errors()).toStrictEqual([]);
});

test.each([
  ['etcd', "has no machines to run on; give the platform `machines` with role 'etcd'"],
  ['buildHosts', "has no machines to run on; give the platform `machines` with role 'build'"],
] as const)('fails for settings of %s without such machines', (setting, says) => {
  expect(
    layer(THREE, { [setting]: {} })
      .errors()
      .join(),
  ).toContain(says);
});

test('CRI-O takes the place of containerd, for kubelets too', () => {
  const { types, files } = layer(THREE, { runtime: 'cri-o' });
  expect(types).toStrictEqual(ALWAYS.map((type) => (type === 'Containerd' ? 'CriO' : type)));
  const text = files().get('cp-1/etc/kubernetes/kubeadm/init.yaml')?.text;
  expect(text).toContain('criSocket: unix:///var/run/crio/crio.sock');
});

test('kubespray comes beside kubeadm, where it is asked for', () => {
  const platform = { ...THREE, kubernetesVersion: '1.35' };
  const kubespray = { kubeVersion: '1.35.4' };
  const { types, files, errors } = layer(platform, { kubespray });
  expect(types).toStrictEqual([...ALWAYS, 'Kubespray']);
  expect(errors()).toStrictEqual([]);
  expect([...files().keys()]).toContain('kubespray/inventory.yaml');
});

test('whom to log in as is said once', () => {
  const platform = { ...THREE, kubernetesVersion: '1.35', machines: several('etcd', 3) };
  const props = { sshUser: 'ops', kubespray: { kubeVersion: '1.35.4' } };
  const { files } = layer(platform, props);
  const text = (path: string): string => files().get(path)?.text ?? '';
  expect(text('ansible/inventory.yaml')).toContain('ansible_user: ops');
  expect(text('kubespray/inventory.yaml')).toContain('ansible_user: ops');
  // Every command of a runbook that goes to a machine.
  const logins = ['README.md', 'UPGRADE.md', 'CERTIFICATES.md', 'RECOVERY.md'].flatMap((path) => [
    ...text(path).matchAll(/^(?:ssh|scp)\b.*$/gm),
  ]);
  expect(logins.length).toBeGreaterThan(3);
  for (const [command] of logins) expect(command).toContain('ops@');
});

test.each([
  ['haproxy', 'haproxy', { endpoint: 'kube-vip' }],
  ['kubeVip', 'kube-vip', {}],
  ['criO', 'cri-o', {}],
  ['containerd', 'containerd', { runtime: 'cri-o' }],
] as const)('fails for settings of %s where %s is not chosen', (setting, name, props) => {
  expect(() => layer(THREE, { ...props, [setting]: {} })).toThrow(
    `[p/provisioning] \`${setting}\` is given, but '${name}' is not chosen; choose it, or drop its settings`,
  );
});

const OF_MACHINES = [
  ...['kubeadm', 'haproxy', 'kubeVip', 'containerd', 'criO', 'etcd', 'buildHosts'],
  ...['nodePrerequisites', 'kubespray', 'installation'],
];

test.each(OF_MACHINES)("fails for settings of %s with the installer 'none'", (setting) => {
  expect(() => layer(THREE, { installer: 'none', [setting]: {} })).toThrow(
    `\`${setting}\` is given, but the installer is 'none'; drop the setting, or the installer`,
  );
});

test('fails for settings of machines that cannot be installed, and says what is missing', () => {
  expect(() => layer({ nodes: controlPlanes(3) }, { kubeadm: {} })).toThrow(
    '`kubeadm` is given, but there are 3 control planes and nothing in front of them; give the platform',
  );
  expect(() => layer({}, { endpoint: 'kube-vip' })).toThrow(
    "`endpoint` is given, but none of the platform's `nodes` is a control plane; name one",
  );
});

test('fails for docker as the runtime of nodes, with the way out', () => {
  expect(() => layer(THREE, { runtime: 'docker' as 'containerd' })).toThrow(
    "[p/provisioning] the runtime 'docker' is none for nodes since Kubernetes 1.24 left dockershim out; take 'containerd'",
  );
});
