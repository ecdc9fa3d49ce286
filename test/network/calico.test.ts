import { App, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, type PlatformProps } from '../../lib';
import { Network } from '../../lib/contracts/cluster-network';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { Metrics, type MetricsCollector } from '../../lib/contracts/metrics';
import { PolicyEnforcement } from '../../lib/contracts/policy-enforcement';
import { Order, Registry } from '../../lib/kernel';
import { Calico, type CalicoProps } from '../../lib/network/calico';

const free = () => new Construct(undefined as never, '');

const on = (platform: PlatformProps, props: CalicoProps = {}) => {
  const cluster = new Platform(new App(), 'prod', platform);
  return new Calico(cluster, 'calico', props);
};

const calicoNetwork = ({ release }: Calico) =>
  (release.values['installation'] as { calicoNetwork: Record<string, unknown> }).calicoNetwork;

/** Specs of the drawn objects, by `Kind name`, but for those that only wait for the API. */
const drawn = (of: Construct) =>
  Object.fromEntries(
    Registry.of(of)
      .objects.filter(({ phase }) => phase !== 'ready')
      .map((o) => [`${o.kind.kind} ${o.name}`, (o.manifest as never as { spec: unknown }).spec]),
  );

const collector: MetricsCollector = {
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  monitorLabels: {},
  url: 'http://prometheus:9090',
  alertmanagerUrl: undefined,
  queryDestination: { namespace: 'monitoring', ports: [9090] },
  alertDestination: undefined,
  scrapeServices: () => undefined,
  scrapePods: () => undefined,
  scrapeMachines: () => undefined,
  reach: () => undefined,
  addRules: () => undefined,
};

test('works in a chart of the user, without a platform', () => {
  const chart = Testing.chart();
  new Calico(chart, 'calico');
  expect(Testing.synth(chart)).toMatchObject([{ kind: 'Namespace' }]);
});

test('waits for its own API before the first object that needs it', () => {
  const calico = on({});
  calico.addTier({ name: 'security', order: 100 });
  calico.addTier({ name: 'application', order: 200 });
  const waiting = Registry.of(calico).objects.filter(({ phase }) => phase === 'ready');
  expect(waiting.map((o) => o.identity)).toStrictEqual([
    'ServiceAccount tigera-operator/calico-api-ready',
    'ClusterRole.rbac.authorization.k8s.io calico-api-ready',
    'ClusterRoleBinding.rbac.authorization.k8s.io calico-api-ready',
    'Job.batch tigera-operator/calico-api-ready',
  ]);
});

test('gives the whole Pod network of each family to one pool', () => {
  const pods = ['10.20.0.0/16', '2001:db8:20::/64'];
  expect(calicoNetwork(on({ networks: { pods } }))).toMatchObject({
    linuxDataplane: 'Iptables',
    bgp: 'Disabled',
    nodeAddressAutodetectionV4: { kubernetes: 'NodeInternalIP' },
    nodeAddressAutodetectionV6: { kubernetes: 'NodeInternalIP' },
    ipPools: [
      {
        name: 'default-ipv4-ippool',
        cidr: '10.20.0.0/16',
        encapsulation: 'VXLANCrossSubnet',
        natOutgoing: 'Enabled',
        allowedUses: ['Workload', 'Tunnel'],
      },
      { name: 'default-ipv6-ippool', cidr: '2001:db8:20::/64', natOutgoing: 'Disabled' },
    ],
  });
});

test('leaves pools outside the Pod networks, which the operator refuses, to objects', () => {
  const calico = on({}, { pools: [{ name: 'half', cidr: '10.244.0.0/17' }] });
  calico.addPool({ name: 'routable', cidr: '203.0.113.0/24', natOutgoing: false, manual: true });
  expect(calicoNetwork(calico)['ipPools']).toMatchObject([{ name: 'half' }]);
  expect(drawn(calico)['IPPool routable']).toStrictEqual({
    cidr: '203.0.113.0/24',
    blockSize: 26,
    ipipMode: 'Never',
    vxlanMode: 'CrossSubnet',
    natOutgoing: false,
    nodeSelector: 'all()',
    disableBGPExport: false,
    assignmentMode: 'Manual',
    allowedUses: ['Workload', 'Tunnel'],
  });
});

test('brings the CRDs before the operator, and the v3 kinds with it', () => {
  const calico = on({});
  calico.addTier({ name: 'security', order: 100 });
  const order = Order.of(calico);
  const ids = order.units.map((unit) => unit.id);
  expect(ids).toStrictEqual([
    'prod/calico/namespace',
    'prod/calico/crds',
    'prod/calico/release',
    'prod/calico/readiness',
    'prod/calico/objects',
  ]);
  expect(calico.release.brings).toContain('Tier.projectcalico.org');
  expect(calico.release.brings).not.toContain('Installation.operator.tigera.io');
});

test('takes the CRDs from where the operator comes from, in the same version', () => {
  const calico = new Calico(free(), 'calico', {
    chart: { version: 'v3.32.2', repository: 'oci://registry.example.com/charts' },
  });
  const crds = calico.node.tryFindChild('crds') as typeof calico.release;
  expect(crds.chart).toStrictEqual({
    repository: 'oci://registry.example.com/charts',
    name: 'crd.projectcalico.org.v1',
    version: 'v3.32.2',
    images: [],
  });
});

test('has the operator pull what it starts from the mirror too', () => {
  const { release } = on({ imageMirror: { registry: 'mirror.example.com' } });
  expect(release.values).toMatchObject({
    tigeraOperator: { registry: 'mirror.example.com/quay.io' },
    installation: { registry: 'mirror.example.com/quay.io/' },
  });
});

test('runs one of everything on a single node', () => {
  const replicas = ({ release }: Calico) =>
    (release.values['installation'] as { controlPlaneReplicas: number }).controlPlaneReplicas;
  expect([replicas(on({ profile: 'single-node' })), replicas(on({}))]).toStrictEqual([1, 2]);
});

test('replaces kube-proxy with eBPF, by the address of the API server', () => {
  const calico = on({ apiServer: { host: 'api.example.com' } }, { dataPlane: 'BPF' });
  expect(calico.release.values['kubernetesServiceEndpoint']).toStrictEqual({
    host: 'api.example.com',
    port: '6443',
  });
  expect(Network.find(calico)).toStrictEqual({
    replacesKubeProxy: true,
    kubeProxyMode: 'iptables',
    encrypted: false,
    enforcesPolicies: true,
  });
});

test('draws the peers, what is advertised, and who may read the passwords', () => {
  const password = { name: 'bgp', key: 'tor' };
  const calico = on(
    { networks: { services: ['10.96.0.0/12'] } },
    {
      bgp: {
        asNumber: 64600,
        advertiseServices: true,
        nodePassword: { name: 'bgp', key: 'mesh' },
        peers: [{ name: 'tor', address: '[2001:db8::1]:1179', asNumber: 64601, password }],
      },
    },
  );
  expect(drawn(calico)).toStrictEqual({
    'BGPConfiguration default': {
      asNumber: 64600,
      nodeToNodeMeshEnabled: true,
      serviceClusterIPs: [{ cidr: '10.96.0.0/12' }],
      serviceLoadBalancerIPs: [],
      serviceExternalIPs: [],
      communities: [],
      prefixAdvertisements: [],
      nodeMeshPassword: { secretKeyRef: { name: 'bgp', key: 'mesh' } },
    },
    'Role calico-node-bgp': undefined,
    'RoleBinding calico-node-bgp': undefined,
    'BGPPeer tor': {
      peerIP: '[2001:db8::1]:1179',
      asNumber: 64601,
      password: { secretKeyRef: password },
    },
  });
});

test('replaces the mesh by route reflectors', () => {
  const routeReflectors = { nodeSelector: 'has(reflector)', clusterId: '244.0.0.1' };
  const nodePassword = { name: 'bgp', key: 'nodes' };
  const objects = drawn(on({}, { bgp: { routeReflectors, nodePassword } }));
  expect(objects['BGPConfiguration default']).toMatchObject({ nodeToNodeMeshEnabled: false });
  expect(objects['BGPConfiguration default']).not.toHaveProperty('nodeMeshPassword');
  expect(objects['BGPPeer route-reflectors']).toStrictEqual({
    nodeSelector: 'all()',
    peerSelector: 'has(reflector)',
    password: { secretKeyRef: nodePassword },
  });
});

test('closes the namespaces of applications, but for DNS and the platform', () => {
  const calico = on({}, { defaultDeny: { exempt: ['legacy'] } });
  expect(drawn(calico)['GlobalNetworkPolicy default-deny']).toMatchObject({
    namespaceSelector:
      "has(kubernetes.io/metadata.name) && kubernetes.io/metadata.name not in {'calico-apiserver', 'calico-system', 'kube-node-lease', 'kube-public', 'kube-system', 'legacy', 'tigera-operator'} && app.kubernetes.io/managed-by != 'kubestrata'",
    types: ['Ingress', 'Egress'],
  });
});

test('opens kube-controllers to the collector, and ports of the nodes for metrics', () => {
  const calico = on({});
  Metrics.provide(calico, collector);
  expect(calico.release.values['installation']).toMatchObject({
    nodeMetricsPort: 9091,
    typhaMetricsPort: 9093,
  });
  expect(drawn(calico)['NetworkPolicy calico-system.platform-metrics']).toMatchObject({
    tier: 'calico-system',
    ingress: [{ source: { namespaceSelector: "kubernetes.io/metadata.name == 'monitoring'" } }],
  });
});

test('exempts the namespace that the operator makes from policies of admission', () => {
  const exempt = jest.fn();
  const calico = on({});
  PolicyEnforcement.provide(calico, { exempt });
  expect(exempt).toHaveBeenCalledWith(
    calico,
    expect.objectContaining({ policies: ['*'], namespace: 'calico-system' }),
  );
});

test('warns of a Kubernetes that the project does not test, but not of a chart that is not ours', () => {
  const warnings = (kubernetesVersion: string, props = {}) =>
    Registry.of(on({ kubernetesVersion }, props)).warnings.map((w) => w.text());
  expect(warnings('1.33')).toStrictEqual([
    "chart 'tigera-operator' v3.32.1 is tested on Kubernetes 1.34 to 1.36, and this is 1.33; try it before others rely on it",
  ]);
  expect(warnings('1.36')).toStrictEqual([]);
  expect(warnings('1.37', { chart: { version: 'v3.33.0' } })).toStrictEqual([]);
});

test('says what the nodes need', () => {
  const calico = on({}, { dataPlane: 'Nftables', wireguard: true });
  expect(Registry.of(calico).warnings.map((w) => w.text())).toStrictEqual([
    "the data plane 'Nftables' needs Linux 5.13 or later on every node, and a kube-proxy in the mode `nftables`",
    'WireGuard needs Linux 5.6 or later on every node; traffic of nodes without it stays open',
  ]);
});

test('leaves kube-proxy to whoever defines the control plane too', () => {
  const calico = on({}, { dataPlane: 'Nftables' });
  ControlPlane.provide(calico, {} as ControlPlaneDefinition);
  expect(Registry.of(calico).warnings.map((w) => w.text())).toStrictEqual([
    "the data plane 'Nftables' needs Linux 5.13 or later on every node",
  ]);
});

test.each([
  ["app == 'web' && has(tier)"],
  ['!(all() || global())'],
  ["a not in {'b', \"c\"} || d contains 'e'"],
  ["kubernetes.io/name starts with 'x' && y ends with 'z'"],
])('reads the selector %s', (selector) => {
  const calico = new Calico(free(), 'calico');
  expect(() => calico.addGlobalNetworkPolicy('p', { selector })).not.toThrow();
});

test.each([
  ["app = 'web'", "from '= 'web'' on"],
  ['app == web', "from 'web' on"],
  ["app in 'web'", "from ''web'' on"],
  ["app == 'web' &&", 'cannot be read'],
  ["(app == 'web'", 'cannot be read'],
  ["app == 'web' $", "from '$' on"],
])('fails for the selector %s', (selector, message) => {
  const calico = new Calico(free(), 'calico');
  expect(() => calico.addGlobalNetworkPolicy('p', { selector })).toThrow(message);
});

test.each<[string, CalicoProps, string]>([
  [
    'a pool that is partly in the Pod networks',
    { pools: [{ name: 'a', cidr: '10.0.0.0/8' }] },
    "pool 'a' with '10.0.0.0/8' is partly in the Pod networks 10.244.0.0/16; put all of it inside or outside",
  ],
  [
    'pools that overlap',
    {
      pools: [
        { name: 'a', cidr: '10.244.0.0/17' },
        { name: 'b', cidr: '10.244.64.0/18' },
      ],
    },
    "pool 'b' with '10.244.64.0/18' overlaps pool 'a' with '10.244.0.0/17'",
  ],
  [
    'two pools of one name',
    {
      pools: [
        { name: 'a', cidr: '10.244.0.0/17' },
        { name: 'a', cidr: '10.244.128.0/17' },
      ],
    },
    "there is already a pool 'a'",
  ],
  [
    'a pool that is no CIDR',
    { pools: [{ name: 'a', cidr: '10.244.0.7/24' }] },
    "pool 'a' has no CIDR: '10.244.0.7/24' is not the start of its network; write '10.244.0.0/24'",
  ],
  [
    'blocks larger than the pool',
    { pools: [{ name: 'a', cidr: '10.244.0.0/28' }] },
    "pool 'a' cannot have blocks of '/26'; choose 28 to 32",
  ],
  [
    'an IPv6 pool in IPIP',
    { bgp: {}, encapsulation: 'IPIP', pools: [{ name: 'a', cidr: '2001:db8::/64' }] },
    "pool 'a' is IPv6, which 'IPIP' cannot carry",
  ],
  [
    'routes that nobody makes known',
    { encapsulation: 'None', pools: [{ name: 'a', cidr: '10.244.0.0/16' }] },
    "pool 'a' has the encapsulation 'None', whose routes only BGP makes known; pass `bgp`",
  ],
  [
    'route reflectors beside the mesh',
    { bgp: { nodeMesh: true, routeReflectors: { nodeSelector: 'all()', clusterId: '1.0.0.1' } } },
    'has route reflectors beside the mesh of all nodes',
  ],
  [
    'a password of nodes that do not peer',
    { bgp: { nodeMesh: false, nodePassword: { name: 'bgp', key: 'nodes' } } },
    'has a password for sessions between nodes, but there are none',
  ],
  [
    'an advertised range that is no CIDR',
    { bgp: { advertiseLoadBalancers: ['192.0.2.7/28'] } },
    "cannot advertise: '192.0.2.7/28' is not the start of its network",
  ],
  ['an autonomous system that is none', { bgp: { asNumber: 0 } }, "asNumber '0' is no autonomous"],
])('fails for %s', (_, props, message) => {
  expect(() => new Calico(free(), 'calico', props)).toThrow(message);
});

test('fails for encapsulation without routes, though nobody named the pool', () => {
  expect(on({}, { encapsulation: 'IPIP' }).node.validate()).toStrictEqual([
    "pool 'default-ipv4-ippool' has the encapsulation 'IPIP', whose routes only BGP makes known; pass `bgp`, or choose VXLAN",
  ]);
});

test('fails for a peer whose address is none, is there already, or needs BGP', () => {
  const peer = { name: 'tor', address: '192.0.2.1', asNumber: 64513 };
  const calico = new Calico(free(), 'calico', { bgp: { peers: [peer] } });
  expect(() => calico.addBgpPeer(peer)).toThrow("there is already a peer 'tor'");
  expect(() => calico.addBgpPeer({ ...peer, name: 'b', address: 'tor.example.com' })).toThrow(
    "peer 'b' has the address 'tor.example.com'; write it like `192.0.2.1`",
  );
  expect(() => calico.addBgpPeer({ ...peer, name: 'c', ttlSecurity: 300 })).toThrow(
    "peer 'c' is '300' hops away; pass 1 to 255",
  );
  expect(() => new Calico(free(), 'calico').addBgpPeer(peer)).toThrow(
    "peer 'tor' needs BGP, which is off; pass `bgp`",
  );
});

test('fails for ports without a protocol, and rules that types leave out', () => {
  const calico = new Calico(free(), 'calico');
  const ingress = [{ action: 'Allow' as const, destination: { ports: [80] } }];
  expect(() => calico.addNetworkPolicy('shop', 'web', { ingress })).toThrow(
    "policy 'shop/web': names port '80' in a rule without a protocol",
  );
  expect(() => calico.addGlobalNetworkPolicy('p', { types: ['Egress'], ingress: [] })).toThrow(
    "policy 'p': has rules for 'Ingress', which `types` does not name",
  );
});

test('fails when a filter, a tier, the API server or any peer is missing', () => {
  const filters = ['none'];
  const peer = { name: 'tor', address: '192.0.2.1', asNumber: 64513, filters };
  const calico = on({}, { dataPlane: 'BPF', bgp: { peers: [peer] } });
  calico.addGlobalNetworkPolicy('p', { tier: 'security' });
  expect(calico.node.validate()).toStrictEqual([
    "peer 'tor' names the filter 'none', which is not there; add it with `addBgpFilter()`",
    "runs the data plane 'BPF', which replaces kube-proxy, but nothing says where the API server is; set the platform's `apiServer`",
    "policy 'p' is in the tier 'security', which is not there; add it with `addTier()`",
  ]);
  expect(on({}, { bgp: { nodeMesh: false } }).node.validate()).toStrictEqual([
    'has neither a mesh of nodes nor peers; add a peer, or name route reflectors',
  ]);
});

test('fails beside another network, and where a pool meets the Services', () => {
  const cluster = new Platform(new App(), 'prod');
  new Calico(cluster, 'a', { pools: [{ name: 'x', cidr: '10.96.8.0/24' }] });
  new Calico(cluster, 'b', { namespace: 'other' });
  const errors = cluster.node.validate().join('\n');
  expect(errors).toContain("'prod/a' and 'prod/b' both take the CNI");
  expect(errors).toContain("pool 'x'");
});

test('says what nodes need, and opens ports to those who use them', () => {
  const calico = new Calico(free(), 'calico', {
    encapsulation: 'IPIP',
    wireguard: true,
    bgp: {
      peers: [
        { name: 'tor', address: '198.51.100.1:1179', asNumber: 64513 },
        { name: 'tor6', address: '[2001:db8::1]:1179', asNumber: 64513 },
        { name: 'spine', address: '2001:db8::2', asNumber: 64513 },
      ],
    },
  });
  const { hostNeeds, hostPorts } = Registry.of(calico);
  expect(hostNeeds.map(({ needs }) => needs())).toStrictEqual([
    { kernel: '5.10', modules: ['wireguard'], protocols: ['ipip'] },
  ]);
  const from = Object.fromEntries(
    hostPorts.flatMap(({ ports }) => ports()).map((port) => [port.port, port.from]),
  );
  expect(from).toStrictEqual({
    179: ['nodes', '198.51.100.1/32', '2001:db8::1/128', '2001:db8::2/128'],
    5473: ['nodes'],
    9098: [],
    9099: [],
    51820: ['nodes'],
    51821: ['nodes'],
  });
});
