import type { Construct } from 'constructs';
import { Capability } from '../kernel';
import { Exposure, type ExposeOptions } from './exposure';
import type { AccessRole } from './identity';

export interface GuardOptions extends ExposeOptions {
  /** Least role of those who may in. Groups follow from it. @default 'viewer' */
  readonly role?: AccessRole;
  /** Groups that may in, instead of those of `role`. @default - the groups of `role` and higher */
  readonly groups?: readonly string[];
  /** Paths that need no login, as regular expressions: health checks, webhooks. @default [] */
  readonly openPaths?: readonly string[];
}

/** Asks for a login in front of what has none. */
export interface LoginGate {
  /** Exposes the Service under the host, to those who log in; what is drawn stands below `scope`. */
  guard(scope: Construct, options: GuardOptions): void;
}

export const Login = new Capability<LoginGate>('login', 'a login proxy');

/** Who asks for a login: the platform's login proxy, or nobody. */
export type LoginChoice = 'proxy' | 'none';

/**
 * Exposes what has no login of its own: behind the platform's login proxy, which must be there
 * then, or open to whoever reaches the gateway.
 *
 * @param what what the login is for, as read in the error where nothing asks for one
 */
export function exposeWithLogin(
  scope: Construct,
  login: LoginChoice,
  options: GuardOptions,
  what = `'${options.host}'`,
): void {
  if (login === 'none') {
    Exposure.whenProvided(scope, (gateway) => {
      gateway.expose(scope, options);
    });
    return;
  }
  Login.require(scope, `to ask for a login in front of ${what}`);
  Login.whenProvided(scope, (gate) => {
    gate.guard(scope, options);
  });
}
