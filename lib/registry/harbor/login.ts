import {
  accessGroups,
  type AccessGroups,
  type IdentityClient,
  type IdentityProvider,
} from '../../contracts/identity';
import type { Values } from '../../index';
import { bytes } from './bytes';
import { secretVariable, variable } from './environment';
import type { ProjectMember } from './project-words';
import type { HarborProps } from './props';

const CLIENT_SECRET = 'OIDC_CLIENT_SECRET';

/** Who people are, and the client that Harbor is there. */
export interface HarborLogin {
  readonly provider: IdentityProvider;
  readonly client: IdentityClient;
}

/** Path below Harbor's address that people come back to from the login. */
export const CALLBACK = '/c/oidc/callback';

/**
 * Harbor's system settings, which are read-only in its pages then. The secret is filled in by
 * Kubernetes: it stands in no object.
 */
export function settingsVariables(props: HarborProps, login: HarborLogin | undefined): Values[] {
  const settings = { ...systemSettings(props), ...(login && oidcSettings(props, login)) };
  const json = JSON.stringify({ ...settings, ...props.settings });
  const secret = login?.client.clientSecret;
  return [
    ...(secret ? [secretVariable(CLIENT_SECRET, secret)] : []),
    variable('CONFIG_OVERWRITE_JSON', json),
  ];
}

function systemSettings({ projectQuota, auditLogEndpoint }: HarborProps): Values {
  return {
    project_creation_restriction: 'adminonly',
    self_registration: false,
    scanner_skip_update_pulltime: true,
    storage_per_project: projectQuota === undefined ? -1 : bytes(projectQuota),
    ...(auditLogEndpoint !== undefined && { audit_log_forward_endpoint: auditLogEndpoint }),
  };
}

function oidcSettings(props: HarborProps, { provider, client }: HarborLogin): Values {
  const { issuer, displayName, groupsClaim, groupsScope, usernameClaim } = provider;
  const [admins] = accessGroups(provider, props.access).admin;
  return {
    auth_mode: 'oidc_auth',
    primary_auth_mode: props.autoLogin ?? false,
    oidc_name: displayName,
    oidc_endpoint: issuer,
    oidc_client_id: client.id,
    oidc_client_secret: `$(${CLIENT_SECRET})`,
    oidc_scope: ['openid', 'profile', 'email', groupsScope ?? []].flat().join(','),
    oidc_groups_claim: groupsClaim,
    ...(admins !== undefined && { oidc_admin_group: admins }),
    oidc_user_claim: usernameClaim,
    oidc_auto_onboard: true,
    oidc_verify_cert: true,
    oidc_logout: true,
  };
}

/** Members of projects that name none: the platform's groups. */
export const defaultMembers = (
  provider: IdentityProvider,
  own: Partial<AccessGroups> | undefined,
): ProjectMember[] => {
  const { admin, editor, viewer } = accessGroups(provider, own);
  const members = [
    ...viewer.map((group) => ({ group, role: 'guest' as const })),
    ...editor.map((group) => ({ group, role: 'developer' as const })),
    ...admin.map((group) => ({ group, role: 'projectAdmin' as const })),
  ];
  // A group with two roles has the stronger one, which comes last.
  return [...new Map(members.map((member) => [member.group, member])).values()];
};
