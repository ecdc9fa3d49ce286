import type { PlatformNode, RunbookStep } from '../../index';
import { keepAuthorities } from './all-lost-steps';
import type { Cluster } from './cluster';
import {
  approval,
  closeDoor,
  discovery,
  handOver,
  joinControlPlane,
  joinWorkers,
  labels,
} from './join-steps';
import { ADMIN, FILES, PKI, SCRIPTS, scriptPath } from './paths';
import { fetchKubeconfig } from './remote';
import type { KubeadmProps } from './words';

/** How machines become a cluster. */
export function installSteps(cluster: Cluster, props: KubeadmProps): readonly RunbookStep[] {
  const [first, ...others] = cluster.controlPlanes;
  if (first === undefined) return [];
  const rest = [...others, ...cluster.workers];
  return [
    packages(cluster),
    start(first),
    kubeconfig(first, cluster, props),
    ...(others.length > 0 ? [handOver(first, others, props)] : []),
    ...(rest.length > 0 ? [discovery(first, rest, props)] : []),
    ...others.map((node) => joinControlPlane(node)),
    ...(cluster.workers.length > 0 ? [joinWorkers()] : []),
    ...labels(cluster),
    ...(props.kubelet?.servingCertificates === 'self-signed' ? [] : [approval()]),
    ...(rest.length > 0 ? [closeDoor(first, props)] : []),
    keepAuthorities(first, cluster, props),
  ];
}

function packages({ version }: Cluster): RunbookStep {
  return {
    runbook: 'install',
    stage: 'machines',
    title: `Install Kubernetes ${version}`,
    on: 'nodes',
    text: 'The packages are held at this version: only the upgrade runbook moves them.',
    commands: [
      `${scriptPath(SCRIPTS.packages)} kubeadm kubelet kubectl`,
      'systemctl enable kubelet',
    ],
    verify: ['kubeadm version -o short', 'kubelet --version'],
  };
}

const start = ({ name }: PlatformNode): RunbookStep => ({
  runbook: 'install',
  stage: 'first-control-plane',
  title: 'Start the first control plane',
  on: { host: name },
  text: `Takes some minutes. When it fails, \`kubeadm reset --config ${FILES.reset}\` cleans up for another try: it takes away all of \`${PKI}\` and \`/etc/kubernetes/manifests\`, so begin again at the top, where what is there already stays. The command to join that kubeadm shows at the end is not for this cluster: the following steps are.`,
  commands: [
    `kubeadm config validate --config ${FILES.init}`,
    `kubeadm config images pull --config ${FILES.init}`,
    `kubeadm init --config ${FILES.init} --skip-token-print`,
  ],
  verify: [`kubectl --kubeconfig ${ADMIN} get --raw '/readyz?verbose'`],
});

const kubeconfig = (first: PlatformNode, cluster: Cluster, props: KubeadmProps): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'Fetch the kubeconfig',
  text: 'It is the key to everything, and nobody can take it back before it ends: keep it where only administrators get at it, and let people log in by the identity provider.',
  commands: fetchKubeconfig(first, cluster, props),
  verify: ['kubectl get nodes'],
});
