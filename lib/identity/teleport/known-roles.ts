import { unknownRole } from './roles';

/** Roles that are there, with the groups of Kubernetes that they stand for. */
export class KnownRoles {
  private readonly roles = new Map<string, () => readonly string[]>();

  /** Adds a role; `false` if there is one of that name. Groups are asked late. */
  add(name: string, groups: () => readonly string[]): boolean {
    if (this.roles.has(name)) return false;
    this.roles.set(name, groups);
    return true;
  }

  /** Groups that people may have. Ask it late. */
  get kubernetesGroups(): readonly string[] {
    return [...this.roles.values()].flatMap((groups) => groups());
  }

  /** What is wrong with the roles that somebody has, or `undefined`. Ask it late. */
  error(who: string, roles: readonly string[]): string | undefined {
    const unknown = unknownRole(roles, new Set(this.roles.keys()));
    return unknown === undefined
      ? undefined
      : `${who} has the role '${unknown}', which is not there; add it with \`addRole()\``;
  }
}
