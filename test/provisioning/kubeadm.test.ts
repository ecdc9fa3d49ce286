import { ApiLoadBalancer } from '../../lib/contracts/api-load-balancer';
import { ClusterDns } from '../../lib/contracts/cluster-dns';
import { Network } from '../../lib/contracts/cluster-network';
import { ContainerRuntime } from '../../lib/contracts/container-runtime';
import { ControlPlane } from '../../lib/contracts/control-plane';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { Metrics } from '../../lib/contracts/metrics';
import { metricsCollector } from '../harness/services';
import { flagsOf, made, nodes } from './kubeadm-sample';

const JOIN = 'etc/kubernetes/kubeadm/join.yaml';
const balancer = { host: 'api.example.com', port: 6443, virtualAddress: '192.0.2.10' };
const cni = { encrypted: false, enforcesPolicies: true };
const etcd = {
  version: '3.6.8',
  endpoints: ['https://192.0.2.21:2379'],
  metricsEndpoints: [],
  caFile: '/etc/kubernetes/pki/etcd/ca.crt',
  certFile: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
  keyFile: '/etc/kubernetes/pki/apiserver-etcd-client.key',
};

test('one control plane is its own endpoint, and takes Pods where there are no workers', () => {
  const { init } = made();
  expect(init('ClusterConfiguration')['controlPlaneEndpoint']).toBe('192.0.2.11:6443');
  expect(init('InitConfiguration')['nodeRegistration']).toStrictEqual({
    name: 'cp-1',
    criSocket: 'unix:///run/containerd/containerd.sock',
    imagePullSerial: false,
    taints: [],
    kubeletExtraArgs: [{ name: 'node-ip', value: '192.0.2.11' }],
  });
});

test('several control planes answer behind the load balancer, by all their names', () => {
  const { init } = made({ wiring: [ApiLoadBalancer.with(balancer)] }, { nodes: nodes(3, 1) });
  const { controlPlaneEndpoint, apiServer } = init('ClusterConfiguration');
  expect(controlPlaneEndpoint).toBe('api.example.com:6443');
  expect((apiServer as { certSANs: string[] }).certSANs).toStrictEqual(
    'api.example.com 192.0.2.10 cp-1 192.0.2.11 cp-2 192.0.2.12 cp-3 192.0.2.13 localhost 127.0.0.1'.split(
      ' ',
    ),
  );
});

test('the load balancer may come after', () => {
  const { init, platform } = made({}, { nodes: nodes(3) });
  ApiLoadBalancer.provide(platform, balancer);
  expect(init('ClusterConfiguration')['controlPlaneEndpoint']).toBe('api.example.com:6443');
});

test('machines join by a file, without a token or a key in it', () => {
  const { file } = made({}, { nodes: nodes(3, 1), apiServer: { host: '192.0.2.10' } });
  expect(file(`cp-2/${JOIN}`)).toStrictEqual({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'JoinConfiguration',
    discovery: { file: { kubeConfigPath: '/etc/kubernetes/kubeadm/discovery.conf' } },
    controlPlane: { localAPIEndpoint: { advertiseAddress: '192.0.2.12', bindPort: 6443 } },
    nodeRegistration: {
      name: 'cp-2',
      criSocket: 'unix:///run/containerd/containerd.sock',
      imagePullSerial: false,
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
      kubeletExtraArgs: [{ name: 'node-ip', value: '192.0.2.12' }],
    },
  });
  expect(file(`w-1/${JOIN}`)).not.toHaveProperty('controlPlane');
});

test('kubelets set the labels that they may, an administrator the others', () => {
  const worker = {
    ...nodes(0, 1)[0],
    name: 'w-1',
    zone: 'rack-1',
    labels: { disk: 'nvme', 'node-role.kubernetes.io/worker': '' },
    taints: ['gpu=yes:NoSchedule', 'slow:PreferNoSchedule'],
  } as ReturnType<typeof nodes>[0];
  const { file, steps } = made({}, { nodes: [...nodes(1), worker] });
  expect(file(`w-1/${JOIN}`)['nodeRegistration']).toMatchObject({
    taints: [
      { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
      { key: 'slow', effect: 'PreferNoSchedule' },
    ],
    kubeletExtraArgs: [
      { name: 'node-ip', value: '192.0.2.101' },
      { name: 'node-labels', value: 'topology.kubernetes.io/zone=rack-1,disk=nvme' },
    ],
  });
  const commands = steps('install').flatMap((step) => step.commands ?? []);
  expect(commands).toContain('kubectl label node w-1 --overwrite node-role.kubernetes.io/worker=');
});

test('what is elsewhere is left out: etcd, DNS, kube-proxy', () => {
  const network = { ...cni, replacesKubeProxy: true, kubeProxyMode: 'iptables' as const };
  const { init, images } = made({
    wiring: [
      EtcdCluster.with(etcd),
      Network.with(network),
      ClusterDns.with({ addresses: ['10.96.0.10'], domain: 'cluster.example' }),
    ],
  });
  const cluster = init('ClusterConfiguration');
  expect([cluster['dns'], cluster['proxy'], cluster['etcd']]).toStrictEqual([
    { disabled: true },
    { disabled: true },
    {
      external: {
        endpoints: etcd.endpoints,
        caFile: etcd.caFile,
        certFile: etcd.certFile,
        keyFile: etcd.keyFile,
      },
    },
  ]);
  expect(init('KubeProxyConfiguration')).toStrictEqual({});
  expect(init('KubeletConfiguration')).toMatchObject({
    clusterDNS: ['10.96.0.10'],
    clusterDomain: 'cluster.example',
  });
  expect(images().map(({ image }) => image)).toStrictEqual([
    'registry.k8s.io/kube-apiserver:v1.36.3',
    'registry.k8s.io/kube-controller-manager:v1.36.3',
    'registry.k8s.io/kube-scheduler:v1.36.3',
    'registry.k8s.io/pause:3.10.2',
  ]);
});

test('images come from the mirror, CoreDNS from where kubeadm looks there', () => {
  const { init, images } = made({}, { imageMirror: { registry: 'registry.example.com' } });
  const { imageRepository, dns } = init('ClusterConfiguration');
  expect(imageRepository).toBe('registry.example.com/registry.k8s.io');
  const found = images().find(({ image }) => image.includes('coredns'));
  expect(found?.pulledFrom).toBe(
    `${(dns as { imageRepository: string }).imageRepository}/coredns:v1.14.2`,
  );
});

test('gives metrics to other machines only where something collects them', () => {
  const alone = made();
  const watched = made({ wiring: [Metrics.with(metricsCollector())] });
  const at = ({ init }: typeof alone) => {
    const { scheduler, controllerManager, etcd: own } = init('ClusterConfiguration');
    const { local } = own as { local: Parameters<typeof flagsOf>[0] };
    return [
      flagsOf(scheduler as never)['bind-address'],
      flagsOf(controllerManager as never)['bind-address'],
      flagsOf(local)['listen-metrics-urls'],
      init('KubeProxyConfiguration')['metricsBindAddress'] as unknown,
    ];
  };
  expect(at(alone)).toStrictEqual(['127.0.0.1', '127.0.0.1', undefined, '127.0.0.1:10249']);
  expect(at(watched)).toStrictEqual(['0.0.0.0', '0.0.0.0', 'http://0.0.0.0:2381', '0.0.0.0:10249']);
  const metrics = watched.ports().find(({ port }) => port === 2381);
  expect(metrics).toMatchObject({ on: 'control-plane', from: ['nodes', 'pods'] });
});

test("kubelets speak to the platform's runtime, and kube-proxy works as the CNI wants", () => {
  const { init } = made({
    wiring: [
      ContainerRuntime.with({
        name: 'cri-o',
        version: '1.36.1',
        socket: 'unix:///run/crio/crio.sock',
        service: 'crio',
        handlers: [],
      }),
      Network.with({ ...cni, replacesKubeProxy: false, kubeProxyMode: 'nftables' }),
    ],
  });
  const { nodeRegistration } = init('InitConfiguration');
  expect((nodeRegistration as { criSocket: string }).criSocket).toBe('unix:///run/crio/crio.sock');
  expect(init('KubeProxyConfiguration')['mode']).toBe('nftables');
});

test('ipvs answers for its addresses strictly, and is warned of', () => {
  const { init, warnings } = made({ kubeProxyMode: 'ipvs' });
  expect(init('KubeProxyConfiguration')['ipvs']).toStrictEqual({ strictARP: true });
  expect(warnings()).toStrictEqual([
    "runs kube-proxy with 'ipvs', which Kubernetes has deprecated; take 'nftables'",
  ]);
});

test('what a kubelet has of its own is a patch of its machine alone', () => {
  const { file, files } = made({ kubelets: { 'w-1': { maxPods: 40 } } }, { nodes: nodes(1, 2) });
  expect(file('w-1/etc/kubernetes/kubeadm/patches/kubeletconfiguration+merge.yaml')).toStrictEqual({
    maxPods: 40,
  });
  expect(file(`w-1/${JOIN}`)['patches']).toStrictEqual({
    directory: '/etc/kubernetes/kubeadm/patches',
  });
  expect(file(`w-2/${JOIN}`)).not.toHaveProperty('patches');
  expect([...files().keys()].filter((path) => path.includes('patches'))).toHaveLength(1);
});

test('machines with two addresses have both families', () => {
  const { init, errors, warnings } = made(
    { secondAddresses: { 'cp-1': '2001:db8::11' }, nodeMask: 25 },
    {
      networks: {
        pods: ['10.244.0.0/16', '2001:db8:1::/48'],
        services: ['10.96.0.0/16', '2001:db8:2::/108'],
      },
    },
  );
  const { nodeRegistration } = init('InitConfiguration');
  const { controllerManager } = init('ClusterConfiguration');
  expect(nodeRegistration).toMatchObject({
    kubeletExtraArgs: [{ name: 'node-ip', value: '192.0.2.11,2001:db8::11' }],
  });
  expect(flagsOf(controllerManager as never)).toMatchObject({
    'node-cidr-mask-size-ipv4': '25',
    'node-cidr-mask-size-ipv6': '64',
  });
  expect([errors(), warnings()]).toStrictEqual([[], []]);
});

test('gives its definition away before all is known', () => {
  const { platform, kubeadm } = made({}, { nodes: nodes(3) });
  const definition = ControlPlane.find(platform);
  ApiLoadBalancer.provide(platform, balancer);
  expect(definition?.endpoint).toMatchObject({ host: 'api.example.com', port: 6443 });
  expect({ ...definition }).toStrictEqual({ ...kubeadm.definition });
});

test('load balancers are the only ones from elsewhere that reach API servers', () => {
  const from = (own: Parameters<typeof made>[1]) =>
    made({}, own)
      .ports()
      .find(({ port }) => port === 6443)?.from;
  const machines = [{ name: 'lb-1', address: '192.0.2.5', role: 'load-balancer' as const }];
  expect(from({})).toStrictEqual(['anywhere']);
  expect(from({ machines })).toStrictEqual(['load-balancer', 'nodes', 'pods']);
});
