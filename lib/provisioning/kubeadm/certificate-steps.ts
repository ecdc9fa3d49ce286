import type { PlatformNode, RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { FILES, SCRIPTS, scriptPath } from './paths';
import { fetchKubeconfig, forEach, kubeconfigOf, nodesOf, ssh, sshInto } from './remote';
import type { KubeadmProps } from './words';

const KUBELET = '/etc/kubernetes/kubelet.conf';
const CURRENT = '/var/lib/kubelet/pki/kubelet-client-current.pem';

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
      commands: fetchKubeconfig(first, cluster, props),
      verify: ['kubectl get nodes'],
    },
    kubelets(cluster, props),
    ...lostKubelet(first, props),
    authorities(),
  ];
}

const renew = (cluster: Cluster, props: KubeadmProps): RunbookStep => ({
  runbook: 'certificates',
  stage: 'first-control-plane',
  title: 'Renew them, one machine after another',
  text: `\`${SCRIPTS.restart}\` restarts what runs with them, and waits until the API server is ready again.${cluster.externalEtcd ? " The API servers' certificate for etcd comes from etcd's machines: see the step of etcd." : ''}`,
  commands: forEach(cluster.controlPlanes, props, [
    'ssh -n "$machine" sudo kubeadm certs renew all',
    `ssh -n "$machine" sudo ${scriptPath(SCRIPTS.restart)}`,
  ]),
  verify: [
    ...cluster.controlPlanes.map(
      (node) => `${ssh(node, props)} sudo kubeadm certs check-expiration`,
    ),
    `kubectl --kubeconfig ${kubeconfigOf(cluster)} get --raw '/readyz?verbose'`,
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
    text: `Kubelets renew the certificates that they log in with by themselves.${serving}`,
    commands: forEach(nodesOf(cluster), props, [
      `ssh -n "$machine" sudo openssl x509 -noout -subject -enddate -in ${CURRENT}`,
    ]),
    ...(isSigned && { verify: ['kubectl get certificatesigningrequests'] }),
  };
}

/** A kubelet renews only what still holds: it is given something to log in with, and asks for its own by that. */
const lostKubelet = (first: PlatformNode, props: KubeadmProps): RunbookStep[] => [
  {
    runbook: 'certificates',
    stage: 'afterwards',
    title: 'Bring back a kubelet whose certificate has ended: let it log in',
    text: 'Only for a machine that was off for long. NAME is its name, MACHINE its address. What it is given holds for a day.',
    commands: [
      `${ssh(first, props)} sudo kubeadm kubeconfig user --config ${FILES.init} --org system:nodes --client-name system:node:NAME --validity-period 24h | ${sshInto('MACHINE', props)} "sudo sh -c 'umask 077 && cat > ${KUBELET}'"`,
    ],
  },
  {
    runbook: 'certificates',
    stage: 'afterwards',
    title: 'Bring back a kubelet whose certificate has ended: have it renew by itself again',
    on: 'nodes',
    text: 'Only on that machine; on others this does nothing. The kubelet gets a certificate of its own, and uses it from then on.',
    commands: [
      // Elsewhere the file names the very certificate that would be taken away.
      `if grep -q client-certificate-data: ${KUBELET}; then`,
      '  rm -f /var/lib/kubelet/pki/kubelet-client*',
      '  systemctl restart kubelet',
      `  for i in $(seq 60); do test -e ${CURRENT} && break; sleep 1; done`,
      `  test -e ${CURRENT} && sed -i 's#client-\\(certificate\\|key\\)-data: .*#client-\\1: ${CURRENT}#' ${KUBELET}`,
      '  systemctl restart kubelet',
      'fi',
    ],
    verify: [`openssl x509 -noout -subject -enddate -in ${CURRENT}`],
  },
];

const authorities = (): RunbookStep => ({
  runbook: 'certificates',
  stage: 'afterwards',
  title: 'Plan for the authorities',
  text: 'The authorities (`ca`, `etcd/ca`, `front-proxy-ca`) hold for ten years, and kubeadm does not renew them. Changing one without an outage takes a time in which everything trusts the old one and the new one: both in one `ca.crt`, on all machines, in all kubeconfigs and in the ConfigMaps `kube-root-ca.crt` and `cluster-info`; then new certificates by the new one; then the old one goes. Follow https://kubernetes.io/docs/tasks/tls/manual-rotation-of-ca-certificates/ step by step, and on a test cluster first.',
});
