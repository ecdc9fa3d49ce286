import {
  accessGroups,
  type AccessGroups,
  type IdentityClient,
  type IdentityProvider,
} from '../../contracts/identity';
import type { PeoplePolicies } from './words';

/** Where the client's Secret is mounted for the configuration. */
export const OIDC_PATH = '/oidc';

/** How people log in. */
export interface PeopleLogin {
  readonly provider: IdentityProvider;
  readonly client: IdentityClient;
  readonly groups: AccessGroups;
  readonly policies: Required<PeoplePolicies>;
  readonly redirectUris: readonly string[];
}

export interface PeopleLoginOptions {
  readonly provider: IdentityProvider;
  readonly client: IdentityClient;
  readonly hostname: string;
  /** @default - the provider's groups */
  readonly access?: Partial<AccessGroups>;
  /** @default - the component's own policies */
  readonly people?: PeoplePolicies;
}

/** The login that follows from the provider and what the user says. */
export function peopleLogin(options: PeopleLoginOptions): PeopleLogin {
  const { provider, client, hostname, access, people } = options;
  const policies = { admin: ['platform-admin'], editor: ['platform-editor'], viewer: [] };
  return {
    provider,
    client,
    groups: accessGroups(provider, access),
    policies: { ...policies, ...people },
    redirectUris: redirectUrisOf(hostname),
  };
}

/** Where people are sent back to; the second is for `login -method=oidc` on their machines. */
export const redirectUrisOf = (hostname: string): readonly string[] => [
  `https://${hostname}/ui/vault/auth/oidc/oidc/callback`,
  'http://localhost:8250/oidc/callback',
];

/** The steps that let people log in, and give their groups policies. */
export function addLogin(
  { provider, client, groups, policies, redirectUris }: PeopleLogin,
  step: (verb: string, path: string, body: object, more?: string) => void,
): void {
  const { issuer, groupsClaim, groupsScope, usernameClaim, caCertificates } = provider;
  step('mount', 'sys/auth/oidc', { type: 'oidc', config: { listing_visibility: 'unauth' } });
  const config = {
    oidc_discovery_url: issuer,
    oidc_client_id: client.id,
    default_role: 'people',
    ...(caCertificates !== undefined && { oidc_discovery_ca_pem: caCertificates }),
  };
  const key = client.clientSecret?.key;
  const secret = key === undefined ? '' : `oidc_client_secret=@${OIDC_PATH}/${key}`;
  step('write', 'auth/oidc/config', config, secret);
  step('write', 'auth/oidc/role/people', {
    role_type: 'oidc',
    user_claim: usernameClaim,
    groups_claim: groupsClaim,
    bound_audiences: [client.id],
    allowed_redirect_uris: redirectUris,
    oidc_scopes: ['profile', 'email', ...(groupsScope === undefined ? [] : [groupsScope])],
    token_policies: ['default'],
    token_ttl: '1h',
    token_max_ttl: '8h',
  });
  for (const [group, names] of policiesByGroup(groups, policies)) {
    const slug = groupName(group);
    step('group', slug, { type: 'external', policies: names });
    step('alias', slug, { name: group });
  }
}

/** Name of a group here, whatever it is called at the provider. */
export const groupName = (group: string): string =>
  `oidc-${group
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;

/** A group that has two roles has the policies of both. */
function policiesByGroup(groups: AccessGroups, policies: Required<PeoplePolicies>) {
  const all = new Map<string, string[]>();
  for (const role of ['admin', 'editor', 'viewer'] as const) {
    for (const group of groups[role]) {
      const known = all.get(group) ?? [];
      all.set(group, [...new Set([...known, ...policies[role]])]);
    }
  }
  return all;
}
