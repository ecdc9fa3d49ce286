// Facts that go with minor versions of Kubernetes, whichever runtime runs its containers.

/** The tag of the pause image that kubeadm names; the runtime must hold the same one. */
const PAUSE: Readonly<Record<string, string>> = {
  '1.34': '3.10.1',
  '1.35': '3.10.1',
  '1.36': '3.10.2',
};

/** Minor version of Kubernetes that a platform has unless it says otherwise. */
export const DEFAULT_KUBERNETES = '1.34';

/** The pause image of a minor version of Kubernetes, where it is published; a newer one's is the newest known. */
export function pauseImage(kubernetes: string): string {
  const newest = Object.values(PAUSE).at(-1) as string;
  return `registry.k8s.io/pause:${PAUSE[kubernetes] ?? newest}`;
}

/** `2.3` of `2.3.4`. */
export const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

/** Whether `version` is `least` or newer, number by number. */
export function isAtLeast(version: string, least: string): boolean {
  const own = version.split('.').map(Number);
  for (const [i, part] of least.split('.').map(Number).entries()) {
    const number = own[i] ?? 0;
    if (number !== part) return number > part;
  }
  return true;
}

/** What is wrong with a version that has to be exact, if anything. */
export function exactError(version: string, example: string): string | undefined {
  return /^\d+\.\d+\.\d+$/.test(version)
    ? undefined
    : `version '${version}' is not exact; give one such as \`${example}\``;
}
