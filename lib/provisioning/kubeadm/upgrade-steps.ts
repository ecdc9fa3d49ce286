import type { PlatformNode, RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { ADMIN, FILES, SCRIPTS, scriptPath } from './paths';
import { fetchKubeconfig, forEach, kubeconfigOf } from './remote';
import { dataDirectoryOf } from './stacked-etcd';
import type { KubeadmProps } from './words';

const PACKAGES = scriptPath(SCRIPTS.packages);
/** Asks a kubelet whether it works, until it does, or for a minute. */
const KUBELET_ANSWERS =
  'curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-max-time 60 --retry-connrefused http://127.0.0.1:10248/healthz';
const KUBE_SYSTEM = `kubectl --kubeconfig ${ADMIN} --namespace kube-system`;

/** How a cluster comes to a newer version, or to other settings. */
export function upgradeSteps(cluster: Cluster, props: KubeadmProps): readonly RunbookStep[] {
  const { version } = cluster;
  const [first, ...others] = cluster.controlPlanes;
  if (first === undefined) return [];
  const behind = Object.keys(props.kubeletVersions ?? {});
  const workers = cluster.workers.filter(({ name }) => !behind.includes(name));
  return [
    before(cluster),
    ...(cluster.externalEtcd ? [] : [snapshot(first, props)]),
    plan(first, cluster),
    apply(first),
    nodes([first], 'Bring the kubelet of the first control plane along', false, version, props),
    ...(others.length > 0
      ? [nodes(others, 'Upgrade the other control planes, one after another', true, version, props)]
      : []),
    ...(cluster.kubeProxyMode === undefined ? [] : [kubeProxy(first)]),
    ...(workers.length > 0
      ? [nodes(workers, 'Upgrade the workers, one after another', true, version, props, behind)]
      : []),
    check(cluster, first, props),
  ];
}

/** What the files that are in place by now do already, and what has to wait for its step. */
const before = (cluster: Cluster): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'preparation',
  title: 'See that the cluster is well, and leave its parts alone until their step',
  text: [
    'Container runtimes and balancers whose files changed were restarted with the files; Pods run on. What is new for Kubernetes itself waits:',
    [
      `- No API server is restarted by hand before its upgrade: it would read files of the new version. \`authentication.yaml\`, \`authorization.yaml\` and \`encryption.yaml\` are read within a minute even so, all others at the next start.`,
      `- \`${SCRIPTS.packages}\` installs ${cluster.version} from now on. Run it as the steps say: a kubelet may not be newer than any API server.`,
      '- Machines do not join in between. Settings of API servers, etcd, kubelets and kube-proxy reach the cluster on the first control plane, and each machine with its own step.',
    ].join('\n'),
  ].join('\n\n'),
  commands: [`export KUBECONFIG=${kubeconfigOf(cluster)}`],
  verify: ['kubectl get nodes', "kubectl get --raw '/readyz?verbose'"],
});

const snapshot = ({ name }: PlatformNode, { etcd }: KubeadmProps): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'first-control-plane',
  title: 'Take a snapshot of etcd',
  on: { host: name },
  text: `Copy it to another machine: it holds everything that the cluster knows. \`RECOVERY.md\` goes back to it.`,
  commands: [
    `${scriptPath(SCRIPTS.etcdctl)} snapshot save ${dataDirectoryOf(etcd)}/before-upgrade.db`,
  ],
});

const plan = ({ name }: PlatformNode, { version }: Cluster): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'first-control-plane',
  title: `Look what the upgrade to ${version} does`,
  on: { host: name },
  text: 'One minor version at a time: from 1.35 to 1.36, never over one. Read the release notes for what is gone.',
  commands: [`${PACKAGES} kubeadm`, `kubeadm upgrade plan --config ${FILES.upgrade}`],
});

const apply = ({ name }: PlatformNode): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'first-control-plane',
  title: 'Upgrade the first control plane',
  on: { host: name },
  text: 'The first command gives the cluster the settings of the definition, which the upgrade then works with. Where only settings changed, the same steps bring them to all machines. Certificates are renewed on the way.',
  commands: [
    `kubeadm init phase upload-config all --config ${FILES.init}`,
    `kubeadm upgrade apply --config ${FILES.upgrade} --yes`,
  ],
  verify: [`kubectl --kubeconfig ${ADMIN} get --raw '/readyz?verbose'`],
});

/** After all API servers, as none may be older than a kube-proxy. kubeadm itself keeps the settings that were. */
const kubeProxy = ({ name }: PlatformNode): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'join',
  title: 'Give kube-proxy its settings',
  on: { host: name },
  text: 'Only when all API servers are upgraded: a kube-proxy may not be newer than one of them.',
  commands: [
    `kubeadm init phase addon kube-proxy --config ${FILES.init}`,
    `${KUBE_SYSTEM} rollout restart daemonset/kube-proxy`,
  ],
  verify: [`${KUBE_SYSTEM} rollout status daemonset/kube-proxy --timeout=10m`],
});

function nodes(
  machines: readonly PlatformNode[],
  title: string,
  withKubeadm: boolean,
  version: string,
  props: KubeadmProps,
  behind: readonly string[] = [],
): RunbookStep {
  const run = (command: string): string => `ssh -n "$machine" sudo ${command}`;
  const late =
    behind.length > 0 ? ` The definition leaves ${behind.join(', ')} as they are for now.` : '';
  return {
    runbook: 'upgrade',
    stage: withKubeadm ? 'join' : 'first-control-plane',
    title,
    text: `Stop at the first that does not become \`Ready\` again. Draining waits for disruption budgets; Pods without a controller have to be deleted by hand.${late}`,
    commands: forEach(machines, props, [
      ...(withKubeadm
        ? [run(`${PACKAGES} kubeadm`), run(`kubeadm upgrade node --config ${FILES.upgrade}`)]
        : []),
      'kubectl drain "$name" --ignore-daemonsets --delete-emptydir-data --timeout=15m < /dev/null',
      run(`${PACKAGES} kubelet kubectl`),
      run('systemctl daemon-reload'),
      run('systemctl restart kubelet'),
      // Until the kubelet reports again, the node looks as `Ready` and as old as before.
      `ssh -n "$machine" ${KUBELET_ANSWERS}`,
      `kubectl wait --for=jsonpath='{.status.nodeInfo.kubeletVersion}'=v${version} "node/$name" --timeout=5m < /dev/null`,
      'kubectl wait --for=condition=Ready "node/$name" --timeout=5m < /dev/null',
      'kubectl uncordon "$name" < /dev/null',
    ]),
    verify: ['kubectl get nodes'],
  };
}

const check = (cluster: Cluster, first: PlatformNode, props: KubeadmProps): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'afterwards',
  title: 'Look at the whole',
  text: `All nodes say \`v${cluster.version}\`, and no Pod of \`kube-system\` is down. The administrator's kubeconfig was renewed with the certificates: fetch it again.`,
  commands: fetchKubeconfig(first, cluster, props),
  verify: ['kubectl get nodes -o wide', 'kubectl --namespace kube-system get pods'],
});
