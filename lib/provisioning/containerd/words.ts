import type { RuntimeProps } from '../runtime/words';

/** When containerd deletes what nothing uses any more; kubelets say which images those are. */
export interface GarbageCollection {
  /** Greatest part of the time that it may hold up others, up to 0.5. @default 0.02 */
  readonly pauseThreshold?: number;
  /** Deletions after which it runs. @default 0, which is after each pause that it may make */
  readonly deletionThreshold?: number;
  /** Changes of its database after which it runs at the next deletion. @default 100 */
  readonly mutationThreshold?: number;
  /** How long it waits after what started it: `0s`. @default '0s' */
  readonly scheduleDelay?: string;
  /** How long it waits after containerd's start: `100ms`. @default '100ms' */
  readonly startupDelay?: string;
}

export interface ContainerdProps extends RuntimeProps {
  /**
   * Exact version: of 2.3 or 2.2, or of 1.7 up to Kubernetes 1.35.
   * @default '2.3.4'
   */
  readonly version?: string;
  /**
   * `release`: the project's own build, with its checksum, exactly that version. `package`: the
   * package `containerd.io` of Docker's repository, which the machines must have.
   * @default 'release'
   */
  readonly install?: 'release' | 'package';
  /**
   * Version of the configuration file: an older one while nodes are on their way from an older containerd.
   * @default - the newest that `version` reads
   */
  readonly configuration?: 2 | 3 | 4;
  /**
   * Where containers get labels of SELinux, so that the kernel keeps them apart from the node and
   * from each other: on no node, on all, or on workers only, as kubeadm's static Pods are not made
   * for labels. Nodes without SELinux go on as before. Pods that read files of a node then need the
   * type `spc_t`, or to be privileged, or files that are labelled for them.
   * @default false, as containerd has it: containers run, without labels, where SELinux is enforced too
   */
  readonly selinux?: boolean | 'workers';
  /** Layers of an image that are downloaded at once. @default 3 */
  readonly concurrentDownloads?: number;
  /** How long a download may stand still, as a Go duration; `0s` for ever. @default '5m' */
  readonly pullProgressTimeout?: string;
  /** Whether containers may listen below 1024 and ping without rights of their own. @default true */
  readonly unprivilegedPorts?: boolean;
  /**
   * Whether compressed layers are deleted once they are unpacked: less disk, but they cannot be
   * shared with other nodes, and pulls go through containerd's older way.
   * @default false
   */
  readonly discardUnpackedLayers?: boolean;
  /** @default - containerd's own times */
  readonly garbageCollection?: GarbageCollection;
  /**
   * Mirror that is asked for images of every registry without an own `hosts.toml`: host and path
   * prefix. It must look at the parameter `ns`, which says whose images are meant. A registry whose
   * folder in `/etc/containerd/certs.d` is there, be it empty, has no default mirror.
   * @default - none
   */
  readonly defaultMirror?: string;
}
