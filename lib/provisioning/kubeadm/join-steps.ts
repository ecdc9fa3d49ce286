import type { PlatformNode, RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { administeredLabels } from './node-registration';
import { ADMIN, DISCOVERY, FILES, SCRIPTS, scriptPath } from './paths';
import { forEach, nodesOf, ssh, sshInto } from './remote';
import type { KubeadmProps } from './words';

const DISCOVER = scriptPath(SCRIPTS.discovery);

/** Writes what comes in where `kubeadm join` reads it. An input by SSH may be a socket, which cannot be opened by name. */
export const TAKE_DISCOVERY = `sudo sh -c 'umask 077 && cat > ${DISCOVERY}'`;

/** Private keys that all machines of the control plane share. */
export function handOver(
  first: PlatformNode,
  others: readonly PlatformNode[],
  props: KubeadmProps,
): RunbookStep {
  const script = scriptPath(SCRIPTS.pki);
  return {
    runbook: 'install',
    stage: 'join',
    title: "Hand the cluster's authorities to the other control planes",
    text: 'The private keys go from machine to machine, and are written nowhere else.',
    commands: others.map(
      (node) =>
        `${ssh(first, props)} sudo ${script} export | ${sshInto(node, props)} sudo ${script} import`,
    ),
  };
}

/** How the others find the cluster. */
export const discovery = (
  first: PlatformNode,
  rest: readonly PlatformNode[],
  props: KubeadmProps,
): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'Tell the machines how to join',
  text: 'The file holds a token, which ends after two hours; run this again for machines that come later.',
  commands: [
    '(',
    'set -e',
    'file=$(mktemp)',
    `trap 'rm -f "$file"' EXIT`,
    `${ssh(first, props)} sudo ${DISCOVER} > "$file"`,
    ...forEach(rest, props, [`ssh "$machine" "${TAKE_DISCOVERY}" < "$file"`]),
    ')',
  ],
});

/** One machine of the control plane joins. */
export const joinControlPlane = ({ name }: PlatformNode): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: `Join the control plane ${name}`,
  on: { host: name },
  text: `One after another: go on only when the check holds. When it fails, \`kubeadm reset --config ${FILES.reset}\` on that machine cleans up for another try; begin with its files again, and hand everything over again, as the authorities are gone from it.`,
  commands: [`kubeadm join --config ${FILES.join}`],
  verify: [`kubectl --kubeconfig ${ADMIN} get --raw '/readyz?verbose'`],
});

/** All workers join. */
export const joinWorkers = (): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'Join the workers',
  on: 'worker',
  commands: [`kubeadm join --config ${FILES.join}`],
  verify: ['systemctl is-active kubelet'],
});

/** Labels that only an administrator may set; none where there are none. */
export function labels(cluster: Cluster): RunbookStep[] {
  const commands = nodesOf(cluster).flatMap((node) =>
    Object.entries(administeredLabels(node)).map(
      ([key, value]) => `kubectl label node ${node.name} --overwrite ${key}=${value}`,
    ),
  );
  if (commands.length === 0) return [];
  return [
    {
      runbook: 'install',
      stage: 'join',
      title: 'Set the labels that kubelets may not set',
      commands,
      verify: ['kubectl get nodes --show-labels'],
    },
  ];
}

/** Kubelets get certificates to serve with. */
export const approval = (): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'Sign the certificates that kubelets serve with',
  on: 'control-plane',
  text: `Before that, \`kubectl logs\` and \`kubectl exec\` fail, and there are no metrics of Pods. Kubernetes leaves these requests to others, as it does not know which addresses a machine has. \`${SCRIPTS.approve}\` approves those that ask for the names and addresses of the definition, and says which do not; the timer has it look every five minutes, as kubelets ask anew before a certificate ends.`,
  commands: [
    'systemctl daemon-reload',
    `systemctl enable --now ${SCRIPTS.approve}.timer`,
    scriptPath(SCRIPTS.approve),
  ],
  verify: [`kubectl --kubeconfig ${ADMIN} get certificatesigningrequests`],
});

/** Nobody joins any more. */
export const closeDoor = (first: PlatformNode, props: KubeadmProps): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'Take back the tokens',
  commands: [`${ssh(first, props)} sudo ${DISCOVER} revoke`],
  verify: [`${ssh(first, props)} sudo kubeadm token list`],
});
