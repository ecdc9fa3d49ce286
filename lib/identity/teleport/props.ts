import type { AccessGroups } from '../../contracts/identity';
import type { ComponentProps } from '../../index';
import type { StoreOptions } from './stores';
import type { TeleportValuesOptions } from './values';
import type { GithubLogin, TeleportRoleOptions, TeleportUserOptions } from './words';

export interface TeleportProps extends ComponentProps, TeleportValuesOptions, StoreOptions {
  /** Name of the cluster, which can never change, and where people reach it. @default - `teleport` of the platform's domain */
  readonly hostname?: string;
  /** Secret with `tls.crt` and `tls.key` for the hostname. @default - from the platform's certificate issuer */
  readonly certificateSecret?: string;
  /** Whether web applications get names below the hostname, which takes a wildcard certificate. @default false */
  readonly applications?: boolean;
  /**
   * Whether people log in at the identity provider; part of the Enterprise edition.
   * @default - with a licence and an identity provider
   */
  readonly oidc?: boolean;
  /** Login with accounts of GitHub. @default - none */
  readonly github?: GithubLogin;
  /** Groups of Kubernetes that the platform's three roles stand for. @default - the identity provider's */
  readonly access?: Partial<AccessGroups>;
  /** Roles beside the platform's three. @default [] */
  readonly roles?: readonly TeleportRoleOptions[];
  /** People who log in with a password and a second factor. @default [] */
  readonly users?: readonly TeleportUserOptions[];
}
