import {
  accessGroups,
  type AccessGroups,
  type AccessRole,
  type IdentityProvider,
} from '../../contracts/identity';
import type { GuardOptions } from '../../contracts/login-gate';

/** Roles from the least; whoever has one may do what those before it may. */
const ROLES: readonly AccessRole[] = ['viewer', 'editor', 'admin'];

/** Groups that may in: the given ones, else those of the least role and of higher ones. */
export function groupsOf(
  { groups, role = 'viewer' }: GuardOptions,
  provider: IdentityProvider,
  access: Partial<AccessGroups> = {},
): readonly string[] {
  if (groups) return groups;
  const held = accessGroups(provider, access);
  return [...new Set(ROLES.slice(ROLES.indexOf(role)).flatMap((r) => held[r]))];
}

/** What is wrong with a login that no group may pass, which the proxy would take for everybody. */
export function groupsError(
  guard: GuardOptions,
  provider: IdentityProvider,
  access?: Partial<AccessGroups>,
): string | undefined {
  return groupsOf(guard, provider, access).length > 0
    ? undefined
    : `the login '${guard.name}' is for the role '${guard.role ?? 'viewer'}', which no group has, and would let everybody in; name groups in \`access\``;
}
