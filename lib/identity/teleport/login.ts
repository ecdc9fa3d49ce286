import type { Construct } from 'constructs';
import type { AccessGroups, AccessRole, IdentityProvider } from '../../contracts/identity';
import { allowEgress, KubeObject } from '../../index';
import { allowLookup } from './allow-lookup';
import {
  TeleportGithubConnector,
  TeleportOIDCConnector,
  type TeleportOIDCConnectorSpec,
} from './kinds';
import { AUTH_LABELS } from './pods';
import { teleportRolesOf } from './roles';
import type { GithubLogin } from './words';

/** Name of the connector to the platform's identity provider. */
export const OIDC = 'platform';
/** Name of the connector to GitHub. */
export const GITHUB = 'github';

const ROLES: readonly AccessRole[] = ['admin', 'editor', 'viewer'];

/** What the login at the identity provider follows from. */
interface OidcLogin {
  readonly provider: IdentityProvider;
  readonly groups: () => AccessGroups;
  readonly namespace: string;
  readonly hostname: string;
}

/** Draws the connector to the identity provider, and lets the operator read its client's secret. */
export function drawOidcLogin(scope: Construct, login: OidcLogin): void {
  const { provider, namespace, hostname } = login;
  const callback = `https://${hostname}/v1/webapi/oidc/callback`;
  const client = provider.client(scope, {
    id: 'teleport',
    displayName: 'Teleport',
    namespace,
    redirectUris: [callback],
  });
  const secret = client.secretName;
  new KubeObject(scope, `TeleportOIDCConnector-${OIDC}`, TeleportOIDCConnector, {
    name: OIDC,
    namespace,
    body: () => ({ spec: connectorSpec(login, callback, client.id, secret) }),
  });
  allowLookup(scope, namespace, { secret, connector: OIDC });
}

function connectorSpec(
  { provider, groups }: OidcLogin,
  callback: string,
  clientId: string,
  secret: string,
): TeleportOIDCConnectorSpec {
  const { issuer, displayName, groupsClaim, groupsScope, usernameClaim } = provider;
  const scopes = new Set(['openid', 'profile', 'email', groupsScope ?? []].flat());
  return {
    display: displayName,
    issuer_url: issuer,
    client_id: clientId,
    client_secret: `secret://${secret}/client-secret`,
    redirect_url: [callback],
    pkce_mode: 'enabled',
    scope: [...scopes],
    username_claim: usernameClaim,
    // Nobody is let in by a mail address.
    allow_unverified_email: true,
    claims_to_roles: ROLES.flatMap((role) =>
      groups()[role].map((value) => ({
        claim: groupsClaim,
        value,
        roles: teleportRolesOf(role),
      })),
    ),
  };
}

/** What the login with GitHub follows from. */
interface GithubContext {
  readonly github: GithubLogin;
  readonly namespace: string;
  readonly hostname: string;
}

/** Draws the connector to GitHub, and lets the auth service and the operator use it. */
export function drawGithubLogin(
  scope: Construct,
  { github, namespace, hostname }: GithubContext,
): void {
  const { clientId, clientSecret, teams } = github;
  new KubeObject(scope, `TeleportGithubConnector-${GITHUB}`, TeleportGithubConnector, {
    name: GITHUB,
    namespace,
    body: {
      spec: {
        display: 'GitHub',
        client_id: clientId,
        client_secret: `secret://${clientSecret.name}/${clientSecret.key}`,
        redirect_url: `https://${hostname}/v1/webapi/github/callback`,
        teams_to_roles: teams,
      },
    },
  });
  allowLookup(scope, namespace, { secret: clientSecret.name, connector: GITHUB });
  allowEgress(scope, {
    name: 'teleport-to-github',
    namespace,
    pods: AUTH_LABELS,
    rules: [{ with: 'anywhere', ports: [443] }],
  });
}
