import { Testing } from 'cdk8s';
import { Platform, Registry } from '../../lib';
import { Teleport, TeleportAgent, type TeleportAgentProps } from '../../lib/identity/teleport';

const elsewhere: TeleportAgentProps = {
  proxyAddress: 'teleport.example.com:443',
  joinToken: { name: 'join', key: 'auth-token' },
};
const longhorn = { name: 'longhorn', uri: 'http://longhorn-frontend.longhorn-system.svc:80' };
const shop = { name: 'shop', protocol: 'postgres' as const, uri: 'shop-rw.shop.svc:5432' };

function setUp(props: TeleportAgentProps = elsewhere) {
  const platform = new Platform(Testing.chart(), 'prod', { domain: 'example.com' });
  return { platform, agent: new TeleportAgent(platform, 'agent', props) };
}

const specOf = (platform: Platform, kind: string, name: string): unknown =>
  Registry.of(platform).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest[
    'spec'
  ];

test('serves what it is given, and nothing else', () => {
  const { agent } = setUp({ ...elsewhere, databases: [shop] });
  expect(agent.release.values).toMatchObject({
    roles: 'db',
    apps: [],
    databases: [{ name: 'shop', protocol: 'postgres', uri: 'shop-rw.shop.svc:5432' }],
    rbac: { create: false },
  });
  agent.addApplication({ ...longhorn, labels: { team: 'storage' } });
  expect(agent.release.values['roles']).toBe('app,db');
});

test('may impersonate people only where it serves Kubernetes', () => {
  const { agent } = setUp({ ...elsewhere, kubeClusterName: 'edge', kubeLabels: { stage: 'x' } });
  expect(agent.release.values).toMatchObject({
    roles: 'kube',
    kubeClusterName: 'edge',
    labels: { stage: 'x' },
    rbac: { create: true },
  });
});

test('joins Teleport of its platform by its ServiceAccount', () => {
  const platform = new Platform(Testing.chart(), 'prod', { domain: 'example.com' });
  const teleport = new Teleport(platform, 'teleport', { certificateSecret: 'tls' });
  const agent = new TeleportAgent(platform, 'agent', { teleport, applications: [longhorn] });
  expect(specOf(platform, 'TeleportProvisionToken', 'teleport-agent')).toStrictEqual({
    roles: ['App', 'Db'],
    join_method: 'kubernetes',
    kubernetes: {
      type: 'in_cluster',
      allow: [{ service_account: 'teleport-agent:teleport-agent' }],
    },
  });
  expect(agent.release.values).toMatchObject({
    proxyAddr: 'teleport.example.com:443',
    joinParams: { method: 'kubernetes', tokenName: 'teleport-agent' },
  });
});

test('joins Teleport of elsewhere by a token in a Secret', () => {
  const { agent } = setUp({ ...elsewhere, joinToken: { name: 'join', key: 'token' } });
  expect(agent.release.values).toMatchObject({
    joinParams: { method: 'token' },
    joinTokenSecret: { create: false, name: 'join' },
    teleportConfig: {
      teleport: { join_params: { token_name: '/etc/teleport-secrets/token' } },
    },
  });
});

test('is let in by the Pods of the proxies, and reaches what it serves', () => {
  const platform = new Platform(Testing.chart(), 'prod', { domain: 'example.com' });
  const teleport = new Teleport(platform, 'teleport', { certificateSecret: 'tls' });
  new TeleportAgent(platform, 'agent', { teleport, applications: [longhorn] });
  expect(specOf(platform, 'NetworkPolicy', 'agent-to-teleport-pods')).toMatchObject({
    podSelector: { matchLabels: { 'app.kubernetes.io/component': 'proxy' } },
    ingress: [{ ports: [{ port: 3080, protocol: 'TCP' }] }],
  });
  expect(specOf(platform, 'NetworkPolicy', 'agent-to-application-longhorn')).toStrictEqual({
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [
          {
            namespaceSelector: {
              matchLabels: { 'kubernetes.io/metadata.name': 'longhorn-system' },
            },
          },
        ],
        ports: [{ port: 80, protocol: 'TCP' }],
      },
    ],
  });
});

test('does not hold up what comes after it', () => {
  expect(setUp().agent.release.wait).toBe(false);
});

test('fails when it serves nothing', () => {
  expect(setUp().agent.node.validate()).toStrictEqual([
    'serves nothing; pass `applications`, `databases` or `kubeClusterName`',
  ]);
});

test.each<[TeleportAgentProps, string]>([
  [{}, 'has no Teleport to connect to'],
  [{ proxyAddress: 'teleport.example.com:443' }, "has no way into 'teleport.example.com:443'"],
  [{ ...elsewhere, proxyAddress: 'teleport.example.com' }, 'has no port'],
  [{ ...elsewhere, name: 'Agent' }, "name 'Agent' is not a DNS label"],
  [{ ...elsewhere, databases: [shop, shop] }, "there is already the database 'shop'"],
  [{ ...elsewhere, databases: [{ ...shop, uri: 'shop' }] }, "uri 'shop' of database 'shop' is no"],
  [{ ...elsewhere, applications: [{ ...longhorn, uri: 'ui.x.svc:80' }] }, 'has no scheme'],
])('fails for %j', (props, message) => {
  expect(() => setUp(props)).toThrow(message);
});
