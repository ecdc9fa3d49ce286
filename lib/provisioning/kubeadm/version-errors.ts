import type { Cluster } from './cluster';
import { featureGateErrors } from './feature-gates';
import { isAtLeast, minorOf } from '../runtime/versions';
import { exactVersion, parseVersion, VERSIONS } from './versions';
import type { KubeadmProps } from './words';

/**
 * What is wrong with versions: of the cluster, of etcd, of kubelets that stay behind.
 *
 * @param minor the platform's Kubernetes: `1.36`
 */
export function versionErrors(
  cluster: Cluster,
  props: KubeadmProps,
  minor: string,
): readonly string[] {
  const exact = exactVersion(minor, props.version);
  if (typeof exact === 'string') return [exact];
  const known = VERSIONS[minor];
  const tags = Object.entries(cluster.imageTags).filter(([, tag]) => tag === 'unknown');
  const gates = Object.entries(props.kubeadmFeatureGates ?? {}).flatMap(([name, on]) => {
    if (known === undefined) return [];
    const state = known.kubeadmGates[name];
    const names = Object.keys(known.kubeadmGates).join(', ');
    if (state === undefined)
      return `kubeadm '${minor}' does not know the feature gate '${name}'; take one of ${names}`;
    return state === 'locked' && !on
      ? `kubeadm's feature gate '${name}' cannot be off in '${minor}', where it is final; drop it`
      : [];
  });
  const etcd = cluster.externalEtcd?.version;
  const least = known?.oldestEtcd;
  return [
    ...(tags.length > 0
      ? [
          `does not know the images of Kubernetes '${minor}'; give \`imageTags\` (${tags.map(([name]) => name).join(', ')}), as \`kubeadm config images list\` says`,
        ]
      : []),
    ...(etcd !== undefined && least !== undefined && !isAtLeast(etcd, least)
      ? [
          `the external etcd '${etcd}' is older than kubeadm '${cluster.version}' takes; bring it to '${least}' or newer first`,
        ]
      : []),
    ...gates,
    ...featureGateErrors(props.featureGates ?? {}, minor),
    ...kubeletErrors(cluster, props),
  ];
}

/** Kubelets are at most three minor versions older than API servers, and never newer. */
function kubeletErrors(cluster: Cluster, { kubeletVersions = {} }: KubeadmProps): string[] {
  const own = Number(minorOf(cluster.version).split('.')[1]);
  return Object.entries(kubeletVersions).flatMap(([machine, version]) => {
    const parsed = parseVersion(version);
    if (!parsed)
      return `kubelet version '${version}' of '${machine}' is not exact; give one such as \`${cluster.version}\``;
    const behind = own - parsed[1];
    if (parsed[0] !== 1 || !isAtLeast(cluster.version, version)) {
      return `kubelet '${version}' of '${machine}' is newer than the API servers' '${cluster.version}'; upgrade the control plane first`;
    }
    return behind > 3
      ? `kubelet '${version}' of '${machine}' is ${behind} minor versions older than the API servers' '${cluster.version}', and 3 work; upgrade the kubelet first`
      : [];
  });
}
