import { Platform } from '../../lib';
import type { ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import type { EtcdGuards } from '../../lib/contracts/etcd-cluster';
import { Etcd } from '../../lib/provisioning/etcd';
import {
  admissionOf,
  auditLogOf,
  auditPolicyOf,
  benchmark,
  encryptionOf,
  judgedControls,
  podSecurityOf,
  type ApiServerInput,
  type ApiServerOptions,
} from '../../lib/provisioning/kubeadm/api-server';
import { freeRoot } from '../harness/sample';

function inputOf(options: ApiServerOptions): ApiServerInput {
  return {
    options,
    kubernetesVersion: '1.36',
    authentication: undefined,
    systemNamespaces: ['kube-system'],
    kubeletServingCertificates: true,
  };
}

function definitionOf(options: ApiServerOptions): ControlPlaneDefinition {
  const input = inputOf(options);
  return {
    clusterName: 'prod',
    version: '1.36.3',
    endpoint: { host: '192.0.2.10', port: 6443 },
    certificateNames: [],
    podNetworks: [],
    serviceNetworks: [],
    dnsDomain: 'cluster.local',
    nodeMask: 24,
    nodeMaskIpv6: 64,
    imageRepository: 'registry.k8s.io',
    auditPolicy: auditPolicyOf(input),
    auditLog: auditLogOf(input),
    authentication: undefined,
    anonymousPaths: ['/livez', '/readyz', '/healthz'],
    authorizers: [
      { type: 'Node', name: 'node' },
      { type: 'RBAC', name: 'rbac' },
    ],
    admission: admissionOf(input),
    podSecurity: podSecurityOf(input),
    encryption: encryptionOf(input),
    apiServerArguments: {},
    controllerManagerArguments: {},
    schedulerArguments: {},
    stackedEtcd: { dataDirectory: '/var/lib/etcd', arguments: {} },
    featureGates: {},
    kubelet: { serverTLSBootstrap: true, seccompDefault: true, podPidsLimit: 4096 },
    kubeProxyMode: 'nftables',
    installsDns: true,
  };
}

const judge = (options: ApiServerOptions, externalEtcd = false) =>
  judgedControls(definitionOf(options), { apiServer: inputOf(options), externalEtcd });
const stateOf = (id: string, options: ApiServerOptions = {}, externalEtcd = false) =>
  judge(options, externalEtcd).find((control) => control.id === id)?.state;

test('every control stands once, in order', () => {
  const ids = judge({}).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.slice(0, 2)).toStrictEqual(['1.1.1', '1.1.2']);
  expect(ids.indexOf('1.2.9') + 1).toBe(ids.indexOf('1.2.10'));
  const sections = [
    '1.1',
    '1.2',
    '1.3',
    '1.4',
    '2',
    '3.1',
    '3.2',
    '4.1',
    '4.2',
    '4.3',
    '5.1',
    '5.2',
  ];
  const sizes = sections.map((section) => ids.filter((id) => id.startsWith(`${section}.`)).length);
  expect(sizes).toStrictEqual([21, 30, 7, 2, 7, 3, 2, 10, 14, 1, 13, 12]);
});

test('what is off is not met, and what is on is', () => {
  expect(stateOf('1.2.27')).toBe('met');
  expect(stateOf('1.2.27', { encryption: false })).toBe('not met');
  expect(stateOf('1.2.9')).toBe('not met');
  expect(stateOf('1.2.9', { eventRateLimit: [{ type: 'Server', qps: 1, burst: 1 }] })).toBe('met');
  expect(stateOf('1.2.17', { audit: { maxAgeDays: 7 } })).toBe('not met');
  expect(stateOf('5.2.7')).toBe('not met');
  expect(stateOf('5.2.7', { podSecurity: { enforce: 'restricted' } })).toBe('met');
});

test('weak ciphers are named', () => {
  const weak = { tlsCipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] };
  const control = judge(weak).find(({ id }) => id === '1.2.29');
  expect(control).toMatchObject({ state: 'not met', reason: 'weak: TLS_RSA_WITH_AES_128_CBC_SHA' });
});

test('flags of users count', () => {
  expect(stateOf('1.2.15', { arguments: { profiling: 'true' } })).toBe('not met');
  expect(stateOf('1.2.3', { admission: { disable: ['DenyServiceExternalIPs'] } })).toBe('not met');
});

test('members of an external etcd are looked at on their machines, where nothing here knows them', () => {
  expect(stateOf('2.2')).toBe('met');
  expect(stateOf('2.2', {}, true)).toBe('to check');
});

const ofEtcd = ['1.1.11', '1.1.12', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6', '2.7'];
const judgeEtcd = (etcdGuards: EtcdGuards) =>
  judgedControls(definitionOf({}), { apiServer: inputOf({}), externalEtcd: true, etcdGuards })
    .filter(({ id }) => ofEtcd.includes(id))
    .map(({ state }) => state);

test('members that the platform makes are judged by their definition', () => {
  const machines = [1, 2, 3].map((n) => ({
    name: `etcd-${n}`,
    address: `192.0.2.2${n}`,
    role: 'etcd' as const,
  }));
  const platform = new Platform(freeRoot(), 'prod', { machines });
  const { guards } = new Etcd(platform, 'etcd');
  expect(judgeEtcd(guards)).toStrictEqual(ofEtcd.map(() => 'met'));
  const controls = benchmark(definitionOf({}), {
    apiServer: inputOf({}),
    externalEtcd: true,
    etcdGuards: guards,
  });
  expect(controls).toContain('`/etc/etcd/pki/peer.crt`: `/etc/etcd/etcd.conf.yml` of each member');
});

test('members that leave a way open do not meet the controls', () => {
  const open = { certFile: undefined, clientCertAuth: false, autoTls: true };
  const guards: EtcdGuards = {
    configurationFile: '/etc/etcd.yml',
    clients: open,
    peers: open,
    ownAuthority: undefined,
    dataDirectories: ['/var/lib/etcd'],
    dataMode: '0755',
    dataOwner: 'root:root',
  };
  expect(judgeEtcd(guards)).toStrictEqual([
    ...ofEtcd.slice(0, -1).map(() => 'not met'),
    'to check',
  ]);
});

test('an identity provider that could name groups of the cluster is found', () => {
  const claim = (prefix: string) => ({ claim: 'groups', prefix });
  const of = (prefix: string) => {
    const authentication = {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthenticationConfiguration',
      jwt: [
        {
          issuer: { url: 'https://x', audiences: ['k'], audienceMatchPolicy: 'MatchAny' },
          claimMappings: { username: claim(prefix), groups: claim(prefix) },
          userValidationRules: [],
        },
      ],
    } as const;
    const facts = { apiServer: inputOf({}), externalEtcd: false };
    const controls = judgedControls({ ...definitionOf({}), authentication }, facts);
    return controls.filter(({ id }) => ['3.1.1', '5.1.7'].includes(id)).map(({ state }) => state);
  };
  expect(of('oidc:')).toStrictEqual(['met', 'to check']);
  expect(of('')).toStrictEqual(['met', 'not met']);
});

test('the document counts what it lists', () => {
  const text = benchmark(definitionOf({}), { apiServer: inputOf({}), externalEtcd: false });
  const rows = (state: string) => text.split('\n').filter((line) => line.includes(`| ${state} |`));
  expect(text).toContain(
    `Met: ${rows('met').length}, not met: ${rows('**not met**').length}, to check on machines or in the cluster: ${rows('to check').length}.`,
  );
  expect(rows('met').length).toBeGreaterThan(70);
  const sections = [...text.matchAll(/^## (\S+)/gm)].map(([, section]) => section);
  expect(sections.slice(3, 6)).toStrictEqual(['1.4', '2', '3.1']);
});
