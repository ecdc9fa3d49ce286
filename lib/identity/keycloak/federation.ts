import type { LdapGroups, LdapOptions } from './federation-words';
import type { SecretVariables } from './secret-variables';

/** What directories of a vendor call things. */
const VENDORS = {
  'active-directory': {
    vendor: 'ad',
    username: 'sAMAccountName',
    rdn: 'cn',
    uuid: 'objectGUID',
    people: ['person', 'organizationalPerson', 'user'],
    group: 'group',
  },
  other: {
    vendor: 'other',
    username: 'uid',
    rdn: 'uid',
    uuid: 'entryUUID',
    people: ['inetOrgPerson', 'organizationalPerson'],
    group: 'groupOfNames',
  },
} as const;

/** What is wrong with a directory, if anything. */
export function ldapError(ldap: LdapOptions): string | undefined {
  const { name, url, startTls = false, allowPlaintext = false } = ldap;
  if (!/^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$/.test(name)) {
    return `directory '${name}' names rules: use at most 32 characters of \`a-z0-9-\``;
  }
  const scheme = /^(ldaps?):\/\/[^/:]+(:\d+)?\/?$/.exec(url)?.[1];
  if (scheme === undefined) {
    return `directory '${name}' has the address '${url}'; write it as \`ldaps://ldap.example.com\``;
  }
  if (scheme === 'ldaps' && startTls) {
    return `directory '${name}' is encrypted already, with '${url}'; drop \`startTls\``;
  }
  return scheme === 'ldap' && !startTls && !allowPlaintext
    ? `directory '${name}' would get passwords in plain text, with '${url}'; use \`ldaps://\` or \`startTls\`, or say \`allowPlaintext\``
    : undefined;
}

/** Host and port of a directory. */
export function ldapServer({ url }: LdapOptions): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(url);
  const standard = protocol === 'ldaps:' ? 636 : 389;
  return { host: hostname, port: port === '' ? standard : Number(port) };
}

/** The directory in Keycloak's own words. Mappers that it does not name are those that Keycloak makes itself. */
export function ldapBody(ldap: LdapOptions, variables: SecretVariables): object {
  const words = VENDORS[ldap.vendor];
  const { startTls = false, editMode = 'READ_ONLY', fullSync = 86400, changedSync = 900 } = ldap;
  return {
    name: ldap.name,
    providerId: 'ldap',
    subComponents: ldap.groups
      ? {
          [MAPPER]: [
            groupMapper(ldap.groups, words.group, ldap.usernameAttribute ?? words.username),
          ],
        }
      : {},
    config: lists({
      enabled: 'true',
      priority: '0',
      vendor: words.vendor,
      connectionUrl: ldap.url,
      startTls: String(startTls),
      useTruststoreSpi: 'always',
      connectionPooling: String(!startTls),
      connectionTimeout: '5000',
      readTimeout: '10000',
      authType: 'simple',
      bindDn: ldap.bindDn,
      bindCredential: variables.refer(ldap.bindCredential),
      editMode,
      usersDn: ldap.usersDn,
      usernameLDAPAttribute: ldap.usernameAttribute ?? words.username,
      rdnLDAPAttribute: ldap.rdnAttribute ?? words.rdn,
      uuidLDAPAttribute: ldap.uuidAttribute ?? words.uuid,
      userObjectClasses: (ldap.userObjectClasses ?? words.people).join(', '),
      ...(ldap.userFilter !== undefined && { customUserSearchFilter: ldap.userFilter }),
      searchScope: ldap.oneLevel ? '1' : '2',
      pagination: 'true',
      importEnabled: 'true',
      syncRegistrations: 'false',
      trustEmail: 'true',
      cachePolicy: 'DEFAULT',
      batchSizeForSync: '1000',
      fullSyncPeriod: String(fullSync),
      changedSyncPeriod: String(changedSync),
    }),
  };
}

const MAPPER = 'org.keycloak.storage.ldap.mappers.LDAPStorageMapper';

/** Groups by their plain names, without those above them: tokens have no paths either. */
const groupMapper = (groups: LdapGroups, objectClass: string, username: string) => ({
  name: 'groups',
  providerId: 'group-ldap-mapper',
  subComponents: {},
  config: lists({
    'groups.dn': groups.dn,
    ...(groups.filter !== undefined && { 'groups.ldap.filter': groups.filter }),
    'group.name.ldap.attribute': groups.nameAttribute ?? 'cn',
    'group.object.classes': groups.objectClass ?? objectClass,
    'preserve.group.inheritance': 'false',
    'ignore.missing.groups': 'false',
    'membership.ldap.attribute': groups.memberAttribute ?? 'member',
    'membership.attribute.type': 'DN',
    'membership.user.ldap.attribute': username,
    mode: 'READ_ONLY',
    'user.roles.retrieve.strategy': 'LOAD_GROUPS_BY_MEMBER_ATTRIBUTE',
    'memberof.ldap.attribute': 'memberOf',
    'drop.non.existing.groups.during.sync': 'false',
    'groups.path': '/',
  }),
});

/** Values of components are lists. */
const lists = (config: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [key, [value]]));
