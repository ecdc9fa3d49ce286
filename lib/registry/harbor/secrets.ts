import type { Construct } from 'constructs';
import type { SecretSource } from '../../contracts/secrets';
import { ADMIN, KEYS_SECRET, REGISTRY_USER } from './names';

/** Harbor's own keys: made once and never again, or sessions, jobs and stored passwords are lost. */
export function generateKeys(scope: Construct, namespace: string, secrets: SecretSource): void {
  secrets.generate(scope, {
    name: KEYS_SECRET,
    namespace,
    generated: {
      // Encrypts passwords in the database; sixteen characters, no more and no less.
      secretKey: { length: 16 },
      secret: { length: 16 },
      JOBSERVICE_SECRET: { length: 16 },
      REGISTRY_HTTP_SECRET: { length: 16 },
      CSRF_KEY: { length: 32 },
      REGISTRY_PASSWD: { length: 32 },
    },
    templated: { REGISTRY_HTPASSWD: `{{ htpasswd "${REGISTRY_USER}" .REGISTRY_PASSWD }}` },
  });
}

/** The password of the user `admin`. Harbor reads it at its first start only. */
export function generateAdmin(scope: Construct, namespace: string, secrets: SecretSource): void {
  const { name, key } = ADMIN;
  secrets.generate(scope, { name, namespace, generated: { [key]: { length: 32 } } });
}

/** What a robot account's Secret looks like for those who pull and push with it. */
export interface RobotSecret {
  readonly name: string;
  /** Where Harbor's own copy is. */
  readonly namespace: string;
  /** Where it is used. */
  readonly user: string;
  /** Host of the registry. */
  readonly host: string;
  /** The account's whole name: `robot$shop+ci`. */
  readonly account: string;
}

/** Key of a robot account's Secret that holds its password alone. */
export const ROBOT_PASSWORD = 'password';

/** A Docker configuration with an account whose password nobody has seen. */
export function generateRobot(
  scope: Construct,
  { name, namespace, user, host, account }: RobotSecret,
  secrets: SecretSource,
): void {
  const auth = {
    username: account,
    password: `{{ .${ROBOT_PASSWORD} }}`,
    // Some clients read nothing but this.
    auth: `{{ printf \`${account}:%s\` .${ROBOT_PASSWORD} | b64enc }}`,
  };
  secrets.generate(scope, {
    name,
    namespace,
    generated: { [ROBOT_PASSWORD]: { length: 40 } },
    templated: { '.dockerconfigjson': JSON.stringify({ auths: { [host]: auth } }) },
    type: 'kubernetes.io/dockerconfigjson',
    ...(user !== namespace && { copies: [user] }),
  });
}
