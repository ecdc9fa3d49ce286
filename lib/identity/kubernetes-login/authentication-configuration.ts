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

/** What the configuration follows from. */
export interface AuthenticationOptions {
  readonly apiVersion: AuthenticationConfiguration['apiVersion'];
  readonly issuer: string;
  readonly clientId: string;
  readonly usernameClaim: string;
  readonly groupsClaim: string;
  readonly prefix: string;
  readonly certificateAuthority: string | undefined;
}

/** One provider of tokens. */
export function authenticationConfiguration(
  options: AuthenticationOptions,
): AuthenticationConfiguration {
  const { apiVersion, issuer, clientId, prefix, certificateAuthority } = options;
  return {
    apiVersion,
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: {
          url: issuer,
          audiences: [clientId],
          audienceMatchPolicy: 'MatchAny',
          ...(certificateAuthority !== undefined && { certificateAuthority }),
        },
        claimMappings: {
          username: { claim: options.usernameClaim, prefix },
          groups: { claim: options.groupsClaim, prefix },
        },
        userValidationRules: [
          {
            expression: "!user.username.startsWith('system:')",
            message: 'names that start with system: belong to the cluster',
          },
          {
            expression: "user.groups.all(group, !group.startsWith('system:'))",
            message: 'groups that start with system: belong to the cluster',
          },
        ],
      },
    ],
  };
}
