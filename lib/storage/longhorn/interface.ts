import type { Construct } from 'constructs';
import { Exposure } from '../../contracts/exposure';
import { Login } from '../../contracts/login-gate';

/** Gives the user interface a hostname, behind a login unless it is `none`. */
export function exposeInterface(
  scope: Construct,
  namespace: string,
  host: string,
  login: 'proxy' | 'none',
): void {
  const options = {
    name: 'longhorn',
    host,
    namespace,
    service: 'longhorn-frontend',
    port: 80,
    podPort: 8000,
  };
  if (login === 'none') {
    Exposure.whenProvided(scope, (gateway) => gateway.expose(scope, options));
    return;
  }
  Login.require(scope, 'to ask for a login in front of its user interface, which has none');
  Login.whenProvided(scope, (gate) => gate.guard(scope, { ...options, role: 'admin' }));
}

/** What it means to do without the login. */
export const openInterface = (host: string): string =>
  `shows its user interface at '${host}' to everybody, who may delete volumes there; drop \`login: 'none'\``;
