import { BUILT_IN } from './clients';
import { aliasOf, groupsFrom } from './identity-providers';
import { policyError } from './password-policy';
import type { RealmContent } from './realm';
import type { GroupOptions, RealmOptions } from './realm-words';

/** What is wrong with a realm as such, if anything. */
export function realmError(realm: RealmOptions): string | undefined {
  const { name = 'platform', login = {}, smtp, sessions = {}, locales } = realm;
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return `realm '${name}' is part of addresses: use letters, digits, \`_\` and \`-\` only`;
  }
  if (name === 'master') {
    return "realm 'master' is Keycloak's own, for its administrators; choose another name";
  }
  const { idle = 7200, max = 36000 } = sessions;
  if (idle > max) {
    return `sessions of realm '${name}' end after ${max} seconds, so ${idle} without use never pass; raise \`max\``;
  }
  if ((login.resetPassword || login.verifyEmail) && !smtp) {
    return `realm '${name}' has nothing that sends mails, and people wait for one; pass \`smtp\``;
  }
  if (smtp && (smtp.user === undefined) !== (smtp.passwordSecret === undefined)) {
    return `the mail server '${smtp.host}' has half of a login; pass both \`user\` and \`passwordSecret\``;
  }
  const roles = (realm.roles ?? []).map((role) => role.name);
  const twin = roles.find((role, i) => roles.indexOf(role) !== i);
  if (twin !== undefined) {
    return `realm '${name}' has two roles '${twin}'; name one otherwise`;
  }
  if (locales?.length === 0)
    return `realm '${name}' has no language; drop \`locales\`, or name one`;
  return policyError(realm.passwordPolicy);
}

/** Names of groups and of all below them. */
export const namesOf = (groups: readonly GroupOptions[]): readonly string[] =>
  groups.flatMap((group) => [group.name, ...namesOf(group.groups ?? [])]);

/** What is wrong with a group's name, if anything. */
export const groupError = (names: readonly string[]): string | undefined => {
  const wrong = names.find((name) => name === '' || name.includes('/'));
  if (wrong !== undefined) return `group '${wrong}' has no name without a slash; choose another`;
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  return twin === undefined
    ? undefined
    : `there is already a group '${twin}', and tokens tell groups apart by plain names; name it otherwise`;
};

/** What parts of the realm name that is not there. */
export function missingParts(content: RealmContent): string | undefined {
  const roles = new Set((content.realm.roles ?? []).map((role) => role.name));
  const top = new Set(content.groups.map((group) => group.name));
  const everywhere = flat(content.groups);
  for (const { name, roles: own = [] } of everywhere) {
    const missing = own.find((role) => !roles.has(role));
    if (missing !== undefined) return noRole(`group '${name}'`, missing);
  }
  for (const { name, includes = [] } of content.realm.roles ?? []) {
    const missing = includes.find((role) => !roles.has(role));
    if (missing !== undefined) return noRole(`role '${name}'`, missing);
  }
  for (const { options } of content.clients) {
    const missing = options.serviceAccount?.roles?.find((role) => !roles.has(role));
    if (missing !== undefined) return noRole(`client '${options.id}'`, missing);
  }
  const client = missingClient(content, everywhere);
  if (client !== undefined) return client;
  for (const provider of content.providers) {
    const missing = groupsFrom(provider).find((group) => !top.has(group));
    if (missing !== undefined) {
      return `identity provider '${aliasOf(provider)}' puts people into the group '${missing}', which is not at the top of the realm; add it with \`addGroup()\``;
    }
  }
  return undefined;
}

/** Who names a client that is not there: the whole realm would not be applied. */
function missingClient(
  { clients }: RealmContent,
  groups: readonly GroupOptions[],
): string | undefined {
  const known = new Set([...BUILT_IN, ...clients.map(({ options }) => options.id)]);
  const named: (readonly [string, readonly string[]])[] = [
    ...groups.map(
      ({ name, clientRoles = {} }) => [`group '${name}'`, Object.keys(clientRoles)] as const,
    ),
    ...clients.map(({ options: { id, serviceAccount, audiences = [] } }) => {
      const roles = Object.keys(serviceAccount?.clientRoles ?? {});
      return [`client '${id}'`, [...roles, ...audiences]] as const;
    }),
  ];
  for (const [who, ids] of named) {
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) {
      return `${who} names the client '${missing}', which the realm does not have; add it with \`addClient()\``;
    }
  }
  return undefined;
}

const flat = (groups: readonly GroupOptions[]): readonly GroupOptions[] =>
  groups.flatMap((group) => [group, ...flat(group.groups ?? [])]);

const noRole = (who: string, role: string): string =>
  `${who} names the role '${role}', which the realm does not have; add it to its \`roles\``;
