import satisfies from 'semver/functions/satisfies';
import validRange from 'semver/ranges/valid';
import type { HelmRelease } from './helm-release';
import { Platform } from './platform';
import type { Registry } from './registry';

/** Charts that say themselves that they do not run on the platform's Kubernetes. */
export function unsupportedCharts(
  { kubernetesVersion }: Platform,
  { releases }: Registry,
): string[] {
  return releases.flatMap(({ chart: { name, version, kubeVersion }, node }) => {
    if (kubeVersion === undefined) return [];
    const chart = `chart '${name}' ${version} of '${node.path}'`;
    const range = readable(kubeVersion);
    if (validRange(range) === null) {
      return [
        `${chart} has the \`kubeVersion\` '${kubeVersion}', which is no range of versions; write one such as '>=1.25.0-0 <1.37.0-0', or leave it out`,
      ];
    }
    if (satisfies(newestOf(kubernetesVersion), range)) return [];
    return [
      `${chart} runs on Kubernetes '${kubeVersion}', and this is ${kubernetesVersion}; choose another version by \`chart\`, or change \`kubernetesVersion\``,
    ];
  });
}

/** On which Kubernetes a project tests, or supports, its releases. */
export interface TestedVersions {
  /** Releases that it is said of, as the chart's version begins: `3.32`. */
  readonly chart: string;
  /** First and last minor version: `1.34 - 1.36`. */
  readonly kubernetes: string;
}

/**
 * What to warn of, where the platform's Kubernetes is none of those that a release's project names.
 * Nothing where the user chose a chart that nothing is known of.
 */
export function untested(release: HelmRelease, tested: TestedVersions): string | undefined {
  const kubernetesVersion = Platform.of(release)?.kubernetesVersion;
  const { name, version } = release.chart;
  if (kubernetesVersion === undefined) return undefined;
  if (!version.replace(/^v/, '').startsWith(`${tested.chart}.`)) return undefined;
  if (satisfies(newestOf(kubernetesVersion), tested.kubernetes)) return undefined;
  return `chart '${name}' ${version} is tested on Kubernetes ${tested.kubernetes.replace(' - ', ' to ')}, and this is ${kubernetesVersion}; try it before others rely on it`;
}

/** Ranges bound patch versions only from below, by `-0` at the first: the newest stands for all. */
const newestOf = (kubernetesVersion: string): string => `${kubernetesVersion}.99`;

/** Helm's ranges, as this package reads them: commas mean "and", and `1.21-0` lacks its patch version. */
const readable = (range: string): string =>
  range.replaceAll(',', ' ').replace(/(?<![\d.])(v?\d+\.\d+)-(?=[\w])/g, '$1.0-');
