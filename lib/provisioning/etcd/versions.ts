/** Newest release of each minor version that was tested here. */
const RELEASES: Readonly<Record<string, string>> = { '3.5': '3.5.33', '3.6': '3.6.14' };

/** The oldest etcd that kubeadm takes from outside, by minor version. */
const OLDEST_PATCH: Readonly<Record<string, number>> = { '3.5': 24, '3.6': 0 };

/**
 * The etcd that goes with a minor version of Kubernetes: kubeadm runs 3.6 from 1.34 on, and 3.5
 * before.
 */
export function versionFor(kubernetes: string): string {
  const minor = Number(kubernetes.split('.')[1]);
  return RELEASES[minor >= 34 ? '3.6' : '3.5'] as string;
}

/** `3.6` of `3.6.14`. */
export const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** What is wrong with running `version` below that Kubernetes, if anything. */
export function versionError(version: string, kubernetes: string): string | undefined {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    return `the version '${version}' is not one such as \`3.6.14\``;
  }
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const oldest = OLDEST_PATCH[minorOf(version)];
  if (major !== 3 || minor < 5 || (oldest !== undefined && patch < oldest)) {
    return `etcd '${version}' is older than kubeadm takes; use '${versionFor(kubernetes)}'`;
  }
  return undefined;
}

/** What should be known of running `version` below that Kubernetes, if anything. */
export function versionWarning(version: string, kubernetes: string): string | undefined {
  const usual = versionFor(kubernetes);
  if (minorOf(version) === minorOf(usual)) return undefined;
  return `runs etcd '${version}', while Kubernetes ${kubernetes} is tested with ${minorOf(usual)}; leave \`version\` out for '${usual}'`;
}
