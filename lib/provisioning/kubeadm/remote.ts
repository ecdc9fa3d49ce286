import type { PlatformNode } from '../../index';
import type { Cluster } from './cluster';
import { ADMIN } from './paths';
import type { KubeadmProps } from './words';

/** `ssh ops@192.0.2.11`: how the runbooks' commands reach a machine. */
export const ssh = ({ address }: PlatformNode, props: KubeadmProps): string =>
  sshTo(address, props);

/** The same for a machine that the reader names: `ssh ops@NEW`. */
export const sshTo = (placeholder: string, { sshUser }: KubeadmProps): string =>
  `ssh ${sshUser === undefined ? '' : `${sshUser}@`}${placeholder}`;

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
  const rows = nodes.map((node) => `${node.name} ${ssh(node, props).replace('ssh ', '')}`);
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
