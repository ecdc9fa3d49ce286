import type { PlatformNode } from '../../index';
import { toArguments } from './arguments';
import type { Cluster } from './cluster';
import type { KubeadmProps } from './words';

/** A taint in the API's words. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

const CONTROL_PLANE: Taint = {
  key: 'node-role.kubernetes.io/control-plane',
  effect: 'NoSchedule',
};

/** How a machine becomes a node. */
export function nodeRegistration(
  node: PlatformNode,
  cluster: Cluster,
  { secondAddresses = {} }: KubeadmProps,
): object {
  const second = secondAddresses[node.name];
  const labels = Object.entries(labelsOf(node)).filter(([key]) => kubeletMaySet(key));
  return {
    name: node.name,
    criSocket: cluster.criSocket,
    imagePullSerial: false,
    taints: taintsOf(node, cluster),
    kubeletExtraArgs: toArguments({
      'node-ip': second === undefined ? node.address : `${node.address},${second}`,
      'node-labels':
        labels.length > 0 ? labels.map(([key, value]) => `${key}=${value}`).join(',') : undefined,
    }),
  };
}

/** Labels of a node beside those that kubelets and kubeadm set by themselves. */
export const labelsOf = ({
  zone,
  labels = {},
}: PlatformNode): Readonly<Record<string, string>> => ({
  ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }),
  ...labels,
});

/** Labels of a node that an administrator has to set: kubelets may not. */
export const administeredLabels = (node: PlatformNode): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labelsOf(node)).filter(([key]) => !kubeletMaySet(key)));

/**
 * Taints of a node: its own, else the control plane's, which a cluster without workers does not have.
 * @throws never: texts that are no taints are left to `taintError`
 */
export function taintsOf(node: PlatformNode, { workers, highlyAvailable }: Cluster): Taint[] {
  if (node.taints !== undefined) {
    return node.taints.flatMap((text) => parseTaint(text) ?? []);
  }
  const isOpen = node.role === 'worker' || workers.length === 0 || !highlyAvailable;
  return isOpen ? [] : [CONTROL_PLANE];
}

/** Reads `key=value:Effect` or `key:Effect`; `undefined` for anything else. */
export function parseTaint(text: string): Taint | undefined {
  const found = TAINT.exec(text);
  if (!found) return undefined;
  const [, key = '', value, effect] = found;
  return { key, ...(value !== undefined && { value }), effect: effect as Taint['effect'] };
}

const NAME = '[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?';
const TAINT = new RegExp(
  `^((?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?${NAME})(?:=(${NAME})?)?:(NoSchedule|PreferNoSchedule|NoExecute)$`,
);

/**
 * Whether a kubelet may give its own node this label. Of those below `kubernetes.io` and `k8s.io` it
 * may set few: the rest is how administrators keep Pods away from nodes that were broken into.
 */
export function kubeletMaySet(key: string): boolean {
  const [prefix = '', name] = key.split('/');
  if (name === undefined || !/(^|\.)(kubernetes|k8s)\.io$/.test(prefix)) return true;
  return KUBELET_LABELS.has(key) || /(^|\.)(kubelet|node)\.kubernetes\.io$/.test(prefix);
}

const KUBELET_LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);
