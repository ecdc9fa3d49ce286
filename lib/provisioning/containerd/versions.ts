import { exactError, isAtLeast, minorOf } from '../runtime/versions';

/** A minor version of containerd that the library can set up. */
interface KnownVersion {
  /** Version of its configuration file. */
  readonly configuration: 2 | 3 | 4;
  /** The runc that it is tested with. */
  readonly runc: string;
  /** Oldest patch that is tested with today's Kubernetes. */
  readonly oldest: string;
  /** Newest Kubernetes that it is tested with. @default - every one */
  readonly newestKubernetes?: string;
}

const KNOWN: Readonly<Record<string, KnownVersion>> = {
  '1.7': { configuration: 2, runc: '1.3.6', oldest: '1.7.28', newestKubernetes: '1.35' },
  '2.2': { configuration: 3, runc: '1.3.6', oldest: '2.2.0' },
  '2.3': { configuration: 4, runc: '1.4.3', oldest: '2.3.0' },
};

/** What is known of a version that `versionError` has nothing against. */
export const knownVersion = (version: string): KnownVersion =>
  KNOWN[minorOf(version)] ?? (KNOWN['2.3'] as KnownVersion);

/** What is wrong with running that containerd below that Kubernetes, if anything. */
export function versionError(version: string, kubernetes: string): string | undefined {
  const exact = exactError(version, '2.3.4');
  if (exact !== undefined) return exact;
  const known = KNOWN[minorOf(version)];
  if (known === undefined) {
    return `containerd '${version}' is not one of the versions that are known here (${Object.keys(KNOWN).join(', ')}); take one of them`;
  }
  if (!isAtLeast(version, known.oldest)) {
    return `containerd '${version}' is older than what is tested with Kubernetes ${kubernetes}; take '${known.oldest}' or newer`;
  }
  const { newestKubernetes } = known;
  if (newestKubernetes !== undefined && !isAtLeast(newestKubernetes, kubernetes)) {
    return `containerd '${version}' is not for Kubernetes ${kubernetes}, the last one with ${minorOf(version)} is ${newestKubernetes}; take '2.3.4' (nodes can go there directly)`;
  }
  return undefined;
}

/** What is wrong with the configuration's version that somebody asks for, if anything. */
export function configurationError(
  version: string,
  configuration: number | undefined,
): string | undefined {
  const own = knownVersion(version).configuration;
  return configuration === undefined || configuration <= own
    ? undefined
    : `configuration version '${configuration}' is newer than what containerd '${version}' reads; take ${own} or leave it out`;
}

/** What should be known of running that containerd, if anything. */
export const versionWarning = (version: string): string | undefined =>
  minorOf(version) === '1.7'
    ? `containerd '${version}' gets no fixes after September 2026; go to 2.3, which nodes can do directly`
    : undefined;
