import type { PlatformNode } from '../../index';
import type { Cluster } from './cluster';
import type { KubeadmProps } from './words';

/** `ssh ops@192.0.2.11`: how the runbooks' commands reach a machine. */
export const ssh = ({ address }: PlatformNode, { sshUser }: KubeadmProps): string =>
  `ssh ${sshUser === undefined ? '' : `${sshUser}@`}${address}`;

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
