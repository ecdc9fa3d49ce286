import { Metrics } from '../../lib/contracts/metrics';
import { ContainerRuntime } from '../../lib/contracts/container-runtime';
import { ImageRegistry } from '../../lib/contracts/image-registry';
import { metricsCollector } from '../harness/services';
import { sprayed } from './kubespray-cluster';

test('what the CNI replaces is not installed', () => {
  const variables = sprayed({ controlPlane: { kubeProxyMode: undefined } }).variables();
  expect(variables['kube_proxy_remove']).toBe(true);
  expect(variables['kube_network_plugin']).toBe('cni');
});

test('networks of both families are told apart', () => {
  const variables = sprayed({
    controlPlane: {
      podNetworks: ['10.244.0.0/16', '2001:db8:1::/64'],
      serviceNetworks: ['10.96.0.0/16', '2001:db8:2::/112'],
      nodeMaskIpv6: 80,
    },
  }).variables();
  expect(variables).toMatchObject({
    ipv4_stack: true,
    ipv6_stack: true,
    kube_pods_subnet: '10.244.0.0/16',
    kube_pods_subnet_ipv6: '2001:db8:1::/64',
    kube_service_addresses_ipv6: '2001:db8:2::/112',
    kube_network_node_prefix_ipv6: 80,
  });
});

test('one machine of the control plane is asked directly', () => {
  const endpoint = { host: '192.0.2.11', port: 6443 };
  expect(sprayed({ controlPlane: { endpoint } }).variables()).not.toHaveProperty(
    'loadbalancer_apiserver',
  );
  expect(sprayed().variables()).toMatchObject({
    loadbalancer_apiserver: { address: 'api.example.com', port: 6443 },
    apiserver_loadbalancer_domain_name: 'api.example.com',
  });
});

test('flags of the API servers become variables where kubespray has one', () => {
  const variables = sprayed({
    controlPlane: {
      apiServerArguments: {
        'tls-cipher-suites': 'A,B',
        profiling: 'true',
        'enable-admission-plugins': 'DenyServiceExternalIPs',
        'goaway-chance': '0.001',
        'audit-log-path': '/elsewhere',
      },
    },
  }).variables();
  expect(variables).toMatchObject({ tls_cipher_suites: ['A', 'B'], kube_profiling: true });
  expect(variables['kube_apiserver_enable_admission_plugins']).toStrictEqual([
    'NodeRestriction',
    'PodSecurity',
    'DenyServiceExternalIPs',
  ]);
  expect(variables['kube_kubeadm_apiserver_extra_args']).toStrictEqual({
    'goaway-chance': '0.001',
  });
});

test('rules of the audit policy are one text, and say what held for all of them', () => {
  const auditPolicy = { omitStages: ['RequestReceived'], rules: [{ level: 'None' }] };
  const variables = sprayed({ controlPlane: { auditPolicy } }).variables();
  expect(variables['audit_policy_custom_rules']).toBe(
    '- {"omitStages":["RequestReceived"],"level":"None"}\n',
  );
  expect(variables['audit_log_hostpath']).toBe('/var/log/audit');
});

test('limits of events come in the form of kubespray, and their plugin is on', () => {
  const limits = [{ type: 'Server', qps: 50, burst: 100, cacheSize: 10 }];
  const admission = { plugins: [{ name: 'EventRateLimit', configuration: { limits } }] };
  const variables = sprayed({ controlPlane: { admission } }).variables();
  expect(variables['kube_apiserver_admission_event_rate_limits']).toStrictEqual({
    limit_1: { type: 'Server', qps: 50, burst: 100, cache_size: 10 },
  });
  expect(variables['kube_apiserver_enable_admission_plugins']).toContain('EventRateLimit');
});

test('the kubelet keeps what kubespray has no variable for', () => {
  const kubelet = {
    kind: 'KubeletConfiguration',
    maxPods: 200,
    serverTLSBootstrap: true,
    systemReserved: { 'ephemeral-storage': '1Gi' },
    featureGates: { B: true },
    imageMaximumGCAge: '24h',
  };
  const variables = sprayed({ controlPlane: { kubelet, featureGates: { A: false } } }).variables();
  expect(variables).toMatchObject({
    kubelet_max_pods: 200,
    kubelet_rotate_server_certificates: true,
    system_ephemeral_storage_reserved: '1Gi',
    kube_feature_gates: ['A=false'],
    kubelet_feature_gates: ['A=false', 'B=true'],
    kubelet_config_extra_args: { imageMaximumGCAge: '24h' },
  });
});

test('one setting of TLS serves API servers and kubelets, and the former is stronger', () => {
  const kubelet = { tlsMinVersion: 'VersionTLS12' };
  const apiServerArguments = { 'tls-min-version': 'VersionTLS13' };
  const tls = (own: object) => sprayed({ controlPlane: own }).variables()['tls_min_version'];
  expect(tls({ kubelet })).toBe('VersionTLS12');
  expect(tls({ kubelet, apiServerArguments })).toBe('VersionTLS13');
});

test('images and binaries come from where the platform says', () => {
  const variables = sprayed({
    platform: { imageMirror: { registry: 'r.example.com', paths: { 'quay.io': 'quay' } } },
    props: { filesRepository: 'https://files.example.com' },
  }).variables();
  expect(variables).toMatchObject({
    kubeadm_image_repo: 'r.example.com/registry.k8s.io',
    quay_image_repo: 'r.example.com/quay',
    dl_k8s_io_url: 'https://files.example.com/dl.k8s.io',
  });
});

const registry = (mirror: string) =>
  ImageRegistry.with({
    host: 'r.example.com',
    mirrors: [{ upstream: 'quay.io', mirror }],
    caCertificates: '-----BEGIN CERTIFICATE-----\n',
    destination: { address: '192.0.2.40', ports: [443] } as never,
    repository: () => {
      throw new Error('not asked');
    },
  });

test('a mirror below a path is the whole prefix for containerd, with its authority', () => {
  const { variables, text } = sprayed({ wiring: [registry('r.example.com/quay')] });
  expect(variables()['containerd_registries_mirrors']).toStrictEqual([
    {
      prefix: 'quay.io',
      server: 'https://quay.io',
      mirrors: [
        {
          host: 'https://r.example.com/v2/quay',
          override_path: true,
          capabilities: ['pull', 'resolve'],
          ca: '/etc/kubestrata/registry-ca.crt',
        },
      ],
    },
  ]);
  expect(text('nodes/etc/kubestrata/registry-ca.crt')).toContain('BEGIN CERTIFICATE');
});

test('CRI-O has mirrors in its own form', () => {
  const runtime = { name: 'cri-o', version: '1.35.0', socket: '', service: 'crio', handlers: [] };
  const { variables } = sprayed({
    wiring: [registry('r.example.com/quay'), ContainerRuntime.with(runtime as never)],
  });
  expect(variables()).toMatchObject({
    container_manager: 'crio',
    crio_version: '1.35.0',
    crio_registries: [
      {
        prefix: 'quay.io',
        location: 'quay.io',
        mirrors: [{ location: 'r.example.com/quay' }],
      },
    ],
  });
});

test('metrics of the control plane are open only where something reads them', () => {
  const address = (wiring: Parameters<typeof sprayed>[0]) => {
    const { kube_scheduler_bind_address: scheduler, etcd_listen_metrics_urls: etcd } =
      sprayed(wiring).variables();
    return [scheduler, etcd];
  };
  expect(address({})).toStrictEqual(['127.0.0.1', undefined]);
  expect(address({ wiring: [Metrics.with(metricsCollector())] })).toStrictEqual([
    '::',
    'http://0.0.0.0:2381',
  ]);
});

test("the user's variables are over the library's, wherever those are", () => {
  const variables = { kubelet_max_pods: 50, metrics_server_enabled: true, ndots: 1 };
  const { yaml } = sprayed({
    controlPlane: { kubelet: { maxPods: 110 } },
    props: { variables },
  });
  expect(yaml('group_vars/k8s_cluster/kubelet.yml')['kubelet_max_pods']).toBe(50);
  expect(yaml('group_vars/k8s_cluster/add-ons.yml')['metrics_server_enabled']).toBe(true);
  expect(yaml('group_vars/all/own.yml')).toStrictEqual({ ndots: 1 });
});

test('every add-on of kubespray is off', () => {
  const { yaml } = sprayed();
  expect(new Set(Object.values(yaml('group_vars/k8s_cluster/add-ons.yml')))).toStrictEqual(
    new Set([false]),
  );
});

test.each([
  ['containerd', {}, { nri_enabled: true, containerd_enable_selinux: false }],
  [
    'containerd',
    { nri: false, selinux: true },
    { nri_enabled: false, containerd_enable_selinux: true },
  ],
  ['cri-o', { nri: true, selinux: true }, { nri_enabled: true, crio_selinux: 'true' }],
  ['cri-o', { selinux: false }, { nri_enabled: false, crio_selinux: 'false' }],
] as const)('%s with %j lets in who may change containers, and labels them, alike', (...row) => {
  const [name, options, expected] = row;
  const runtime = { name, version: '2.2.1', socket: '', service: '', handlers: [], ...options };
  const { variables } = sprayed({ wiring: [ContainerRuntime.with(runtime)] });
  expect(variables()).toMatchObject(expected);
});
