import type { ComponentProps } from '../../index';
import type { RuntimeOptions } from './handlers';

/** A registry that nodes pull from, and how they reach it. */
export interface RuntimeRegistry {
  /** Host, with a port unless it is 443: `registry.example.com:5000`. */
  readonly host: string;
  /**
   * Host and path prefix of what serves the same images, asked first and in this order:
   * `mirror.example.com/quay`. What the platform's registry serves comes after them.
   * @default []
   */
  readonly mirrors?: readonly string[];
  /** Authority that signed its certificate, PEM. @default - one that nodes trust already */
  readonly caCertificates?: string;
  /**
   * Takes any certificate. For trials only: whoever sits between can give nodes other images, so it
   * is refused unless the platform's profile is `single-node`.
   * @default false
   */
  readonly skipVerify?: boolean;
  /**
   * Paths on the nodes of the certificate and key that nodes show. They are secret: put them there by hand.
   * @default - none
   */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** The proxy through which nodes reach registries. */
export interface RuntimeProxy {
  /** `http://proxy.example.com:3128`, without user and password: what is in a unit can be read by all. */
  readonly url: string;
  /**
   * What is reached without it: host names, domains (`.example.com`), CIDRs. The cluster's own
   * networks, its API server, its domain and its registry are added.
   * @default []
   */
  readonly except?: readonly string[];
}

/** What both runtimes can be told. */
export interface RuntimeProps extends Pick<ComponentProps, 'wiring'> {
  /** Runtimes beside the default one, for Pods that ask for them by a RuntimeClass. @default [] */
  readonly runtimes?: readonly RuntimeOptions[];
  /** Registries with an authority, mirrors or certificates of their own. @default [] */
  readonly registries?: readonly RuntimeRegistry[];
  /**
   * Whether nodes go to a public registry itself where its mirror does not answer. `false` is for an
   * air gap. With a registry that runs in this very cluster keep it on: its own images must come
   * from somewhere.
   * @default true
   */
  readonly fallback?: boolean;
  /** The proxy through which nodes reach registries. @default - none */
  readonly proxy?: RuntimeProxy;
  /** Whether NRI plugins may connect: they can change every container of their node. @default false */
  readonly nri?: boolean;
  /**
   * Whether devices given to a container belong to its user, not to root: what containers without
   * root need to write to block devices and GPUs.
   * @default true
   */
  readonly deviceOwnership?: boolean;
  /** Port of the nodes where metrics are read; `false` turns them off. @default - the runtime's usual one */
  readonly metricsPort?: number | false;
  /**
   * CNI plugins that are put into `/opt/cni/bin`. Kubernetes' own packages need the package `kubernetes-cni`,
   * which has them too, of an older version: `false` leaves it at those.
   * @default '1.9.1'
   */
  readonly cniPlugins?: string | false;
  /**
   * Where releases are downloaded from, laid out as on GitHub: a copy within an air gap, or by
   * `file:///srv/downloads` a folder on the machines. Of `containerd/containerd`, `opencontainers/runc`
   * and `containernetworking/plugins` it needs `releases/download/v…/` with archives and their sums.
   * @default 'https://github.com'
   */
  readonly downloads?: string;
}
