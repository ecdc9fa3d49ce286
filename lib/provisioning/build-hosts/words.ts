/** What builds images: Docker with its BuildKit, BuildKit alone, or Podman. */
export type BuildEngine = 'docker' | 'buildkit' | 'podman';

/** How much disk the build cache may take: `50GB`; BuildKit alone also takes parts of the disk: `20%`. */
export interface BuildCache {
  /** Never less than this is kept. @default '10GB' */
  readonly reserved?: string;
  /** Never more than this. @default '100GB' */
  readonly most?: string;
  /** So much of the disk stays free. @default '20GB' */
  readonly free?: string;
}

/** BuildKit reached over the network: only with certificates, for whoever reaches it runs code there. */
export interface BuildKitListener {
  /** @default 1234 */
  readonly port?: number;
  /** Certificate, key and the clients' authority, put on the machines by hand. @default '/etc/buildkit/tls/cert.pem' */
  readonly certFile?: string;
  /** @default '/etc/buildkit/tls/key.pem' */
  readonly keyFile?: string;
  /** @default '/etc/buildkit/tls/ca.pem' */
  readonly caFile?: string;
  /** Who connects: CIDRs of runners elsewhere. @default - Pods and nodes of the cluster */
  readonly from?: readonly `${string}/${number}`[];
}

/** Addresses that Docker gives to its networks. */
export interface AddressPool {
  /** CIDR, cut into networks: `172.30.0.0/16`. */
  readonly base: string;
  /** Length of each network's prefix: `24`. */
  readonly size: number;
}
