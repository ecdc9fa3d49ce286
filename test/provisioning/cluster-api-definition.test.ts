import { managed, kubeadmOf, fileOf } from './cluster-api-sample';

test('etcd, controller manager and scheduler get the flags of the definition', () => {
  const stackedEtcd = { dataDirectory: '/data', arguments: { 'heartbeat-interval': '200' } };
  const config = kubeadmOf(
    managed({
      stackedEtcd,
      controllerManagerArguments: { profiling: 'false' },
      schedulerArguments: { profiling: 'false' },
    }),
  );
  expect(config.clusterConfiguration).toMatchObject({
    etcd: {
      local: { dataDir: '/data', extraArgs: [{ name: 'heartbeat-interval', value: '200' }] },
    },
    controllerManager: {
      extraArgs: [
        { name: 'node-cidr-mask-size-ipv4', value: '24' },
        { name: 'profiling', value: 'false' },
      ],
    },
    scheduler: { extraArgs: [{ name: 'profiling', value: 'false' }] },
  });
});

test('new machines may ask where the cluster is, beside what is open anyway', () => {
  const conditions = (anonymousPaths: readonly string[] | undefined) =>
    fileOf(kubeadmOf(managed({ anonymousPaths })), 'authentication.yaml');
  expect(conditions(['/readyz'])).toMatchObject({
    anonymous: {
      conditions: [
        { path: '/readyz' },
        { path: '/api/v1/namespaces/kube-public/configmaps/cluster-info' },
      ],
    },
  });
  expect(conditions(undefined)).toBeUndefined();
});

test('fails for an authorizer whose kubeconfig no machine has', () => {
  const connectionInfo = { type: 'KubeConfigFile', kubeConfigFile: '/etc/kubernetes/opa' };
  const authorizers = [{ type: 'Webhook', name: 'opa', webhook: { connectionInfo } }];
  expect(managed({ authorizers }).errors()).toStrictEqual([
    "the authorizer 'opa' of the control plane needs a kubeconfig that no machine has; leave it out, or make machines by kubeadm",
  ]);
});
