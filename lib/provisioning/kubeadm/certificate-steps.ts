import type { RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { ADMIN, SCRIPTS, scriptPath } from './paths';
import { forEach, nodesOf, ssh } from './remote';
import type { KubeadmProps } from './words';

/** How certificates are renewed before they end. */
export function certificateSteps(cluster: Cluster, props: KubeadmProps): readonly RunbookStep[] {
  const [first] = cluster.controlPlanes;
  if (first === undefined) return [];
  return [
    {
      runbook: 'certificates',
      stage: 'first-control-plane',
      title: 'See when certificates end',
      on: 'control-plane',
      text: `Those of the control plane hold for ${props.certificateValidity?.certificates ?? 'a year (8760h)'}, and each upgrade renews them: whoever upgrades once a year needs this runbook only to look.`,
      commands: ['kubeadm certs check-expiration'],
    },
    renew(cluster, props),
    {
      runbook: 'certificates',
      stage: 'afterwards',
      title: "Fetch the administrator's kubeconfig again",
      text: 'The old one works until its own certificate ends. Replace it wherever it is kept.',
      commands: ['umask 077', `${ssh(first, props)} sudo cat ${ADMIN} > kubeconfig`],
      verify: ['kubectl --kubeconfig kubeconfig get nodes'],
    },
    kubelets(cluster, props),
    authorities(),
  ];
}

const renew = ({ controlPlanes, externalEtcd }: Cluster, props: KubeadmProps): RunbookStep => ({
  runbook: 'certificates',
  stage: 'first-control-plane',
  title: 'Renew them, one machine after another',
  text: `\`${SCRIPTS.restart}\` restarts what runs with them, and waits until the API server is ready again.${externalEtcd ? " The API servers' certificate for etcd comes from etcd's machines: see the step of etcd." : ''}`,
  commands: forEach(controlPlanes, props, [
    'ssh -n "$machine" sudo kubeadm certs renew all',
    `ssh -n "$machine" sudo ${scriptPath(SCRIPTS.restart)}`,
  ]),
  verify: [
    ...controlPlanes.map((node) => `${ssh(node, props)} sudo kubeadm certs check-expiration`),
    "kubectl get --raw '/readyz?verbose'",
  ],
});

/** Client and serving certificates of kubelets. */
function kubelets(cluster: Cluster, props: KubeadmProps): RunbookStep {
  const isSigned = props.kubelet?.servingCertificates !== 'self-signed';
  const serving = isSigned
    ? ` They ask for those that they serve with in the same way, and the timer \`${SCRIPTS.approve}\` on the control plane approves them; without it \`kubectl logs\` fails a year later.`
    : '';
  return {
    runbook: 'certificates',
    stage: 'afterwards',
    title: 'Look at the kubelets',
    text: `Kubelets renew the certificates that they log in with by themselves.${serving} A machine that was off when its certificate ended has to join again: delete \`/etc/kubernetes/kubelet.conf\` and \`/var/lib/kubelet/pki/kubelet-client*\` on it, then follow the steps of \`README.md\` for joining.`,
    commands: forEach(nodesOf(cluster), props, [
      `ssh -n "$machine" sudo openssl x509 -noout -subject -enddate -in /var/lib/kubelet/pki/kubelet-client-current.pem`,
    ]),
    ...(isSigned && { verify: ['kubectl get certificatesigningrequests'] }),
  };
}

const authorities = (): RunbookStep => ({
  runbook: 'certificates',
  stage: 'afterwards',
  title: 'Plan for the authorities',
  text: 'The authorities (`ca`, `etcd/ca`, `front-proxy-ca`) hold for ten years, and kubeadm does not renew them. Changing one without an outage takes a time in which everything trusts the old one and the new one: both in one `ca.crt`, on all machines, in all kubeconfigs and in the ConfigMaps `kube-root-ca.crt` and `cluster-info`; then new certificates by the new one; then the old one goes. Follow https://kubernetes.io/docs/tasks/tls/manual-rotation-of-ca-certificates/ step by step, and on a test cluster first.',
});
