import { sprayed } from './kubespray-cluster';

test('what may be asked without a name is what the definition says', () => {
  const anonymous = (anonymousPaths: readonly string[] | undefined) => {
    const variables = sprayed({ controlPlane: { anonymousPaths } }).variables();
    return [
      variables['kube_apiserver_authentication_config_anonymous'],
      variables['remove_anonymous_access'],
    ];
  };
  expect(anonymous(['/readyz'])).toStrictEqual([
    { enabled: true, conditions: [{ path: '/readyz' }] },
    true,
  ]);
  expect(anonymous(undefined)).toStrictEqual([{ enabled: true }, false]);
});

test('authorizers beside Node and RBAC have a file, and the folder of their kubeconfigs', () => {
  const kubeConfigFile = '/etc/kubernetes/apiserver/opa.kubeconfig';
  const webhook = { connectionInfo: { type: 'KubeConfigFile', kubeConfigFile } };
  const authorizers = [
    { type: 'Node', name: 'node' },
    { type: 'Webhook', name: 'opa', webhook },
    { type: 'RBAC', name: 'rbac' },
  ];
  const { variables, text } = sprayed({ controlPlane: { authorizers } });
  expect(variables()).toMatchObject({
    kube_apiserver_use_authorization_config_file: true,
    kube_apiserver_authorization_config_authorizers: authorizers,
    apiserver_extra_volumes: [
      {
        name: 'authorizers-1',
        hostPath: '/etc/kubernetes/apiserver',
        mountPath: '/etc/kubernetes/apiserver',
        readOnly: true,
      },
    ],
  });
  expect(variables()).not.toHaveProperty('authorization_modes');
  expect(text('kubespray/README.md')).toContain('By hand: the kubeconfigs of authorizers');
  expect(sprayed().variables()['authorization_modes']).toStrictEqual(['Node', 'RBAC']);
});

test("etcd beside API servers works as the definition says, not with kubespray's own numbers", () => {
  const stackedEtcd = {
    dataDirectory: '/data/etcd',
    arguments: { 'quota-backend-bytes': '4294967296', 'auto-compaction-mode': 'periodic' },
  };
  expect(sprayed({ controlPlane: { stackedEtcd } }).variables()).toMatchObject({
    etcd_data_dir: '/data/etcd',
    etcd_quota_backend_bytes: '4294967296',
    etcd_heartbeat_interval: '100',
    etcd_election_timeout: '1000',
    etcd_compaction_retention: '0',
    etcd_extra_vars: { 'auto-compaction-mode': 'periodic' },
  });
});

test('controller manager and scheduler get the flags of the definition', () => {
  const variables = sprayed({
    controlPlane: {
      controllerManagerArguments: {
        'bind-address': '0.0.0.0',
        'terminated-pod-gc-threshold': '50',
        'concurrent-deployment-syncs': '10',
        profiling: 'false',
      },
      schedulerArguments: { v: '4' },
    },
  }).variables();
  expect(variables).toMatchObject({
    kube_controller_manager_bind_address: '0.0.0.0',
    kube_controller_terminated_pod_gc_threshold: '50',
    kube_kubeadm_controller_extra_args: { 'concurrent-deployment-syncs': '10' },
    kube_scheduler_bind_address: '127.0.0.1',
    kube_kubeadm_scheduler_extra_args: { v: '4' },
  });
});

test('etcd of systemd has its flags as an environment', () => {
  const stackedEtcd = {
    dataDirectory: '/var/lib/etcd',
    arguments: { 'auto-compaction-mode': 'periodic', 'auto-compaction-retention': '8h' },
  };
  const props = { etcdDeployment: 'host' } as const;
  expect(sprayed({ props, controlPlane: { stackedEtcd } }).variables()).toMatchObject({
    etcd_compaction_retention: '8h',
    etcd_extra_vars: { ETCD_AUTO_COMPACTION_MODE: 'periodic' },
  });
});

test.each([
  [{ kubeVersion: '1.35' }, "kubeVersion '1.35' is not exact; give one such as `1.35.4`"],
  [{ release: 'v2.32.0' }, "release 'v2.32.0' is none of kubespray; give one such as `2.31.0`"],
  [{ filesRepository: 'files' }, "filesRepository 'files' is no address of a web server"],
  [
    { filesRepository: 'https://files.example.com/' },
    "filesRepository 'https://files.example.com/' is no address",
  ],
  [{ timeServers: [] }, '`timeServers` is empty; name some, or leave it out'],
])('fails for %j', (props, says) => {
  expect(() => sprayed({ props })).toThrow(says);
});
