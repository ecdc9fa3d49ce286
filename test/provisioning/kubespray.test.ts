import { Registry } from '../../lib';
import { ClusterDns } from '../../lib/contracts/cluster-dns';
import { ContainerRuntime } from '../../lib/contracts/container-runtime';
import { ControlPlane } from '../../lib/contracts/control-plane';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { Kubespray } from '../../lib/provisioning/kubespray';
import { sprayed, type Setup } from './kubespray-cluster';

const etcdMachines: Setup['platform'] = {
  machines: [1, 2, 3].map((n) => ({ name: `etcd-${n}`, address: `192.0.2.3${n}`, role: 'etcd' })),
};
const children = (setup: Setup) =>
  (sprayed(setup).yaml('inventory.yaml') as { all: { children: Record<string, unknown> } }).all
    .children;
const host = (setup: Setup, name: string) =>
  (sprayed(setup).yaml('inventory.yaml') as { all: { hosts: Record<string, unknown> } }).all.hosts[
    name
  ];

test('machines of etcd are members, named in order, and etcd runs as a unit there', () => {
  expect(children({ platform: etcdMachines })['etcd']).toStrictEqual({
    hosts: { 'etcd-1': {}, 'etcd-2': {}, 'etcd-3': {} },
  });
  expect(host({ platform: etcdMachines }, 'etcd-2')).toStrictEqual({
    ansible_host: '192.0.2.32',
    ip: '192.0.2.32',
    access_ip: '192.0.2.32',
    etcd_member_name: 'etcd2',
  });
  expect(sprayed({ platform: etcdMachines }).variables()['etcd_deployment_type']).toBe('host');
});

test('without machines of etcd the control plane runs it as kubeadm does', () => {
  expect(children({})['etcd']).toStrictEqual({ children: { kube_control_plane: {} } });
  expect(sprayed().variables()['etcd_deployment_type']).toBe('kubeadm');
});

test('a node has its zone, labels and taints', () => {
  const nodes: Setup['platform'] = {
    nodes: [
      { name: 'cp-1', address: '192.0.2.11', role: 'control-plane', zone: 'a', labels: { x: 'y' } },
      { name: 'w', address: '192.0.2.12', role: 'worker', taints: ['gpu=yes:NoSchedule'] },
    ],
  };
  expect(host({ platform: nodes }, 'cp-1')).toMatchObject({
    node_labels: { 'topology.kubernetes.io/zone': 'a', x: 'y' },
  });
  expect(host({ platform: nodes }, 'w')).toMatchObject({ node_taints: ['gpu=yes:NoSchedule'] });
});

test('a control plane without its own taint is a worker, too', () => {
  const cp = { name: 'cp-1', address: '192.0.2.11', role: 'control-plane' } as const;
  const workers = (taints?: readonly string[]) =>
    children({ platform: { nodes: [{ ...cp, ...(taints && { taints }) }] } })['kube_node'];
  expect(workers([])).toStrictEqual({ hosts: { 'cp-1': {} } });
  expect(workers()).toStrictEqual({ hosts: {} });
  expect(workers(['node-role.kubernetes.io/control-plane:NoSchedule'])).toStrictEqual({
    hosts: {},
  });
});

test('a machine with an IPv6 address is known by it', () => {
  const nodes: Setup['platform'] = {
    nodes: [{ name: 'cp-1', address: '2001:db8::11', role: 'control-plane' }],
  };
  expect(host({ platform: nodes }, 'cp-1')).toStrictEqual({
    ansible_host: '2001:db8::11',
    ip6: '2001:db8::11',
    access_ip6: '2001:db8::11',
  });
});

test('every image that kubespray chooses itself is known to the platform', () => {
  const { platform } = sprayed({
    props: { kubeVip: { virtualAddress: '192.0.2.10' }, nodeLocalDns: true },
    platform: { apiServer: { host: 'api.example.com' } },
  });
  expect(platform.images().images.map(({ image }) => image)).toStrictEqual([
    'ghcr.io/kube-vip/kube-vip:v1.0.3',
    'quay.io/coreos/etcd:v3.6.10',
    'registry.k8s.io/dns/k8s-dns-node-cache:1.25.0',
    'registry.k8s.io/pause:3.10.1',
  ]);
});

test('the README names the address that has to answer, and where the key is', () => {
  const encryption = { provider: 'secretbox', resources: ['secrets'] } as const;
  const text = sprayed({ controlPlane: { encryption } }).text('kubespray/README.md');
  expect(text).toContain('git clone --depth 1 --branch v2.31.0');
  expect(text).toContain('`~/.kubestrata/platform/credentials` holds the key');
  expect(sprayed().text('kubespray/README.md')).not.toContain('holds the key');
});

test('fails without a control plane to set up', () => {
  const { platform, errors } = sprayed();
  new Kubespray(platform, 'other', { wiring: [ControlPlane.none] });
  expect(errors().join()).toContain('needs the definition of a control plane to know what');
});

test.each<[string, Setup, string]>([
  ['a version that is too new', { controlPlane: { version: '1.36.3' } }, 'installs 1.33 to 1.35'],
  ['an unknown patch', { controlPlane: { version: '1.35.9' } }, "set `kubeVersion: '1.35.4'`"],
  [
    'encryption by a plugin',
    { controlPlane: { encryption: { provider: 'kms', resources: ['secrets'] } } },
    "cannot encrypt with 'kms'",
  ],
  [
    'a flag with a file',
    { controlPlane: { apiServerArguments: { 'tracing-config-file': '/etc/t.yaml' } } },
    "--tracing-config-file names the file '/etc/t.yaml'",
  ],
  [
    'a text that Ansible would fill in',
    { controlPlane: { auditPolicy: { rules: [{ users: ['{{ x }}'] }] } } },
    'Ansible would read as a template',
  ],
  [
    'an etcd of somebody else',
    {
      wiring: [
        EtcdCluster.with({
          version: '3.6.10',
          endpoints: [],
          metricsEndpoints: [],
          caFile: '',
          certFile: '',
          keyFile: '',
        }),
      ],
    },
    'cannot use an etcd that it did not install',
  ],
  ['no machines', { platform: { nodes: [] } }, 'has no machines to install on'],
  [
    'an even number of members',
    {
      platform: {
        nodes: [1, 2].map((n) => ({
          name: `cp-${n}`,
          address: `192.0.2.1${n}`,
          role: 'control-plane',
        })),
      },
    },
    'refuses 2 members of etcd',
  ],
])('fails for %s', (_, setup, message) => {
  expect(sprayed(setup).errors().join()).toContain(message);
});

test('another release is not checked, but warned of', () => {
  const { errors, platform } = sprayed({
    controlPlane: { version: '1.36.3' },
    props: { release: '2.32.0' },
  });
  expect(errors()).toStrictEqual([]);
  expect(Registry.of(platform).warnings.map(({ text }) => text() ?? '')).toContainEqual(
    expect.stringContaining("release notes up to '2.32.0'"),
  );
});

test('fails for a version of another minor than the platform', () => {
  expect(() => sprayed({ props: { kubeVersion: '1.34.7' } })).toThrow(
    "kubeVersion '1.34.7' is not of the platform's Kubernetes 1.35",
  );
});

test('fails for etcd of kubeadm beside machines of etcd', () => {
  const setup: Setup = { platform: etcdMachines, props: { etcdDeployment: 'kubeadm' } };
  expect(() => sprayed(setup)).toThrow('the platform has etcd machines');
});

test('warns of a runtime that kubespray does not have', () => {
  const runtime = { name: 'containerd', socket: '', service: '', handlers: ['wasm'] } as const;
  const { platform, variables } = sprayed({
    wiring: [ContainerRuntime.with({ ...runtime, version: '2.3.4', selinux: 'workers' })],
  });
  const warnings = Registry.of(platform).warnings.map(({ text }) => text() ?? '');
  expect(warnings.join()).toContain("on all nodes or on none, not on 'workers'");
  expect(warnings.join()).toContain("has no containerd '2.3.4'");
  expect(warnings.join()).toContain("runtime handler 'wasm'");
  expect(variables()['containerd_version']).toBeUndefined();
});

test('a DNS that is a component is what kubelets hand out, and none is installed', () => {
  const { variables } = sprayed({
    controlPlane: { installsDns: false },
    wiring: [ClusterDns.with({ addresses: ['10.96.0.10', '2001:db8::a'], domain: 'x' })],
  });
  expect(variables()).toMatchObject({ dns_mode: 'manual', manual_dns_server: '10.96.0.10' });
});

test('DNS of kubespray has the address that kubeadm would give it', () => {
  expect(sprayed().variables()).toMatchObject({
    dns_mode: 'coredns',
    skydns_server: '10.96.0.10',
  });
});
