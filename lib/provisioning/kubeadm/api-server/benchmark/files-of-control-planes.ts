import { always, met, notMet, toCheck, type Control } from './control';

const MANIFESTS = '/etc/kubernetes/manifests';
const BY_KUBEADM = 'kubeadm writes it so';

/** Section 1.1: files on machines of the control plane, but for etcd's data. */
export const FILES_OF_CONTROL_PLANES: readonly Control[] = [
  ...pair(1, 'API server', `${MANIFESTS}/kube-apiserver.yaml`),
  ...pair(3, 'controller manager', `${MANIFESTS}/kube-controller-manager.yaml`),
  ...pair(5, 'scheduler', `${MANIFESTS}/kube-scheduler.yaml`),
  {
    id: '1.1.7',
    title: 'Only root can read the static Pod of etcd',
    judge: ({ externalEtcd }) =>
      externalEtcd
        ? met('there is none: etcd runs on machines of its own')
        : met(`\`${MANIFESTS}/etcd.yaml\`, mode 0600: ${BY_KUBEADM}`),
  },
  {
    id: '1.1.8',
    title: 'The static Pod of etcd belongs to root',
    judge: ({ externalEtcd }) =>
      externalEtcd
        ? met('there is none: etcd runs on machines of its own')
        : met(`\`${MANIFESTS}/etcd.yaml\`: ${BY_KUBEADM}`),
  },
  always(
    '1.1.9',
    'Only root can read the files of the CNI',
    toCheck('the CNI writes them: `stat -c %a /etc/cni/net.d/*`, 600'),
  ),
  always(
    '1.1.10',
    'The files of the CNI belong to root',
    toCheck('the CNI writes them: `stat -c %U:%G /etc/cni/net.d/*`'),
  ),
  ...kubeconfig(13, 'administrator', 'admin.conf'),
  ...kubeconfig(15, 'scheduler', 'scheduler.conf'),
  ...kubeconfig(17, 'controller manager', 'controller-manager.conf'),
  always(
    '1.1.19',
    'Certificates and keys belong to root',
    met(`\`/etc/kubernetes/pki\`: ${BY_KUBEADM}`),
  ),
  always(
    '1.1.20',
    'Only root can read certificates',
    notMet('kubeadm writes certificates with mode 0644; they hold nothing secret'),
  ),
  always(
    '1.1.21',
    'Only root can read private keys',
    met(`\`/etc/kubernetes/pki/*.key\`, mode 0600: ${BY_KUBEADM}`),
  ),
];

function pair(first: number, who: string, path: string): Control[] {
  return [
    always(
      `1.1.${first}`,
      `Only root can read the static Pod of the ${who}`,
      met(`\`${path}\`, mode 0600: ${BY_KUBEADM}`),
    ),
    always(
      `1.1.${first + 1}`,
      `The static Pod of the ${who} belongs to root`,
      met(`\`${path}\`: ${BY_KUBEADM}`),
    ),
  ];
}

function kubeconfig(first: number, who: string, file: string): Control[] {
  return [
    always(
      `1.1.${first}`,
      `Only root can read the kubeconfig of the ${who}`,
      met(`\`/etc/kubernetes/${file}\`, mode 0600: ${BY_KUBEADM}`),
    ),
    always(
      `1.1.${first + 1}`,
      `The kubeconfig of the ${who} belongs to root`,
      met(`\`/etc/kubernetes/${file}\`: ${BY_KUBEADM}`),
    ),
  ];
}
