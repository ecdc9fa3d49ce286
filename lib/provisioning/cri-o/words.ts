import type { RuntimeProps } from '../runtime/words';

/** Whose signature images must have. Keys are files on the nodes: public ones, put there by hand. */
export type SignedBy =
  | {
      /** Public key (PEM) of cosign, as a path on the nodes. */
      readonly sigstoreKey: string;
      /** Public key of the transparency log that must know the signature, as a path. @default - none is asked */
      readonly rekorKey?: string;
    }
  | {
      /** Public key of GnuPG, as a path on the nodes. */
      readonly gpgKey: string;
    };

/** What is asked of images from one place. */
export interface ImageTrust {
  /** Registry, or a part of it: `registry.example.com`, `registry.example.com/shop`. */
  readonly from: string;
  /** `anything`, `nothing`, or who must have signed. */
  readonly accept: 'anything' | 'nothing' | SignedBy;
}

export interface CriOProps extends RuntimeProps {
  /**
   * Exact version, of the same minor version as the cluster's Kubernetes.
   * @default - the one that was tested: 1.36.3, 1.35.6, 1.34.11
   */
  readonly version?: string;
  /** Where its packages are, below which stand `deb` and `rpm`. @default - the project's own repository of the minor version */
  readonly packages?: string;
  /**
   * Whether containers get labels of SELinux, so that the kernel keeps them apart from the node and
   * from each other; those on the host's network, as static Pods are, get none.
   * @default - CRI-O's own: where the node has SELinux on
   */
  readonly selinux?: boolean;
  /** The runtime of Pods that ask for none. @default 'crun' */
  readonly defaultRuntime?: 'crun' | 'runc';
  /** Images that kubelets never delete, beside the pause image; `*` at the end for many. @default [] */
  readonly pinnedImages?: readonly string[];
  /** What is asked of images, by where they come from; the longest match counts. @default [] */
  readonly trust?: readonly ImageTrust[];
  /** What is asked of all other images. @default 'anything' */
  readonly acceptOthers?: 'anything' | 'nothing';
  /** Registries, or parts of them, that nodes must not pull from: `docker.io/library`. @default [] */
  readonly blocked?: readonly string[];
  /** Greatest size of a container's log in bytes, 8192 or more; kubelets rotate logs anyway. @default - none */
  readonly logSizeMax?: number;
}
