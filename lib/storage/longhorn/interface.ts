import type { Construct } from 'constructs';
import { exposeWithLogin, type LoginChoice } from '../../contracts/login-gate';

/** Gives the user interface a hostname, behind a login unless it is `none`. */
export function exposeInterface(
  scope: Construct,
  namespace: string,
  host: string,
  login: LoginChoice,
): void {
  const options = {
    name: 'longhorn',
    host,
    namespace,
    service: 'longhorn-frontend',
    port: 80,
    podPort: 8000,
    role: 'admin' as const,
  };
  exposeWithLogin(scope, login, options, 'its user interface, which has none');
}

/** What it means to do without the login. */
export const openInterface = (host: string): string =>
  `shows its user interface at '${host}' to everybody, who may delete volumes there; drop \`login: 'none'\``;
