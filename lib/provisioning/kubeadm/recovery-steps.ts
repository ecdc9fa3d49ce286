import type { RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { KEY_SCRIPT } from './api-server/paths';
import { TAKE_DISCOVERY } from './join-steps';
import { FILES, SCRIPTS, scriptPath } from './paths';
import { allLostSteps } from './all-lost-steps';
import { ssh, sshInto } from './remote';
import { restoreSteps } from './restore-steps';
import type { KubeadmProps } from './words';

/** What to do when machines are lost. */
export function recoverySteps(
  cluster: Cluster,
  props: KubeadmProps,
  hasLocalKey: boolean,
): readonly RunbookStep[] {
  const { controlPlanes, workers, externalEtcd } = cluster;
  const several = controlPlanes.length > 1;
  const isStacked = externalEtcd === undefined;
  return [
    ...(several && isStacked ? [forgetMember(props)] : []),
    ...(isStacked ? restoreSteps(cluster, props) : []),
    ...allLostSteps(cluster, props, hasLocalKey),
    ...(several ? [newControlPlane(cluster, props, hasLocalKey)] : []),
    ...(workers.length > 0 ? [newWorker(props)] : []),
  ];
}

function forgetMember(props: KubeadmProps): RunbookStep {
  const etcdctl = `${ssh('LEFT', props)} sudo ${scriptPath(SCRIPTS.etcdctl)}`;
  return {
    runbook: 'recovery',
    stage: 'etcd',
    title: 'A control plane is lost: take its etcd out',
    text: 'LEFT is any control plane that works, ID what the list says of the machine that is gone. Do it before anything else: with a member that never answers, the next failure stops etcd. When more than half of the members are gone, etcd takes no commands any more: follow the steps about a lost majority instead.',
    commands: [`${etcdctl} member list`, `${etcdctl} member remove ID`],
    verify: [`${etcdctl} endpoint health --cluster`],
  };
}

function newControlPlane(
  { externalEtcd }: Cluster,
  props: KubeadmProps,
  hasLocalKey: boolean,
): RunbookStep {
  const [from, to] = [ssh('LEFT', props), sshInto('NEW', props)];
  const handOver = (script: string, give: string, take: string): string =>
    `${from} sudo ${script} ${give} | ${to} sudo ${script} ${take}`;
  const etcd = externalEtcd
    ? " and bring it the API servers' certificate for etcd as the step of etcd says,"
    : '';
  return {
    runbook: 'recovery',
    stage: 'first-control-plane',
    title: 'A control plane is lost: put another in its place',
    text: `The new machine may have the name and address of the old one; the definition then stays as it is. Else change it, and synthesize. Put its files in place, prepare it as \`README.md\` says up to the packages of Kubernetes,${etcd} then hand over from a control plane that works (LEFT) to the new one (NEW). It is the same for the first control plane: \`init.yaml\` is for new clusters alone.`,
    commands: [
      'kubectl delete node NAME',
      ...(hasLocalKey ? [handOver(KEY_SCRIPT, 'give', 'take')] : []),
      handOver(scriptPath(SCRIPTS.pki), 'export', 'import'),
      `${from} sudo ${scriptPath(SCRIPTS.discovery)} | ${to} "${TAKE_DISCOVERY}"`,
      `${ssh('NEW', props)} sudo kubeadm join --config ${FILES.join}`,
      `${from} sudo ${scriptPath(SCRIPTS.discovery)} revoke`,
    ],
    verify: ['kubectl get nodes', "kubectl get --raw '/readyz?verbose'"],
  };
}

function newWorker(props: KubeadmProps): RunbookStep {
  return {
    runbook: 'recovery',
    stage: 'join',
    title: 'A worker is lost, or has to leave',
    text: `Pods of a machine that is gone move after five minutes; volumes that only it could attach follow when the taint says that it is really off. Where it still runs, drain it first. A new machine then joins as \`README.md\` says.`,
    commands: [
      'kubectl drain NAME --ignore-daemonsets --delete-emptydir-data --timeout=15m',
      'kubectl taint node NAME node.kubernetes.io/out-of-service=nodeshutdown:NoExecute # only when it is off',
      'kubectl delete node NAME',
      `echo y | ${sshInto('NAME', props)} sudo kubeadm reset --config ${FILES.reset} # where it still runs`,
    ],
    verify: ['kubectl get nodes'],
  };
}
