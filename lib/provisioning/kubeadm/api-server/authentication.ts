import type { AuthenticationConfiguration } from '../../../contracts/cluster-access';
import { atLeast, type ApiServerInput } from './options';
import { FILES } from './paths';

/** What the API servers answer without a name. */
export const HEALTH_PATHS: readonly string[] = ['/livez', '/readyz', '/healthz'];

/** The whole file that `--authentication-config` names. */
export interface AuthenticationFile extends AuthenticationConfiguration {
  /** @default - RBAC decides what requests without a name may do */
  readonly anonymous?: {
    readonly enabled: boolean;
    readonly conditions: readonly { readonly path: string }[];
  };
}

/**
 * Whose tokens are taken, and what may be asked without a name. `undefined` where there is nothing
 * to say, or Kubernetes is older than 1.30 and does not read such a file.
 */
export function authenticationOf(input: ApiServerInput): AuthenticationFile | undefined {
  const { kubernetesVersion: version, authentication } = input;
  if (!atLeast(version, '1.30')) return undefined;
  const limited = limitsAnonymous(input);
  if (authentication === undefined && !limited) return undefined;
  return {
    // Version 1 is newer than the field: the file and the cluster must fit each other.
    apiVersion: atLeast(version, '1.34')
      ? 'apiserver.config.k8s.io/v1'
      : 'apiserver.config.k8s.io/v1beta1',
    kind: 'AuthenticationConfiguration',
    jwt: authentication?.jwt ?? [],
    ...(limited && {
      anonymous: { enabled: true, conditions: HEALTH_PATHS.map((path) => ({ path })) },
    }),
  };
}

/** Flags of authentication. */
export function authenticationArguments(input: ApiServerInput): Record<string, string> {
  return authenticationOf(input) ? { 'authentication-config': FILES.authentication } : {};
}

/** On by default since Kubernetes 1.32, final since 1.34. */
function limitsAnonymous({ options, kubernetesVersion }: ApiServerInput): boolean {
  return options.anonymous !== 'default' && atLeast(kubernetesVersion, '1.32');
}
