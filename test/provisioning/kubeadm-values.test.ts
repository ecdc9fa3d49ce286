import type { KubeadmProps } from '../../lib/provisioning/kubeadm';
import { made } from './kubeadm-sample';

// What kubeadm, kubelets or API servers would refuse on a machine is refused here.

test.each<[string, KubeadmProps, string]>([
  ['a mask of no network', { nodeMask: 99 }, "`nodeMask` is '99'"],
  ['no Pods', { kubelet: { maxPods: 0 } }, "`kubelet.maxPods` is '0'"],
  ['one log file', { kubelet: { containerLogMaxFiles: 1 } }, 'whole number from 2 to 1000'],
  [
    'a reservation that is no amount',
    { kubelet: { systemReserved: { cpu: 'half' } } },
    "`kubelet.systemReserved.cpu` is 'half', which is not an amount such as `200m` or `512Mi`",
  ],
  [
    'a time that is none',
    { certificateValidity: { certificates: '1 year' } },
    "`certificateValidity.certificates` is '1 year', which is not a duration such as `1h30m`",
  ],
  [
    'critical Pods with more time than all',
    { kubelet: { shutdownGracePeriod: '1m', shutdownGracePeriodCriticalPods: '1m30s' } },
    "kubelet leaves Pods '1m' to end, and critical ones '1m30s' of it",
  ],
  [
    'a name that is none',
    { certificateNames: ['api.example.com', '*.example.com', '192.0.2.1', 'api_1'] },
    "certificate name 'api_1' is neither a DNS name nor an address",
  ],
  ['a relative folder', { etcd: { dataDirectory: 'etcd' } }, 'is not an absolute path'],
  [
    'packages from nowhere',
    { packageRepository: 'mirror/k8s' },
    "'mirror/k8s', which is not a URL",
  ],
  ['a user that is two words', { sshUser: 'ops -t' }, "`sshUser` is 'ops -t'"],
  [
    'ports in the wrong order',
    { apiServer: { arguments: { 'service-node-port-range': '32767-30000' } } },
    'is not a range of ports such as `30000-32767`',
  ],
  [
    'a version of Pod Security without its letter',
    { apiServer: { podSecurity: { version: '1.36' } } },
    'is not `latest` or a version such as `v1.36`',
  ],
])('fails for %s', (_, props, expected) => {
  expect(made(props).errors()).toStrictEqual([expect.stringContaining(expected)]);
});

test('NodePorts are open to anybody over TCP and UDP, unless the definition says to whom', () => {
  const nodePorts = (props: KubeadmProps) =>
    made(props)
      .ports()
      .filter(({ lastPort }) => lastPort !== undefined)
      .map(({ port, lastPort, protocol, from }) => [port, lastPort, protocol, from]);
  expect(nodePorts({})).toStrictEqual([
    [30000, 32767, 'TCP', ['anywhere']],
    [30000, 32767, 'UDP', ['anywhere']],
  ]);
  const props: KubeadmProps = {
    nodePortsFrom: ['load-balancer'],
    apiServer: { arguments: { 'service-node-port-range': '31000-31999' } },
  };
  expect(nodePorts(props)).toStrictEqual([
    [31000, 31999, 'TCP', ['load-balancer']],
    [31000, 31999, 'UDP', ['load-balancer']],
  ]);
});
