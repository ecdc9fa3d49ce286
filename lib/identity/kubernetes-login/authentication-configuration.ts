import type { AuthenticationConfiguration } from '../../contracts/cluster-access';

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
