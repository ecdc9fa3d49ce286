import fc from 'fast-check';
import type { StandardPlatformProps } from '../../lib/editions';
import type { Machine, PlatformNode } from '../../lib';

type Network = NonNullable<StandardPlatformProps['network']>;

/** A DNS label. */
export const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,10}[a-z0-9])?$/);

/** Cuts of 203.0.113.0/24 that never overlap. */
const pools = fc
  .uniqueArray(fc.nat(15), { minLength: 1, maxLength: 4 })
  .map((cuts) =>
    cuts.map((cut) => ({ name: `pool-${cut}`, addresses: [`203.0.113.${cut * 16}/28`] })),
  );

const nodes = fc.tuple(fc.nat(2), fc.nat(6)).map(([more, workers]): PlatformNode[] => [
  ...Array.from({ length: more * 2 + 1 }, (_, i): PlatformNode => ({
    name: `cp-${i}`,
    address: `10.20.0.${10 + i}`,
    role: 'control-plane',
    zone: `rack-${i % 3}`,
  })),
  ...Array.from({ length: workers }, (_, i): PlatformNode => ({
    name: `worker-${i}`,
    address: `10.20.0.${30 + i}`,
    role: 'worker',
  })),
]);

/** Machines of a role, at addresses from `first`. */
export const several = (role: Machine['role'], count: number, first: number): Machine[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `${role}-${i}`,
    address: `10.20.0.${first + i}`,
    role,
  }));

const machines = fc
  .tuple(fc.nat(2), fc.constantFrom(0, 1, 3, 5), fc.nat(1))
  .map(([balancers, members, builders]): Machine[] => [
    ...several('load-balancer', balancers, 100),
    ...several('etcd', members, 110),
    ...several('build', builders, 120),
  ]);

const provisioning = fc.record(
  {
    endpoint: fc.constantFrom('kube-vip' as const, 'none' as const),
    runtime: fc.constantFrom('containerd' as const, 'cri-o' as const),
    sshUser: label,
  },
  { requiredKeys: [] },
);

const gateway = fc.constantFrom('envoy-gateway', 'ingress-nginx', 'none');

const issuers = fc.constantFrom<Network['certManager']>(undefined, {
  internalCas: [{ name: 'internal' }],
});

const network: fc.Arbitrary<Network> = fc
  .record({
    cni: fc.constantFrom('calico', 'cilium', 'none'),
    gateway,
    pools,
    issuers,
    bgp: fc.boolean(),
  })
  .map(({ cni, gateway: chosen, pools: all, issuers: certManager, bgp }): Network => ({
    cni,
    gateway: chosen,
    metallb: {
      pools: all,
      ...(bgp && { asn: 64512, peers: [{ name: 'router', address: '10.20.0.2', asn: 64500 }] }),
    },
    ...(certManager && { certManager }),
  }));

const policy = fc.record(
  {
    level: fc.constantFrom('baseline' as const, 'restricted' as const),
    rollout: fc.constantFrom('enforce' as const, 'production' as const, 'observe' as const),
  },
  { requiredKeys: [] },
);

const observability = fc.record(
  {
    prometheus: fc.record(
      {
        retention: fc.constantFrom('2d', '15d', '1y'),
        replicas: fc.integer({ min: 1, max: 3 }),
        otlpReceiver: fc.boolean(),
        nodeExporter: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const security = fc.record(
  { runtime: fc.constantFrom('falco' as const, 'none' as const) },
  { requiredKeys: [] },
);

/** What people and teams use: of a cluster with disks, of one that has all this elsewhere, of none. */
type Services = Pick<
  StandardPlatformProps,
  'storage' | 'data' | 'identity' | 'backup' | 'registry' | 'delivery'
>;

const NOTHING: Services = {
  storage: { volumes: 'none' },
  data: { databases: 'none', caches: 'none' },
  identity: { provider: 'none' },
  backup: { backups: 'none', etcd: false },
  registry: { registry: 'none' },
  delivery: { delivery: 'none' },
};

const elsewhere = fc
  .record({ host: label, volumes: fc.constantFrom('longhorn', 'none'), teleport: fc.boolean() })
  .map(({ host, volumes, teleport }): Services => ({
    storage: { volumes, externalObjectStore: { endpoint: `https://s3.${host}.example.com` } },
    data: { databases: 'cloudnative-pg', caches: 'valkey' },
    identity: {
      externalIdentity: {
        issuer: `https://sso.${host}.example.com/realms/company`,
        groups: { admin: ['admins'], editor: ['editors'], viewer: ['viewers'] },
      },
      ...(teleport && { teleport: {} }),
    },
    backup: { backups: 'velero' },
    registry: { externalRegistry: { host: `registry.${host}.example.com` } },
    delivery: { delivery: 'argo-cd' },
  }));

/** Racks with disks, for what keeps three copies. */
const racks = [1, 2, 3].map((rack): PlatformNode => ({
  name: `storage-${rack}`,
  address: `10.20.0.${60 + rack}`,
  role: 'worker',
  zone: `rack-${rack}`,
  devices: ['/dev/nvme1n1'],
}));

/** Few of the large ones: each takes as long as ten small ones. */
const services = fc.oneof(
  { weight: 8, arbitrary: fc.constant(NOTHING) },
  { weight: 2, arbitrary: elsewhere },
  { weight: 1, arbitrary: fc.constant('here' as const) },
);

/** Platforms that are all right, of any shape that the layers allow. */
export const validPlatform: fc.Arbitrary<StandardPlatformProps> = fc
  .tuple(
    fc.record(
      {
        name: label,
        domain: label.map((zone) => `${zone}.example.com`),
        profile: fc.constantFrom('high-availability' as const, 'single-node' as const),
        kubernetesVersion: fc.constantFrom('1.34', '1.35', '1.36'),
        nodes,
        machines,
        provisioning,
        networks: fc.constant({ nodes: ['10.20.0.0/24'] }),
        apiServer: fc.constant({ host: '10.20.0.9' }),
        labels: fc.dictionary(label, label, { maxKeys: 3 }),
        imageMirror: label.map((host) => ({ registry: `${host}.example.com/mirror` })),
        network,
        policy,
        security,
        observability,
      },
      { requiredKeys: ['nodes', 'networks', 'apiServer', 'network'] },
    ),
    services,
  )
  .map(([base, chosen]): StandardPlatformProps => {
    const store = { secretStore: 'none' as const, ...base.security };
    // What people log in to has a hostname, so without a gateway there is nothing to log in to.
    const gateway = base.network.gateway !== 'none';
    if (chosen === 'here' && gateway) {
      const { profile: _, ...rest } = base;
      return { ...rest, nodes: [...base.nodes, ...racks] };
    }
    const own = chosen === 'here' || !gateway ? NOTHING : chosen;
    const nodes = own === NOTHING ? base.nodes : [...base.nodes, ...racks];
    return { ...base, ...own, nodes, security: store };
  });
