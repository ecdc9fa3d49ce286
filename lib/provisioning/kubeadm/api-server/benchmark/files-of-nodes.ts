import { always, met, notMet, toCheck, type Control } from './control';

const SERVICE = '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf';
const PROXY = 'kube-proxy is a DaemonSet with the account of its Pod, without such a file';

/** Section 4.1: files on nodes. */
export const FILES_OF_NODES: readonly Control[] = [
  always(
    '4.1.1',
    'Only root can read the unit of the kubelet',
    toCheck(`the package writes it: \`chmod 600 ${SERVICE}\``),
  ),
  always('4.1.2', 'The unit of the kubelet belongs to root', met('the package installs it so')),
  always('4.1.3', 'Only root can read the kubeconfig of kube-proxy', met(PROXY)),
  always('4.1.4', 'The kubeconfig of kube-proxy belongs to root', met(PROXY)),
  always(
    '4.1.5',
    'Only root can read the kubeconfig of the kubelet',
    met('`/etc/kubernetes/kubelet.conf`, mode 0600: kubeadm writes it so'),
  ),
  always(
    '4.1.6',
    'The kubeconfig of the kubelet belongs to root',
    met('`/etc/kubernetes/kubelet.conf`: kubeadm writes it so'),
  ),
  always(
    '4.1.7',
    'Only root can read the authority of clients',
    notMet('`/etc/kubernetes/pki/ca.crt` has mode 0644 by kubeadm; it holds nothing secret'),
  ),
  always(
    '4.1.8',
    'The authority of clients belongs to root',
    met('`/etc/kubernetes/pki/ca.crt`: kubeadm writes it so'),
  ),
  always(
    '4.1.9',
    'Only root can read the configuration of the kubelet',
    notMet('`/var/lib/kubelet/config.yaml` has mode 0644 by kubeadm; it holds nothing secret'),
  ),
  always(
    '4.1.10',
    'The configuration of the kubelet belongs to root',
    met('`/var/lib/kubelet/config.yaml`: kubeadm writes it so'),
  ),
];
