import { Platform } from '../../lib';
import { ControlPlane, type ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { ClusterApi, type ClusterApiProps } from '../../lib/provisioning/cluster-api';
import { freeRoot } from '../harness/sample';
import {
  machines,
  infrastructure,
  managed,
  kubeadmOf,
  flagOf,
  fileOf,
  type KubeadmConfig,
} from './cluster-api-sample';

test('the cluster has the networks and the endpoint of the definition', () => {
  expect(managed().spec('Cluster', 'shop')).toStrictEqual({
    clusterNetwork: {
      pods: { cidrBlocks: ['10.244.0.0/16'] },
      services: { cidrBlocks: ['10.96.0.0/16'] },
      serviceDomain: 'cluster.local',
    },
    controlPlaneEndpoint: { host: 'api.example.com', port: 6443 },
    controlPlaneRef: {
      apiGroup: 'controlplane.cluster.x-k8s.io',
      kind: 'KubeadmControlPlane',
      name: 'shop-control-plane',
    },
    infrastructureRef: infrastructure.cluster,
  });
});

test('files that flags name are on the machines', () => {
  const config = kubeadmOf(managed());
  expect(flagOf(config, 'audit-policy-file')).toBe('/etc/kubernetes/apiserver/audit-policy.yaml');
  expect(fileOf(config, 'audit-policy.yaml')).toStrictEqual({
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    rules: [{ level: 'Metadata' }],
  });
  expect(flagOf(config, 'encryption-provider-config')).toBeUndefined();
});

test('new machines find the cluster though nobody else may ask without a name', () => {
  expect(fileOf(kubeadmOf(managed()), 'authentication.yaml')).toMatchObject({
    apiVersion: 'apiserver.config.k8s.io/v1',
    anonymous: {
      conditions: expect.arrayContaining([
        { path: '/api/v1/namespaces/kube-public/configmaps/cluster-info' },
      ]) as unknown,
    },
  });
});

test('an authorization file that no machine has is left to the defaults', () => {
  const apiServerArguments = { 'authorization-config': '/etc/kubernetes/apiserver/a.yaml' };
  const setup = managed({ apiServerArguments });
  expect(flagOf(kubeadmOf(setup), 'authorization-config')).toBeUndefined();
  expect(setup.errors()).toStrictEqual([]);
});

test('a plugin for encryption needs no Secret', () => {
  const encryption = {
    provider: 'kms',
    resources: ['secrets'],
    kmsEndpoint: 'unix:///run/kms/plugin.sock',
  } as const;
  const setup = managed({ encryption });
  expect(setup.errors()).toStrictEqual([]);
  expect(fileOf(kubeadmOf(setup), 'encryption.yaml')).toMatchObject({
    resources: [{ providers: [{ kms: { endpoint: encryption.kmsEndpoint } }, { identity: {} }] }],
  });
});

test('kubeadm leaves out what components install', () => {
  const own = { kubeProxyMode: undefined, installsDns: false };
  const config = kubeadmOf(managed(own, { infrastructure, upgradesDns: false }));
  expect(config.initConfiguration.skipPhases).toStrictEqual(['addon/kube-proxy', 'addon/coredns']);
});

test('kubelets of the control plane and of workers are told the same', () => {
  const setup = managed({ kubelet: { maxPods: 200 }, featureGates: { A: true } });
  setup.cluster.addWorkers({ name: 'general', replicas: 3, machines });
  const template = setup.spec('KubeadmConfigTemplate', 'shop-general') as {
    template: { spec: KubeadmConfig };
  };
  const told = { maxPods: 200, featureGates: { A: true } };
  const patch = 'kubeletconfiguration0+merge.json';
  expect(fileOf(kubeadmOf(setup), patch)).toStrictEqual(told);
  expect(fileOf(template.template.spec, patch)).toStrictEqual(told);
});

test('workers have labels and taints, and are replaced unless many are away', () => {
  const setup = managed();
  setup.cluster.addWorkers({
    name: 'gpu',
    replicas: 5,
    machines,
    labels: { gpu: 'yes' },
    taints: ['gpu=yes:NoSchedule', 'slow:NoExecute'],
  });
  expect(setup.spec('KubeadmConfigTemplate', 'shop-gpu')).toMatchObject({
    template: {
      spec: {
        joinConfiguration: {
          nodeRegistration: {
            kubeletExtraArgs: [{ name: 'node-labels', value: 'gpu=yes' }],
            taints: [
              { key: 'gpu', value: 'yes', effect: 'NoSchedule' },
              { key: 'slow', effect: 'NoExecute' },
            ],
          },
        },
      },
    },
  });
  expect(setup.spec('MachineHealthCheck', 'shop-gpu')).toMatchObject({
    remediation: { triggerIf: { unhealthyLessThanOrEqualTo: 2 } },
  });
});

test('a class makes the cluster, and nothing else is drawn', () => {
  const workers = [{ name: 'general', class: 'default-worker', replicas: 2 }];
  const setup = managed({}, { topology: { class: 'standard' }, workers });
  expect(setup.spec('Cluster', 'shop')).toMatchObject({
    topology: {
      classRef: { name: 'standard' },
      version: 'v1.35.4',
      controlPlane: { replicas: 3 },
      workers: { machineDeployments: [{ class: 'default-worker', name: 'general', replicas: 2 }] },
    },
  });
  expect(setup.spec('KubeadmControlPlane', 'shop-control-plane')).toBeUndefined();
});

test('warns of a mode of kube-proxy that cannot be said', () => {
  expect(managed({ kubeProxyMode: 'nftables' }).warnings()).toStrictEqual([
    "Cluster API has no setting for kube-proxy's mode 'nftables'; it runs in its default one",
  ]);
});

test('fails without a control plane to make', () => {
  const root = freeRoot();
  const platform = new Platform(root, 'management');
  new ClusterApi(platform, 'shop', {
    clusterName: 'shop',
    topology: { class: 'standard' },
    wiring: [ControlPlane.none],
  });
  const errors = root.node.findAll().flatMap((c) => c.node.validate());
  expect(errors.join()).toContain('to know what Cluster API has to make');
});

test.each<[string, Partial<ControlPlaneDefinition>, string]>([
  [
    'keys without a Secret',
    { encryption: { provider: 'secretbox', resources: ['secrets'] } },
    'name it as `encryptionSecret`',
  ],
  ['DNS in two hands', { installsDns: false }, 'set `upgradesDns: false`'],
  [
    'a flag with a file that no machine has',
    { apiServerArguments: { 'tracing-config-file': '/etc/t.yaml' } },
    '--tracing-config-file names the file',
  ],
  [
    'a file that is too long',
    { auditPolicy: { rules: [{ users: ['x'.repeat(11_000)] }] } },
    'Cluster API takes 10240',
  ],
])('fails for %s', (_, own, message) => {
  expect(managed(own).errors().join()).toContain(message);
});

test.each<[string, Partial<ClusterApiProps>, string]>([
  ['neither infrastructure nor topology', {}, 'needs one of `infrastructure` and `topology`'],
  ['an even control plane', { infrastructure, controlPlaneReplicas: 2 }, 'no odd number'],
  ['a name that is none', { infrastructure, clusterName: 'Shop' }, 'is not a DNS label'],
  [
    'workers without machines',
    { infrastructure, workers: [{ name: 'general', replicas: 1 }] },
    "workers 'general' have no `machines`",
  ],
  [
    'machines of workers that their class says',
    { topology: { class: 'c' }, workers: [{ name: 'general', replicas: 1, machines }] },
    'their class says those',
  ],
])('fails for %s', (_, props, message) => {
  expect(() => managed({}, props)).toThrow(message);
});
