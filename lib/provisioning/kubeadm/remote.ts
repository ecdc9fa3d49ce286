import type { PlatformNode } from '../../index';
import * as logins from '../logins';
import type { Cluster } from './cluster';
import { ADMIN } from './paths';
import type { KubeadmProps } from './words';

/** A machine, or a word that the reader replaces by one. */
type Reached = PlatformNode | string;

const addressOf = (machine: Reached): string =>
  typeof machine === 'string' ? machine : machine.address;

/** How a command reaches a machine: `ssh -n ops@192.0.2.11`. */
export const ssh = (machine: Reached, { sshUser }: KubeadmProps): string =>
  logins.ssh(addressOf(machine), sshUser);

/** The same for a command that is given something to read. */
export const sshInto = (machine: Reached, { sshUser }: KubeadmProps): string =>
  logins.sshInto(addressOf(machine), sshUser);

/** Where the administrator's kubeconfig is kept by whoever follows the runbooks. */
export const kubeconfigOf = ({ name }: Cluster): string => `~/.kube/${name}.conf`;

/** Brings the administrator's kubeconfig; outside of the files for machines, which are copied around. */
export function fetchKubeconfig(
  first: PlatformNode,
  cluster: Cluster,
  props: KubeadmProps,
): string[] {
  const file = kubeconfigOf(cluster);
  return [
    '(',
    'set -e',
    'umask 077',
    'mkdir -p ~/.kube',
    `${ssh(first, props)} sudo cat ${ADMIN} > ${file}.new`,
    `mv ${file}.new ${file}`,
    ')',
    `export KUBECONFIG=${file}`,
  ];
}

/** All nodes, those of the control plane first. */
export const nodesOf = ({ controlPlanes, workers }: Cluster): readonly PlatformNode[] => [
  ...controlPlanes,
  ...workers,
];

/**
 * A loop over machines, one after another, which ends at the first that fails: `$name` and `$machine`
 * (whom to log in at) are theirs. The shell that it is pasted into stays.
 */
export function forEach(
  nodes: readonly PlatformNode[],
  props: KubeadmProps,
  commands: readonly string[],
): string[] {
  const rows = nodes.map((node) => `${node.name} ${logins.loginAt(node.address, props.sshUser)}`);
  return [
    '(',
    'set -e',
    'while read -r name machine; do',
    ...commands.map((command) => `  ${command}`),
    "done <<'EOF'",
    ...rows,
    'EOF',
    ')',
  ];
}
