import type { Machine, PlatformNode } from '../../lib';
import type { StandardPlatformProps } from '../../lib/editions';
import { freeRoot } from '../harness/sample';
import { NODES, standard } from '../harness/standard';

/** All that is wrong with the whole platform. */
function errorsOf(props: StandardPlatformProps): string[] {
  const platform = standard(freeRoot(), {
    kubernetesVersion: '1.36',
    networks: { nodes: ['10.20.0.0/24'] },
    ...props,
  });
  return platform.node.findAll().flatMap((c) => c.node.validate());
}

const [first, second, third, ...WORKERS] = NODES as PlatformNode[];
const kubeVip = { provisioning: { endpoint: 'kube-vip' } } as const;
const etcd = (count: number): Machine[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `etcd-${i + 1}`,
    address: `10.20.0.4${i + 1}`,
    role: 'etcd',
  }));
const pool = (addresses: string): StandardPlatformProps['network'] => ({
  metallb: { pools: [{ name: 'public', addresses: [addresses] }] },
});
const withoutDisks = ({ devices: _, ...node }: PlatformNode): PlatformNode => node;

test('the platform of these tests is all right', () => {
  expect([first, second, third].every((node) => node?.role === 'control-plane')).toBe(true);
  expect(errorsOf(kubeVip)).toStrictEqual([]);
  expect(errorsOf({ machines: etcd(3) })).toStrictEqual([]);
});

test.each<[string, StandardPlatformProps, string]>([
  [
    'an even number of control planes',
    { nodes: [first, second, ...WORKERS] as PlatformNode[] },
    'has 2 control planes, of which no more may fail than of 1; add one, or remove one',
  ],
  [
    'an even number of members of etcd',
    { machines: etcd(2) },
    "has '2' members, which stand the loss of no more than 1 do; add or remove one",
  ],
  [
    'a virtual address that a node has',
    { ...kubeVip, apiServer: { host: '10.20.0.21' } },
    "the API servers' virtual address '10.20.0.21' of 'prod/provisioning/kube-vip' overlaps node 'worker-1' '10.20.0.21' of 'prod'; give one of them other addresses",
  ],
  [
    'a virtual address that a machine beside the cluster has',
    {
      apiServer: { host: '10.20.0.5' },
      machines: [
        { name: 'lb-1', address: '10.20.0.5', role: 'load-balancer' },
        { name: 'lb-2', address: '10.20.0.6', role: 'load-balancer' },
      ],
    },
    "the API servers' virtual address '10.20.0.5' of 'prod/provisioning/haproxy' overlaps machine 'lb-1' '10.20.0.5' of 'prod'; give one of them other addresses",
  ],
  [
    'a virtual address that Services may get',
    { ...kubeVip, apiServer: { host: '10.20.0.200' }, network: pool('10.20.0.192/27') ?? {} },
    "the API servers' virtual address '10.20.0.200' of 'prod/provisioning/kube-vip' overlaps load balancer pool 'public' '10.20.0.192/27' of 'prod/network/metallb'; give one of them other addresses",
  ],
  [
    'an address of the API servers, held by something else, that Services may get',
    { apiServer: { host: '10.20.0.200' }, network: pool('10.20.0.192/27') ?? {} },
    "load balancer pool 'public' '10.20.0.192/27' of 'prod/network/metallb' overlaps the address of the API servers '10.20.0.200' of 'prod'; give one of them other addresses",
  ],
  [
    'Pods and Services of one network',
    { networks: { pods: ['10.96.0.0/12'] } },
    "the pods '10.96.0.0/12' of 'prod' overlaps the services '10.96.0.0/16' of 'prod'; give one of them other addresses",
  ],
  [
    'Pods and nodes of one network',
    { networks: { pods: ['10.20.0.0/16'], nodes: ['10.20.0.0/24'] } },
    "the pods '10.20.0.0/16' of 'prod' overlaps the nodes '10.20.0.0/24' of 'prod'; give one of them other addresses",
  ],
  [
    'a Pod network that is too small for the nodes',
    { networks: { pods: ['10.244.0.0/22'] } },
    "Pod network '10.244.0.0/22' has room for 4 nodes with a /24 each, and there are 6; take a network of /21 or larger, or give `nodeMask: 25` or more",
  ],
  [
    'kubeadm of another version than the platform',
    { provisioning: { kubeadm: { version: '1.35.7' } } },
    "version '1.35.7' is not of the platform's Kubernetes '1.36'; change `version`, or the platform's `kubernetesVersion`",
  ],
  [
    'a kubelet that is too old',
    { provisioning: { kubeadm: { kubeletVersions: { 'worker-1': '1.32.9' } } } },
    "kubelet '1.32.9' of 'worker-1' is 4 minor versions older than the API servers' '1.36.3', and 3 work; upgrade the kubelet first",
  ],
  [
    'a kubelet that is newer than the API servers',
    { provisioning: { kubeadm: { kubeletVersions: { 'worker-1': '1.37.0' } } } },
    "kubelet '1.37.0' of 'worker-1' is newer than the API servers' '1.36.3'; upgrade the control plane first",
  ],
  [
    'a chart that does not run on this Kubernetes',
    { network: { certManager: { chart: { kubeVersion: '>=1.22.0-0 <1.36.0-0' } } } },
    "of 'prod/network/cert-manager/release' runs on Kubernetes '>=1.22.0-0 <1.36.0-0', and this is 1.36; choose another version by `chart`, or change `kubernetesVersion`",
  ],
  [
    'Ceph without disks',
    { nodes: NODES.map(withoutDisks) },
    "has no disks: none of the platform's nodes has `devices`; list them there or in `nodes`, or have Ceph pick them with `allNodes`",
  ],
])('fails for %s', (_, props, says) => {
  expect(errorsOf(props).join('\n')).toContain(says);
});

test.each<[string, StandardPlatformProps, string]>([
  [
    'a virtual address outside of the node network',
    { ...kubeVip, apiServer: { host: '10.30.0.10' } },
    "virtual address '10.30.0.10' is not in the network '10.20.0.0/24' of 'control-plane-1', which is to hold it; take a free address of that network",
  ],
  [
    'a containerd that is not for this Kubernetes',
    { provisioning: { containerd: { version: '1.7.29' } } },
    "containerd '1.7.29' is not for Kubernetes 1.36, the last one with 1.7 is 1.35; take '2.3.4'",
  ],
  [
    'a CRI-O that is not for this Kubernetes',
    { provisioning: { runtime: 'cri-o', criO: { version: '1.35.6' } } },
    "CRI-O '1.35.6' is not for Kubernetes '1.36': their minor versions must be the same",
  ],
])('fails at once for %s', (_, props, says) => {
  expect(() => errorsOf(props)).toThrow(says);
});

test('warns of a CNI that is not tested on this Kubernetes, and of disks in one node only', () => {
  const platform = standard(freeRoot(), {
    kubernetesVersion: '1.37',
    nodes: NODES.map((node) => (node.name === 'worker-1' ? node : withoutDisks(node))),
  });
  const warnings = platform.describe().warnings.map(({ text }) => text);
  expect(warnings.join('\n')).toMatch(/chart 'tigera-operator' \S+ is tested on Kubernetes/);
  expect(warnings).toContain(
    'has disks in one node: all storage stops when it fails; give `devices` to three nodes',
  );
});
