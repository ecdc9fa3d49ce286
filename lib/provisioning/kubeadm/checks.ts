import type { Cluster } from './cluster';
import { machineErrors, type Surroundings } from './machine-errors';
import { dualStackWarning, networkErrors, podsPerNodeWarning } from './network-errors';
import { valueErrors } from './value-errors';
import { versionErrors } from './version-errors';
import type { KubeadmProps } from './words';

/** What checks look at, at synthesis. */
export interface Known {
  readonly cluster: Cluster;
  readonly props: KubeadmProps;
  /** The platform's Kubernetes: `1.36`. */
  readonly minor: string;
  readonly surroundings: Surroundings;
}

/** Everything that cannot work. */
export const errorsOf = ({ cluster, props, minor, surroundings }: Known): readonly string[] => [
  ...machineErrors(cluster, props, surroundings),
  ...versionErrors(cluster, props, minor),
  ...networkErrors(cluster, props),
  ...valueErrors(props),
];

/** What works, and is most likely not meant. */
export const WARNINGS: readonly ((known: Known) => string | undefined)[] = [
  ({ cluster, props }) => podsPerNodeWarning(cluster, props),
  ({ cluster, props }) => dualStackWarning(cluster, props),
  ({ cluster: { controlPlanes, endpoint } }) => {
    const one = controlPlanes.find(({ address }) => address === endpoint?.host);
    return controlPlanes.length > 1 && one !== undefined
      ? `has ${controlPlanes.length} control planes that all are reached at '${one.name}'; give the platform's \`apiServer\` an address that moves, else the cluster stops with that machine`
      : undefined;
  },
  ({ cluster }) =>
    cluster.kubeProxyMode === 'ipvs'
      ? "runs kube-proxy with 'ipvs', which Kubernetes has deprecated; take 'nftables'"
      : undefined,
];
