import { Capability } from '../kernel';

/** A claim, and what is put before it so that nobody of the provider is taken for somebody of the cluster. */
export interface PrefixedClaim {
  readonly claim: string;
  readonly prefix: string;
}

/** Whose tokens the API server takes, and what it reads in them. */
export interface JwtAuthenticator {
  readonly issuer: {
    readonly url: string;
    readonly audiences: readonly string[];
    readonly audienceMatchPolicy: 'MatchAny';
    /** PEM. */
    readonly certificateAuthority?: string;
  };
  readonly claimMappings: {
    readonly username: PrefixedClaim;
    readonly groups: PrefixedClaim;
  };
  readonly userValidationRules: readonly {
    readonly expression: string;
    readonly message: string;
  }[];
}

/**
 * The file that the API server's `--authentication-config` names, as data. It is the same on every
 * machine of the control plane, and the API server reads it again when it changes.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration
 */
export interface AuthenticationConfiguration {
  readonly apiVersion: 'apiserver.config.k8s.io/v1' | 'apiserver.config.k8s.io/v1beta1';
  readonly kind: 'AuthenticationConfiguration';
  readonly jwt: readonly JwtAuthenticator[];
}

/** Rights at the API server by groups of the identity provider. */
export interface ClusterAccessRules {
  /** Name by which bindings know a group of the provider: `oidc:platform-admins`. */
  groupOf(group: string): string;
  /** What the API servers must read. Late: read it at synthesis. `undefined` without an identity provider. */
  readonly authenticationConfiguration: AuthenticationConfiguration | undefined;
}

export const ClusterAccess = new Capability<ClusterAccessRules>(
  'cluster-access',
  'access to the Kubernetes API by group',
);
