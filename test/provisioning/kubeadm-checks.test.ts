import { ApiLoadBalancer } from '../../lib/contracts/api-load-balancer';
import { ClusterDns } from '../../lib/contracts/cluster-dns';
import { Network } from '../../lib/contracts/cluster-network';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import type { PlatformProps } from '../../lib';
import type { KubeadmProps } from '../../lib/provisioning/kubeadm';
import { made, nodes } from './kubeadm-sample';

const api = { apiServer: { host: '192.0.2.10' } };
const network = { encrypted: false, enforcesPolicies: true, kubeProxyMode: 'nftables' as const };
const etcd = {
  version: '3.5.20',
  endpoints: [],
  metricsEndpoints: [],
  caFile: '',
  certFile: '',
  keyFile: '',
};

const errorOf = (props: KubeadmProps, own: PlatformProps = {}): string =>
  made(props, own).errors().join('\n');

test('finds nothing wrong with one machine, or with three behind a load balancer', () => {
  expect(errorOf({})).toBe('');
  expect(errorOf({}, { nodes: nodes(3, 5), ...api })).toBe('');
});

test.each<[string, KubeadmProps, PlatformProps, string]>([
  ['without a control plane', {}, { nodes: nodes(0, 1) }, 'has no machine for the control plane'],
  ['for an even number of control planes', {}, { nodes: nodes(2), ...api }, 'has 2 control planes'],
  [
    'for several control planes without an endpoint',
    {},
    { nodes: nodes(3) },
    'has 3 control planes and nothing in front of them; add HAProxy or kube-vip',
  ],
  [
    'for a load balancer at another port than the platform says',
    {
      wiring: [
        ApiLoadBalancer.with({ host: '192.0.2.10', port: 8443, virtualAddress: '192.0.2.10' }),
      ],
    },
    { nodes: nodes(3), ...api },
    "is '192.0.2.10:6443', and the load balancer answers at '192.0.2.10:8443'",
  ],
  [
    'for a machine that answers at another port than it listens on',
    {},
    { apiServer: { host: '192.0.2.11', port: 443 } },
    "at port '443' of a machine of its own, where it listens on 6443",
  ],
  [
    'for a Pod network that is too small',
    {},
    { nodes: nodes(3, 14), ...api, networks: { pods: ['10.244.0.0/20'] } },
    "Pod network '10.244.0.0/20' has room for 16 nodes with a /24 each, and there are 17; take a network of /19 or larger, or give `nodeMask: 25` or more",
  ],
  [
    'for a Pod network of IPv6 that is too small',
    {},
    {
      nodes: nodes(1, 2),
      networks: {
        pods: ['10.244.0.0/16', '2001:db8::/63'],
        services: ['10.96.0.0/16', '2001:db8:1::/108'],
      },
    },
    "Pod network '2001:db8::/63' has room for 2 nodes with a /64 each, and there are 3; take a network of /62 or larger, or give `nodeMaskIpv6: 65` or more",
  ],
  [
    'for more parts of a Pod network than Kubernetes counts',
    {},
    { networks: { pods: ['2001:db8::/32'], services: ['2001:db8:1::/108'] } },
    'give `nodeMaskIpv6: 48` or less',
  ],
  [
    'for a Service network that is too large',
    {},
    { networks: { services: ['10.0.0.0/11'] } },
    "Service network '10.0.0.0/11' is larger than Kubernetes takes; make it /12 or smaller",
  ],
  [
    'for two networks of one family',
    {},
    { networks: { pods: ['10.244.0.0/16', '10.245.0.0/16'] } },
    'give one, or one of IPv4 and one of IPv6',
  ],
  [
    'for another zone of Services than DNS has',
    {
      dnsDomain: 'cluster.example',
      wiring: [ClusterDns.with({ addresses: ['10.96.0.10'], domain: 'cluster.local' })],
    },
    {},
    "has the DNS domain 'cluster.example', and the DNS of the platform answers for 'cluster.local'",
  ],
  [
    'for Docker',
    { criSocket: 'unix:///var/run/docker.sock' },
    {},
    "cannot run containers by Docker ('unix:///var/run/docker.sock')",
  ],
  [
    'for a kubelet that is newer than its API server',
    { kubeletVersions: { 'cp-1': '1.36.4' } },
    {},
    "kubelet '1.36.4' of 'cp-1' is newer than the API servers' '1.36.3'",
  ],
  [
    'for a kubelet that is too old',
    { kubeletVersions: { 'cp-1': '1.32.0' } },
    {},
    "is 4 minor versions older than the API servers' '1.36.3', and 3 work",
  ],
  [
    'for a machine that nobody knows',
    { kubelets: { 'cp-9': {} } },
    {},
    "`kubelets` names the machine 'cp-9', which is not a node",
  ],
  [
    'for a taint that is none',
    {},
    { nodes: nodes(1).map((node) => ({ ...node, taints: ['gpu=NoSchedule'] })) },
    "taint 'gpu=NoSchedule' of 'cp-1' is none",
  ],
  ['for an old etcd', { wiring: [EtcdCluster.with(etcd)] }, {}, "bring it to '3.5.24' or newer"],
  [
    'for options of an etcd that there is not',
    { etcd: {}, wiring: [EtcdCluster.with({ ...etcd, version: '3.6.8' })] },
    {},
    'and an external etcd too; drop one of them',
  ],
  [
    'for elections that are too quick',
    { etcd: { heartbeatMilliseconds: 300 } },
    {},
    'raise `electionMilliseconds` to 1500 or more',
  ],
  [
    'for a mode of kube-proxy that the CNI does not work beside',
    {
      kubeProxyMode: 'iptables',
      wiring: [Network.with({ ...network, replacesKubeProxy: false })],
    },
    {},
    "has the kube-proxy mode 'iptables' beside a CNI that works with 'nftables'",
  ],
  [
    'for a kube-proxy that the CNI replaces',
    { kubeProxyMode: 'nftables', wiring: [Network.with({ ...network, replacesKubeProxy: true })] },
    {},
    'and a CNI that replaces kube-proxy; drop `kubeProxyMode`',
  ],
])('fails %s', (_, props, own, expected) => {
  expect(errorOf(props, own)).toContain(expected);
});

test('warns of more Pods than a node has addresses', () => {
  expect(made({ nodeMask: 26 }).warnings()).toStrictEqual([
    'gives each node 62 Pod addresses (/26) and lets it run 110 Pods; lower `nodeMask` or `kubelet.maxPods`, unless the CNI hands out addresses by itself',
  ]);
});

test('warns of an endpoint that is one of several control planes', () => {
  const { warnings } = made({}, { nodes: nodes(3), apiServer: { host: '192.0.2.12' } });
  expect(warnings()).toStrictEqual([
    "has 3 control planes that all are reached at 'cp-2'; give the platform's `apiServer` an address that moves, else the cluster stops with that machine",
  ]);
});

test('says nothing worse than that where there is no platform at all', () => {
  expect(() => made({}, { nodes: [] }).files()).not.toThrow();
});
