import type { PlatformNode, RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { ETCD_DATA, FILES, SCRIPTS, scriptPath } from './paths';
import { forEach, ssh } from './remote';
import type { KubeadmProps } from './words';

const PACKAGES = scriptPath(SCRIPTS.packages);

/** How a cluster comes to a newer version, or to other settings. */
export function upgradeSteps(cluster: Cluster, props: KubeadmProps): readonly RunbookStep[] {
  const [first, ...others] = cluster.controlPlanes;
  if (first === undefined) return [];
  const behind = Object.keys(props.kubeletVersions ?? {});
  const workers = cluster.workers.filter(({ name }) => !behind.includes(name));
  return [
    ...(cluster.externalEtcd ? [] : [snapshot(first, props)]),
    plan(first, cluster),
    apply(first, cluster),
    nodes([first], 'Bring the kubelet of the first control plane along', false, props),
    ...(others.length > 0
      ? [nodes(others, 'Upgrade the other control planes, one after another', true, props)]
      : []),
    ...(workers.length > 0
      ? [nodes(workers, 'Upgrade the workers, one after another', true, props, behind)]
      : []),
    check(cluster, first, props),
  ];
}

const snapshot = ({ name }: PlatformNode, { etcd }: KubeadmProps): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'first-control-plane',
  title: 'Take a snapshot of etcd',
  on: { host: name },
  text: 'Copy it to another machine: it holds everything that the cluster knows.',
  commands: [
    `${scriptPath(SCRIPTS.etcdctl)} snapshot save ${etcd?.dataDirectory ?? ETCD_DATA}/before-upgrade.db`,
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

const apply = ({ name }: PlatformNode, cluster: Cluster): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'first-control-plane',
  title: 'Upgrade the first control plane',
  on: { host: name },
  text: 'The first command gives the cluster the settings of the definition, which the upgrade then works with. Where only settings changed, the same steps bring them to all machines. Certificates are renewed on the way.',
  commands: [
    `kubeadm init phase upload-config all --config ${FILES.init}`,
    `kubeadm upgrade apply --config ${FILES.upgrade} --yes`,
    ...(cluster.kubeProxyMode === undefined
      ? []
      : [`kubeadm init phase addon kube-proxy --config ${FILES.init}`]),
  ],
  verify: ["kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw '/readyz?verbose'"],
});

function nodes(
  machines: readonly PlatformNode[],
  title: string,
  withKubeadm: boolean,
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
      'kubectl wait --for=condition=Ready "node/$name" --timeout=5m < /dev/null',
      'kubectl uncordon "$name" < /dev/null',
    ]),
    verify: ['kubectl get nodes'],
  };
}

const check = ({ version }: Cluster, first: PlatformNode, props: KubeadmProps): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'afterwards',
  title: 'Look at the whole',
  text: `All nodes say \`v${version}\`, and no Pod of \`kube-system\` is down. The administrator's kubeconfig was renewed with the certificates: fetch it again.`,
  commands: ['umask 077', `${ssh(first, props)} sudo cat /etc/kubernetes/admin.conf > kubeconfig`],
  verify: ['kubectl get nodes -o wide', 'kubectl --namespace kube-system get pods'],
});
