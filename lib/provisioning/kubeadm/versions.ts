import { ETCD_IMAGE_TAGS } from '../../contracts/etcd-image';
import { minorOf } from '../runtime/versions';

/** Tags of the images that kubeadm brings beside Kubernetes' own. */
export interface ImageTags {
  /** `3.6.8-0`. */
  readonly etcd: string;
  /** `v1.14.2`. */
  readonly coreDns: string;
  /** `3.10.2`. */
  readonly pause: string;
}

/** A minor version of Kubernetes as the library knows it. */
export interface KnownVersion {
  /** The patch that the library was tested with. */
  readonly patch: string;
  readonly imageTags: ImageTags;
  /** Oldest external etcd that kubeadm takes. */
  readonly oldestEtcd: string;
  /** Feature gates of kubeadm; `locked` cannot be turned off any more. */
  readonly kubeadmGates: Readonly<Record<string, 'open' | 'locked'>>;
}

/** Minor versions that the library was tested with. */
export const VERSIONS: Readonly<Record<string, KnownVersion>> = {
  '1.34': {
    patch: '1.34.10',
    imageTags: { etcd: ETCD_IMAGE_TAGS['1.34'], coreDns: 'v1.12.1', pause: '3.10.1' },
    oldestEtcd: '3.5.24',
    kubeadmGates: {
      ControlPlaneKubeletLocalMode: 'open',
      NodeLocalCRISocket: 'open',
      PublicKeysECDSA: 'open',
      RootlessControlPlane: 'open',
      WaitForAllControlPlaneComponents: 'locked',
    },
  },
  '1.35': {
    patch: '1.35.7',
    imageTags: { etcd: ETCD_IMAGE_TAGS['1.35'], coreDns: 'v1.13.1', pause: '3.10.1' },
    oldestEtcd: '3.5.24',
    kubeadmGates: {
      ControlPlaneKubeletLocalMode: 'locked',
      NodeLocalCRISocket: 'open',
      PublicKeysECDSA: 'open',
      RootlessControlPlane: 'open',
    },
  },
  '1.36': {
    patch: '1.36.3',
    imageTags: { etcd: ETCD_IMAGE_TAGS['1.36'], coreDns: 'v1.14.2', pause: '3.10.2' },
    oldestEtcd: '3.5.24',
    kubeadmGates: {
      NodeLocalCRISocket: 'locked',
      PublicKeysECDSA: 'open',
      RootlessControlPlane: 'open',
    },
  },
};

/** Numbers of a version: `1.36.3` → `[1, 36, 3]`; `undefined` for anything else. */
export function parseVersion(text: string): readonly [number, number, number] | undefined {
  const found = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined;
}

/**
 * The exact version of a cluster.
 * @param minor of the platform: `1.36`
 * @param own what the user asks for
 * @returns the version, or a sentence that says what is wrong
 */
export function exactVersion(minor: string, own: string | undefined): { version: string } | string {
  if (own === undefined) {
    const patch = VERSIONS[minor]?.patch;
    const known = Object.keys(VERSIONS).join(', ');
    return patch === undefined
      ? `Kubernetes '${minor}' is not one of the versions that are known here (${known}); give \`version\` and \`imageTags\`, or take one of them`
      : { version: patch };
  }
  if (!parseVersion(own)) {
    return `version '${own}' is not exact; give one such as \`${VERSIONS[minor]?.patch ?? '1.36.3'}\``;
  }
  return minorOf(own) === minor
    ? { version: own }
    : `version '${own}' is not of the platform's Kubernetes '${minor}'; change \`version\`, or the platform's \`kubernetesVersion\``;
}
