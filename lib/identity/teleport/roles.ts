import type { AccessRole } from '../../contracts/identity';
import { DNS_LABEL } from '../../index';
import { durationError } from './checks';
import type {
  TeleportProvisionTokenSpec,
  TeleportRoleV8Spec,
  TeleportRoleV8SpecAllow,
  TeleportUserSpec,
} from './kinds';
import type {
  JoinTokenOptions,
  ResourceLabels,
  TeleportRoleOptions,
  TeleportUserOptions,
} from './words';

/** Roles that every cluster of Teleport has. */
const PRESETS: readonly string[] = ['access', 'auditor', 'editor', 'requester', 'reviewer'];
const ALL: ResourceLabels = { '*': '*' };

/** Name of the role for one of the platform's three. */
export const platformRole = (role: AccessRole): string => `platform-${role}`;

/** Roles that people get who hold one of the platform's three. */
export const teleportRolesOf = (role: AccessRole): readonly string[] =>
  role === 'admin' ? [platformRole(role), 'editor', 'auditor'] : [platformRole(role)];

/** The platform's three roles: Kubernetes under the same groups that a login at the API server has. */
export const platformRoleOptions = (
  role: AccessRole,
  groups: readonly string[],
): TeleportRoleOptions => ({
  name: platformRole(role),
  kubernetes: { groups },
  ...(role === 'admin' && {
    servers: { logins: ['{{internal.logins}}', 'root'] },
    applications: ALL,
    requireSessionMfa: true,
    clientIdleTimeout: '30m',
  }),
  ...(role === 'editor' && { applications: ALL }),
});

/** The object of a role. */
export function roleSpec(options: TeleportRoleOptions): TeleportRoleV8Spec {
  const { maxSessionTtl = '12h', clientIdleTimeout, recording = 'strict' } = options;
  return {
    allow: allowed(options),
    options: {
      max_session_ttl: maxSessionTtl,
      ...(clientIdleTimeout !== undefined && { client_idle_timeout: clientIdleTimeout }),
      disconnect_expired_cert: true,
      forward_agent: false,
      record_session: { default: recording, desktop: true },
      ...(options.requireSessionMfa === true && { require_session_mfa: 'yes' }),
    },
  };
}

function allowed(options: TeleportRoleOptions): TeleportRoleV8SpecAllow {
  const { kubernetes, servers, databases, applications } = options;
  return {
    ...(kubernetes && {
      kubernetes_groups: kubernetes.groups,
      kubernetes_labels: kubernetes.labels ?? ALL,
      kubernetes_resources: (kubernetes.namespaces ?? ['*']).map((namespace) => ({
        kind: '*',
        api_group: '*',
        namespace,
        name: '*',
        verbs: kubernetes.verbs ?? ['*'],
      })),
    }),
    ...(servers && { logins: servers.logins, node_labels: servers.labels ?? ALL }),
    ...(databases && {
      db_users: databases.users,
      db_names: databases.names ?? ['*'],
      db_labels: databases.labels ?? ALL,
    }),
    ...(applications && { app_labels: applications }),
  };
}

/** What is wrong with a role, or `undefined`. */
export function roleError(options: TeleportRoleOptions): string | undefined {
  const { name, kubernetes, servers, databases, applications } = options;
  if (!DNS_LABEL.test(name)) {
    return `role '${name}' is not named by a DNS label such as \`developers\`; rename it`;
  }
  if (servers?.logins.length === 0) {
    return `role '${name}' logs in to servers as nobody; name one or more \`logins\``;
  }
  if (PRESETS.includes(name) || name.startsWith('platform-')) {
    return `the name '${name}' is taken by a role that is there anyway; name it otherwise`;
  }
  if (!kubernetes && !servers && !databases && !applications) {
    return `role '${name}' gives access to nothing; pass \`kubernetes\`, \`servers\`, \`databases\` or \`applications\``;
  }
  if (kubernetes?.groups.length === 0) {
    return `role '${name}' has no Kubernetes groups, which requests need; name one or more`;
  }
  return (
    durationError(`maxSessionTtl of role '${name}'`, options.maxSessionTtl) ??
    durationError(`clientIdleTimeout of role '${name}'`, options.clientIdleTimeout)
  );
}

/** What is wrong with a person, or `undefined`. */
export function userError({ name, roles }: TeleportUserOptions): string | undefined {
  if (!DNS_LABEL.test(name)) {
    return `user '${name}' is not named by a DNS label such as \`jane\`; rename it`;
  }
  return roles.length === 0 ? `user '${name}' has no role; give one or more` : undefined;
}

/** The first role that is neither Teleport's own nor among the known ones. */
export const unknownRole = (
  named: readonly string[],
  known: ReadonlySet<string>,
): string | undefined => named.find((role) => !PRESETS.includes(role) && !known.has(role));

/** The object of a person. */
export const userSpec = ({ roles, logins = [] }: TeleportUserOptions): TeleportUserSpec => ({
  roles,
  ...(logins.length > 0 && { traits: { logins } }),
});

/** The object of a join token. */
export const tokenSpec = (options: JoinTokenOptions): TeleportProvisionTokenSpec => ({
  roles: options.roles,
  join_method: 'kubernetes',
  kubernetes: {
    type: 'in_cluster',
    allow: options.serviceAccounts.map((account) => ({ service_account: account })),
  },
});
