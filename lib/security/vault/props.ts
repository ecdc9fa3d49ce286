import type { AccessGroups } from '../../contracts/identity';
import type { ComponentProps, SecretRef } from '../../index';
import type { VaultDistribution } from './distributions';
import { sealError } from './seals';
import type { VaultSeal } from './seal-words';
import type { KubernetesRole, KvMount, PeoplePolicies, VaultPolicy, VaultSnapshots } from './words';

/** The servers' certificate. */
export interface VaultTlsOptions {
  /** Issuer that signs it; one that signs names of the cluster's DNS. @default - the platform's default issuer */
  readonly issuer?: string;
  /** Secret with `tls.crt`, `tls.key` and `ca.crt`, made elsewhere. @default - a certificate is asked for */
  readonly secretName?: string;
}

export interface VaultProps extends ComponentProps {
  /** Which product. @default 'openbao' */
  readonly distribution?: VaultDistribution;
  /** Servers: 1, 3, 5 or 7. @default 3; 1 on a single node */
  readonly replicas?: number;
  /** Volume of each server, as a quantity. @default '10Gi' */
  readonly storageSize?: string;
  /** @default - the platform's block storage, else the cluster's default */
  readonly storageClass?: string;
  /** What opens the storage when a server starts. @default - people, with shares of the key */
  readonly seal?: VaultSeal;
  /**
   * Whether the first server initializes itself, as OpenBao can with a `seal`: no root token is
   * ever seen. For the first deployment only: a first server that has lost its volume would start
   * a second, empty store.
   * @default false
   */
  readonly selfInit?: boolean;
  /** @default - a certificate of the platform's default issuer */
  readonly tls?: VaultTlsOptions;
  /** Whether it gets a hostname, where there is a gateway. @default true */
  readonly expose?: boolean;
  /** @default - `vault` of the platform's domain */
  readonly hostname?: string;
  /**
   * Token that configures the servers for the first time, put there by hand after `operator init`
   * and removed once the configuration has run.
   * @default - key `token` of the Secret `vault-bootstrap`
   */
  readonly bootstrapToken?: SecretRef;
  /** Key-value engines. The first is the one that secret stores read. @default - one, at `kv` */
  readonly kvMounts?: readonly KvMount[];
  /** Policies to start with. @default [] */
  readonly policies?: readonly VaultPolicy[];
  /** Pods that may log in, to start with. @default [] */
  readonly kubernetesRoles?: readonly KubernetesRole[];
  /** Whether roles of Pods that are not declared are removed. @default false */
  readonly prune?: boolean;
  /** Groups of people by what they may do. @default - the identity provider's */
  readonly access?: Partial<AccessGroups>;
  /** What people of those groups may do. @default - administrators everything, editors the key-value engines */
  readonly people?: PeoplePolicies;
  /** Whether each request is written to the Pods' output, with secrets as hashes. @default true */
  readonly audit?: boolean;
  /** @default - once an hour, where there is an object store */
  readonly snapshots?: VaultSnapshots | false;
}

/** What is wrong with the settings as such, if anything. */
export function propsError(props: VaultProps): string | undefined {
  const { replicas, seal, selfInit, distribution = 'openbao', storageSize, snapshots } = props;
  if (replicas !== undefined && ![1, 3, 5, 7].includes(replicas)) {
    return `replicas '${replicas}' cannot hold a majority well; take 1, 3, 5 or 7`;
  }
  if (storageSize !== undefined && !/^\d+(\.\d+)?(Mi|Gi|Ti|M|G|T)$/.test(storageSize)) {
    return `storageSize '${storageSize}' is no quantity such as '10Gi'`;
  }
  const keep = snapshots === false ? undefined : snapshots?.keepDays;
  if (keep !== undefined && (!Number.isInteger(keep) || keep < 1)) {
    return `keepDays '${keep}' of snapshots is no number of days; take 1 or more`;
  }
  if (selfInit && (distribution === 'vault' || !seal)) {
    return distribution === 'vault'
      ? 'Vault does not initialize itself; drop `selfInit` and run `vault operator init`'
      : 'a server initializes itself only where a `seal` opens its storage; pass one, or drop `selfInit`';
  }
  const mounts = (props.kvMounts ?? []).map(({ path }) => path);
  const odd = mounts.find((path) => !/^[a-z0-9][-_a-z0-9]*$/.test(path));
  if (odd !== undefined) return `key-value engine '${odd}' is no path such as 'kv'; rename it`;
  const twice = mounts.find((path, i) => mounts.indexOf(path) !== i);
  if (twice !== undefined) return `there are two key-value engines at '${twice}'; rename one`;
  if (props.kvMounts?.length === 0) {
    return 'there is no key-value engine; name one in `kvMounts`, or drop it';
  }
  return sealError(seal, distribution);
}
