import { App, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, type PlatformProps } from '../../lib';
import { Network } from '../../lib/contracts/cluster-network';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { Exposure } from '../../lib/contracts/exposure';
import { LoadBalancing } from '../../lib/contracts/load-balancing';
import { Login } from '../../lib/contracts/login-gate';
import { Metrics, type AlertRule, type MetricsCollector } from '../../lib/contracts/metrics';
import { Registry } from '../../lib/kernel';
import { Cilium, type CiliumProps } from '../../lib/network/cilium';
import { gateway, loginGate } from '../harness/services';

const free = () => new Construct(undefined as never, '');
const apiServer = { host: 'api.example.com' };

const on = (platform: PlatformProps, props: CiliumProps = {}) => {
  const cluster = new Platform(new App(), 'prod', { apiServer, ...platform });
  return new Cilium(cluster, 'cilium', props);
};

/** Specs of the drawn objects, by `Kind name`. */
const drawn = (of: Construct) =>
  Object.fromEntries(
    Registry.of(of).objects.map((o) => [
      `${o.kind.kind} ${o.name}`,
      (o.manifest as never as { spec: unknown }).spec,
    ]),
  );

const pools = [{ name: 'public', addresses: ['192.0.2.0/28'] }];
const tor = { name: 'tor', address: '198.51.100.1', asn: 64513 };
const bgp: CiliumProps = { loadBalancing: 'bgp', asn: 64512, peers: [tor], pools };

test('works in a chart of the user, without a platform', () => {
  const chart = Testing.chart();
  new Cilium(chart, 'cilium', { apiServer });
  expect(Testing.synth(chart)).toStrictEqual([]);
});

test('replaces kube-proxy, and tells the agents where the API server is', () => {
  const cilium = on({});
  expect(cilium.release.values).toMatchObject({
    kubeProxyReplacement: 'true',
    k8sServiceHost: 'api.example.com',
    k8sServicePort: '6443',
    bpf: { masquerade: true },
  });
  expect(Network.find(cilium)).toStrictEqual({
    replacesKubeProxy: true,
    kubeProxyMode: 'iptables',
    encrypted: false,
    enforcesPolicies: true,
  });
});

test('leaves Services to kube-proxy where it is told to', () => {
  const { values } = on({}, { kubeProxyReplacement: false }).release;
  expect(values).toMatchObject({ kubeProxyReplacement: 'false', bpf: { masquerade: false } });
  expect(values).not.toHaveProperty('k8sServiceHost');
});

test('hands out the Pod networks of the platform, of both families', () => {
  const pods = ['10.20.0.0/16', '2001:db8:20::/104'];
  expect(on({ networks: { pods } }).release.values).toMatchObject({
    ipv4: { enabled: true },
    ipv6: { enabled: true },
    ipam: {
      mode: 'cluster-pool',
      operator: {
        clusterPoolIPv4PodCIDRList: ['10.20.0.0/16'],
        clusterPoolIPv6PodCIDRList: ['2001:db8:20::/104'],
      },
    },
  });
});

test('routes natively within the Pod network', () => {
  expect(on({}, { routing: 'native' }).release.values).toMatchObject({
    routingMode: 'native',
    autoDirectNodeRoutes: true,
    ipv4NativeRoutingCIDR: '10.244.0.0/16',
  });
});

test('keeps out of LoadBalancers unless it is asked to serve them', () => {
  const cilium = on({});
  expect(LoadBalancing.find(cilium)).toBeUndefined();
  expect(cilium.release.values).toMatchObject({
    enableLBIPAM: false,
    defaultLBServiceIPAM: 'none',
    l2announcements: { enabled: false },
    bgpControlPlane: { enabled: false },
  });
});

test('answers for LoadBalancers on layer 2', () => {
  const cilium = on(
    {},
    {
      loadBalancing: 'l2',
      pools: [{ ...pools[0]!, addresses: ['192.0.2.1-192.0.2.9', '192.0.2.20'] }],
    },
  );
  expect(drawn(cilium)).toStrictEqual({
    'CiliumLoadBalancerIPPool public': {
      allowFirstLastIPs: 'No',
      blocks: [
        { start: '192.0.2.1', stop: '192.0.2.9' },
        { start: '192.0.2.20', stop: '192.0.2.20' },
      ],
    },
    'CiliumL2AnnouncementPolicy all': { loadBalancerIPs: true },
  });
  expect(cilium.release.values).toMatchObject({
    enableLBIPAM: true,
    defaultLBServiceIPAM: 'lbipam',
    k8sClientRateLimit: { qps: 50, burst: 100 },
  });
});

test('tells routers of LoadBalancers by BGP, one object for each group of nodes', () => {
  const cilium = on({}, { loadBalancing: 'bgp', asn: 64512, pools });
  const rack = (zone: string) => ({ nodeLabels: { zone } });
  cilium.addBgpPeer({ ...tor, name: 'a-1', ...rack('a'), holdTimeSeconds: 9 });
  cilium.addBgpPeer({ ...tor, name: 'a-2', ...rack('a'), localAsn: 64600 });
  cilium.addBgpPeer({ ...tor, name: 'b-1', ...rack('b'), passwordSecret: 'tor' });
  const objects = drawn(cilium);
  const session = { peerAddress: '198.51.100.1', peerASN: 64513 };
  expect(objects['CiliumBGPClusterConfig nodes-of-a-1']).toStrictEqual({
    nodeSelector: { matchLabels: { zone: 'a' } },
    bgpInstances: [
      {
        name: 'as-64512',
        localASN: 64512,
        peers: [{ name: 'a-1', ...session, peerConfigRef: { name: 'a-1' } }],
      },
      {
        name: 'as-64600',
        localASN: 64600,
        peers: [{ name: 'a-2', ...session, peerConfigRef: { name: 'a-2' } }],
      },
    ],
  });
  expect(objects['CiliumBGPPeerConfig a-1']).toMatchObject({
    timers: { holdTimeSeconds: 9, keepAliveTimeSeconds: 3 },
    families: [{ afi: 'ipv4', safi: 'unicast' }],
  });
  expect(objects).toHaveProperty(['CiliumBGPClusterConfig nodes-of-b-1']);
  expect(objects['CiliumBGPAdvertisement services']).toMatchObject({
    advertisements: [{ advertisementType: 'Service', service: { addresses: ['LoadBalancerIP'] } }],
  });
  expect(cilium.node.validate()).toStrictEqual([]);
});

test('tells chosen peers of Pods, with communities of both lengths', () => {
  const cilium = on({}, { ...bgp, peers: [{ ...tor, advertisements: ['pods'] }] });
  cilium.addBgpAdvertisement({ name: 'pods', what: 'pods', communities: ['1:2', '3:4:5'] });
  expect(drawn(cilium)).toMatchObject({
    'CiliumBGPAdvertisement pods': {
      advertisements: [
        {
          advertisementType: 'PodCIDR',
          attributes: { communities: { standard: ['1:2'], large: ['3:4:5'] } },
        },
      ],
    },
    'CiliumBGPPeerConfig tor': {
      families: [
        {
          advertisements: {
            matchExpressions: [
              { key: 'kubestrata.io/advertisement', operator: 'In', values: ['pods'] },
            ],
          },
        },
      ],
    },
  });
});

test('gives Services fixed addresses by annotation', () => {
  const cilium = on({}, bgp);
  expect(
    LoadBalancing.find(cilium)?.serviceAnnotations({ addresses: ['192.0.2.3'] }),
  ).toStrictEqual({
    'lbipam.cilium.io/ips': '192.0.2.3',
  });
  cilium.addPool({
    name: 'internal',
    addresses: ['198.51.100.0/28'],
    serviceLabels: { zone: 'internal' },
  });
  expect(cilium.serviceLabels({ pool: 'internal' })).toStrictEqual({ zone: 'internal' });
  expect(() => cilium.serviceLabels({ pool: 'public' })).toThrow(
    "a Service asks for pool 'public', which is not there or has no labels to ask by",
  );
});

test('serves its own class only, beside a second load balancer', () => {
  const cilium = on({}, { ...bgp, ownClassOnly: true });
  expect(cilium.loadBalancerClass).toBe('io.cilium/bgp-control-plane');
  expect(cilium.release.values['defaultLBServiceIPAM']).toBe('none');
});

test('makes its certificates in the cluster, not at each render', () => {
  const { values } = on({}, { clusterMesh: { id: 1 } }).release;
  expect(values).toMatchObject({
    hubble: { tls: { auto: { method: 'cronJob' } } },
    clustermesh: { apiserver: { tls: { auto: { method: 'cronJob' }, authMode: 'cluster' } } },
  });
});

test('opens metrics only where somebody collects them', () => {
  const cilium = on({});
  expect(cilium.release.values).toMatchObject({
    operator: { prometheus: { enabled: false } },
    envoy: { prometheus: { enabled: false } },
  });
  const rules: string[] = [];
  Metrics.provide(
    cilium,
    collector((alert) => rules.push(alert)),
  );
  const serviceMonitor = { enabled: true, labels: { release: 'prometheus' }, interval: '30s' };
  expect(cilium.release.values).toMatchObject({
    prometheus: { enabled: true, serviceMonitor: { ...serviceMonitor, trustCRDsExist: true } },
    operator: { prometheus: { enabled: true, serviceMonitor } },
    hubble: { metrics: { enabled: ['dns', 'drop', 'flow', 'icmp', 'tcp'], serviceMonitor } },
  });
  expect(rules).toContain('CiliumAgentDown');
  expect(rules).not.toContain('CiliumBgpSessionDown');
});

test('alerts about BGP, the mesh and IPsec where they are on', () => {
  const cilium = on(
    {},
    {
      ...bgp,
      clusterMesh: { id: 1 },
      encryption: { type: 'ipsec', keys: { name: 'ipsec', key: 'keys' } },
    },
  );
  const rules: string[] = [];
  Metrics.provide(
    cilium,
    collector((alert) => rules.push(alert)),
  );
  expect(rules).toStrictEqual(
    expect.arrayContaining([
      'CiliumServicesWithoutAddress',
      'CiliumBgpSessionDown',
      'CiliumRemoteClusterNotReady',
      'CiliumIpsecErrors',
    ]),
  );
});

test('reads the keys of IPsec from a Secret', () => {
  const keys = { name: 'ipsec', key: 'ring' };
  expect(
    on({}, { encryption: { type: 'ipsec', keys } }).release.values['encryption'],
  ).toStrictEqual({
    enabled: true,
    type: 'ipsec',
    nodeEncryption: false,
    ipsec: { secretName: 'ipsec', keyFile: 'ring' },
  });
});

test('gives the page for flows a hostname only when it is asked to, behind a login', () => {
  const gate = loginGate();
  const internal = on({ domain: 'k8s.example.com' }, { hubbleUi: 'internal' });
  Login.provide(internal, gate);
  expect(gate.asked).toStrictEqual([]);
  const exposed = on({ domain: 'k8s.example.com' }, { hubbleUi: 'exposed' });
  Login.provide(exposed, gate);
  expect(gate.asked).toMatchObject([
    { host: 'hubble.k8s.example.com', service: 'hubble-ui', podPort: 8081, role: 'editor' },
  ]);
});

test('exposes the page without a login only where it is told so, with a warning', () => {
  const exposed = gateway();
  const open = on({ domain: 'k8s.example.com' }, { hubbleUi: 'exposed', hubbleLogin: 'none' });
  Exposure.provide(open, exposed);
  expect(exposed.asked).toMatchObject([{ host: 'hubble.k8s.example.com' }]);
  expect(Registry.of(open).warnings.map((w) => w.text())).toContain(
    'the Hubble page has no login and shows who talks to whom; close its hostname at the gateway',
  );
});

test('leaves kube-proxy to whoever defines the control plane too', () => {
  const cilium = on({});
  const warns = () => Registry.of(cilium).warnings.some((w) => w.text()?.includes('kube-proxy:'));
  expect(warns()).toBe(true);
  ControlPlane.provide(cilium, {} as ControlPlaneDefinition);
  expect(warns()).toBe(false);
});

test('warns of a Kubernetes that the project does not test', () => {
  const first = (kubernetesVersion: string) =>
    Registry.of(on({ kubernetesVersion })).warnings[0]?.text();
  expect(first('1.32')).toBe(
    "chart 'cilium' 1.20.0 is tested on Kubernetes 1.33 to 1.36, and this is 1.32; try it before others rely on it",
  );
  expect(first('1.33')).toContain('needs Linux 5.10');
});

test('fails for an exposed page where nothing asks for a login', () => {
  const cilium = on({ domain: 'k8s.example.com' }, { hubbleUi: 'exposed' });
  expect(cilium.node.validate()).toContain(
    "needs a login proxy to ask for a login in front of 'hubble.k8s.example.com', and nothing in this platform provides one; add a component that does, or pass `wiring`",
  );
});

test('draws the Service of the mesh itself, for its address comes after the release', () => {
  const cilium = on(
    {},
    { ...bgp, clusterMesh: { id: 1, service: 'LoadBalancer', address: '192.0.2.5' } },
  );
  expect(cilium.release.values['clustermesh']).toMatchObject({
    apiserver: { service: { externallyCreated: true } },
  });
  expect(drawn(cilium)['Service clustermesh-apiserver']).toMatchObject({ type: 'LoadBalancer' });
});

test('waits for the CRDs of the Gateway API', () => {
  const cilium = on({}, { gatewayApi: true });
  expect(cilium.release.values['gatewayAPI']).toStrictEqual({
    enabled: true,
    gatewayClass: { create: 'true' },
  });
  expect(cilium.release.needs).toContain('GatewayClass.gateway.networking.k8s.io');
});

test('turns the egress gateway on only when there is a policy', () => {
  const cilium = on({});
  expect(cilium.release.values['egressGateway']).toStrictEqual({ enabled: false });
  const gatewayLabels = { role: 'edge' };
  cilium.addEgressPolicy({ name: 'bank', destinations: ['203.0.113.0/24'], gatewayLabels });
  expect(cilium.release.values['egressGateway']).toStrictEqual({ enabled: true });
});

test('runs two of everything on different nodes, and one on a single node', () => {
  const relay = ({ release }: Cilium) => (release.values['hubble'] as { relay: object }).relay;
  expect(relay(on({}))).toMatchObject({
    replicas: 2,
    podDisruptionBudget: { enabled: true },
    topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }],
  });
  const single = on({ profile: 'single-node' });
  expect(relay(single)).toMatchObject({ replicas: 1 });
  expect(single.release.values['operator']).toMatchObject({ replicas: 1 });
});

test('goes without digests where the mirror changes them', () => {
  const imageMirror = { registry: 'mirror.example.com' };
  expect(on({ imageMirror }, { imageDigests: false }).release.values).toMatchObject({
    image: { repository: 'mirror.example.com/quay.io/cilium/cilium', useDigest: false },
    operator: { image: { useDigest: false } },
    hubble: { relay: { image: { useDigest: false } } },
  });
});

test.each<[string, CiliumProps, string]>([
  [
    'layer 2 beside kube-proxy',
    { loadBalancing: 'l2', kubeProxyReplacement: false },
    "`loadBalancing: 'l2'` works without kube-proxy only",
  ],
  [
    'Gateways beside kube-proxy',
    { gatewayApi: true, kubeProxyReplacement: false },
    '`gatewayApi` works without kube-proxy only',
  ],
  [
    'a name that does not fit',
    { clusterName: 'North' },
    "the cluster's name 'North' does not fit; pass a `clusterName`",
  ],
  ['a page without flows', { hubble: false, hubbleUi: 'internal' }, 'leave `hubble` on'],
  ['encrypted nodes without WireGuard', { encryptNodes: true }, 'without WireGuard'],
  ['BBR alone', { bbr: true }, 'cannot use BBR without the bandwidth manager'],
  ['a number outside the mesh', { clusterMesh: { id: 256 } }, "has the number '256' in the mesh"],
  [
    'two clusters of one name',
    {
      clusterName: 'north',
      clusterMesh: { id: 1, clusters: [{ name: 'north', addresses: ['192.0.2.1'], pods: [] }] },
    },
    "there are two clusters 'north' in the mesh",
  ],
  [
    'a cluster that is reached by name',
    {
      clusterName: 'north',
      clusterMesh: { id: 1, clusters: [{ name: 'south', addresses: ['a.example'], pods: [] }] },
    },
    "cluster 'south' is reached at 'a.example'; pass its IP addresses",
  ],
  [
    'a native network without the Pods',
    { routing: 'native', nativeRoutingCidr: '10.0.0.0/16' },
    "the Pod network '10.244.0.0/16' is not in `nativeRoutingCidr` '10.0.0.0/16'; widen it",
  ],
  [
    'a pool that nobody hands out',
    { pools },
    "pool 'public' is of no use with the load balancing 'none'; choose 'l2' or 'bgp'",
  ],
  [
    'a pool without addresses',
    { loadBalancing: 'l2', pools: [{ name: 'a', addresses: [] }] },
    "pool 'a' has no addresses",
  ],
  [
    'a pool with host bits',
    { loadBalancing: 'l2', pools: [{ name: 'a', addresses: ['192.0.2.7/28'] }] },
    "pool 'a': '192.0.2.7/28' is not the start of its network",
  ],
  ['two pools of one name', { ...bgp, pools: [...pools, ...pools] }, 'there is already a pool'],
  [
    'a peer without BGP',
    { loadBalancing: 'l2', peers: [tor] },
    "peer 'tor' is of no use with the load balancing 'l2'; choose 'bgp'",
  ],
  ['two peers of one name', { ...bgp, peers: [tor, tor] }, "there is already a peer 'tor'"],
  [
    'a peer that is a range',
    { ...bgp, peers: [{ ...tor, address: '192.0.2.0/24' }] },
    "peer 'tor' has the address '192.0.2.0/24'",
  ],
  [
    'a peer of no autonomous system',
    { ...bgp, peers: [{ ...tor, asn: 0 }] },
    "peer 'tor' has the autonomous system '0'",
  ],
  [
    'a cluster of no autonomous system',
    { loadBalancing: 'bgp', peers: [tor] },
    "peer 'tor' has no local autonomous system",
  ],
])('fails for %s', (_, props, message) => {
  expect(() => new Cilium(free(), 'cilium', { clusterName: 'prod', ...props })).toThrow(message);
});

test('fails for policies that select nothing, nodes without a firewall, or allow nothing', () => {
  const cilium = on({});
  const endpointSelector = {};
  expect(() => cilium.addNetworkPolicy('shop', 'p', { ingress: [] })).toThrow(
    "policy 'shop/p' selects Pods and nodes, or neither",
  );
  expect(() => cilium.addNetworkPolicy('shop', 'p', { nodeSelector: {}, ingress: [] })).toThrow(
    "policy 'shop/p' selects nodes, which have no namespace",
  );
  expect(() => cilium.addClusterwideNetworkPolicy('p', { nodeSelector: {}, ingress: [] })).toThrow(
    "policy 'p' selects nodes, but the host firewall is off",
  );
  expect(() => cilium.addClusterwideNetworkPolicy('p', { endpointSelector })).toThrow(
    "policy 'p' has no rules",
  );
});

test('fails for egress that no gateway serves', () => {
  const policy = { name: 'p', destinations: ['203.0.113.0/24'], gatewayLabels: { role: 'edge' } };
  const cilium = on({});
  expect(() => cilium.addEgressPolicy({ ...policy, destinations: [] })).toThrow('no destinations');
  expect(() => cilium.addEgressPolicy({ ...policy, destinations: ['2001:db8::/32'] })).toThrow(
    "names '2001:db8::/32', but gateways serve IPv4 only",
  );
  expect(() =>
    cilium.addEgressPolicy({ ...policy, address: '192.0.2.1', interface: 'eth0' }),
  ).toThrow('names an address and an interface');
  expect(() => on({}, { kubeProxyReplacement: false }).addEgressPolicy(policy)).toThrow(
    "egress policy 'p' works without kube-proxy only",
  );
});

test('fails when the API server, addresses, routers or an advertisement are missing', () => {
  const cluster = new Platform(new App(), 'prod');
  expect(new Cilium(cluster, 'cilium').node.validate()).toStrictEqual([
    "replaces kube-proxy, but nothing says where the API server is; set the platform's `apiServer`, or `kubeProxyReplacement: false`",
  ]);
  expect(on({}, { loadBalancing: 'bgp' }).node.validate()).toStrictEqual([
    'has no routers to talk to; pass `peers` or call `addBgpPeer()`',
    'has no addresses for LoadBalancers; pass `pools` or call `addPool()`',
  ]);
  const peers = [{ ...tor, advertisements: ['pods'] }];
  expect(on({}, { ...bgp, peers }).node.validate()).toStrictEqual([
    "peer 'tor' names the advertisement 'pods', which is not there; add it with `addBgpAdvertisement()`",
  ]);
});

test('fails for peers of all nodes beside peers of some', () => {
  const peers = [tor, { ...tor, name: 'rack', nodeLabels: { zone: 'a' } }];
  expect(on({}, { ...bgp, peers }).node.validate()).toStrictEqual([
    'has peers of all nodes beside peers of some, but a node takes part in one group of peers only; give all peers `nodeLabels`, or none',
  ]);
});

test('fails for a mesh whose clusters have the same Pod network', () => {
  const clusters = [{ name: 'south', addresses: ['192.0.2.1'], pods: ['10.244.0.0/16'] }];
  const cilium = on({}, { clusterMesh: { id: 1, clusters } });
  expect(cilium.node.scope?.node.validate().join('\n')).toContain("Pods of the cluster 'south'");
});

function collector(onAlert: (alert: string) => void): MetricsCollector {
  return {
    namespace: 'monitoring',
    serviceAccount: 'prometheus',
    monitorLabels: { release: 'prometheus' },
    url: 'http://prometheus:9090',
    alertmanagerUrl: undefined,
    queryDestination: { namespace: 'monitoring', ports: [9090] },
    alertDestination: undefined,
    scrapeServices: () => undefined,
    scrapePods: () => undefined,
    scrapeMachines: () => undefined,
    reach: () => undefined,
    addRules: (_, { groups }) => {
      for (const { rules } of groups) for (const rule of rules) onAlert((rule as AlertRule).alert);
    },
  };
}

test('opens ports of the tunnel to nodes, and those of loopback to nobody', () => {
  const cilium = new Cilium(free(), 'cilium', { kubeProxyReplacement: false });
  const ports = Registry.of(cilium).hostPorts.flatMap((taken) => taken.ports());
  expect(ports.find(({ port }) => port === 8472)?.from).toStrictEqual(['nodes']);
  expect(ports.find(({ port }) => port === 9879)?.from).toStrictEqual([]);
});

test.each<[CiliumProps, object]>([
  [{}, { kernel: '5.10', modules: [], protocols: [] }],
  [
    { bandwidthManager: true, bbr: true },
    { kernel: '5.18', modules: [], protocols: [] },
  ],
  [
    { encryption: { type: 'wireguard' } },
    { kernel: '5.10', modules: ['wireguard'], protocols: [] },
  ],
  [
    { encryption: { type: 'ipsec', keys: { name: 'keys', key: 'keys' } } },
    { kernel: '5.10', modules: [], protocols: ['esp'] },
  ],
])('says what nodes need for %j', (props, needs) => {
  const cilium = new Cilium(free(), 'cilium', props);
  expect(Registry.of(cilium).hostNeeds.map((wanted) => wanted.needs())).toStrictEqual([needs]);
});
