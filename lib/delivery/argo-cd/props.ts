import type { AccessGroups } from '../../contracts/identity';
import type { ComponentProps } from '../../index';
import type { NotificationOptions } from '../notifications';
import type { ApplicationSetOptions } from './application-set';
import type { BootstrapOptions } from './bootstrap';
import type { ConfigOptions } from './config';
import type { NotificationTrigger } from './notification-texts';
import type { ClusterOptions, RepositoryOptions } from './repositories';
import type { ArgoCdValuesOptions } from './values';
import type { WiringOptions } from './wiring';
import type { ApplicationOptions, ProjectOptions } from './words';

/** Whom to tell, and where the tokens for it are. */
export interface ArgoCdNotifications extends NotificationOptions<NotificationTrigger> {
  /** Secret with tokens and passwords, in Argo CD's namespace. @default 'argocd-notifications-secret' */
  readonly secretName?: string;
}

/** What an Argo CD is told. */
export interface ArgoCdProps
  extends ComponentProps, ConfigOptions, WiringOptions, ArgoCdValuesOptions {
  /** Host of its pages and API. @default - `argocd` in the platform's domain */
  readonly hostname?: string;
  /** Groups that have its roles. @default - the identity provider's */
  readonly access?: Partial<AccessGroups>;
  /** More lines of policy: `p, role:ci, applications, sync, shop/*, allow`. @default [] */
  readonly policies?: readonly string[];
  /** Root Application, from which all others come. @default - none */
  readonly bootstrap?: BootstrapOptions;
  /** @default [] */
  readonly projects?: readonly ProjectOptions[];
  /** @default [] */
  readonly applications?: readonly ApplicationOptions[];
  /** @default [] */
  readonly applicationSets?: readonly ApplicationSetOptions[];
  /** @default [] */
  readonly repositories?: readonly RepositoryOptions[];
  /** @default [] */
  readonly clusters?: readonly ClusterOptions[];
  /** Whom to tell, of all Applications. @default - nobody */
  readonly notifications?: ArgoCdNotifications;
}
