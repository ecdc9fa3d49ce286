import satisfies from 'semver/functions/satisfies';
import type { Platform } from './platform';
import type { Registry } from './registry';

/** Charts that say themselves that they do not run on the platform's Kubernetes. */
export function unsupportedCharts(
  { kubernetesVersion }: Platform,
  { releases }: Registry,
): string[] {
  return releases.flatMap(({ chart: { name, version, kubeVersion }, node }) => {
    // Charts bound patch versions only from below, by `-0` at the first: the newest stands for all.
    const newest = `${kubernetesVersion}.99`;
    if (kubeVersion === undefined || satisfies(newest, kubeVersion)) return [];
    return [
      `chart '${name}' ${version} of '${node.path}' runs on Kubernetes '${kubeVersion}', and this is ${kubernetesVersion}; choose another version by \`chart\`, or change \`kubernetesVersion\``,
    ];
  });
}
