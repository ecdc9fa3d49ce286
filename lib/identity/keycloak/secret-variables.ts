import type { SecretRef } from '../../index';

/** A variable of a container that a Secret fills. */
export interface SecretVariable {
  readonly name: string;
  readonly from: SecretRef;
}

/**
 * Where a configuration names secrets: each becomes a variable of the container that reads the
 * configuration, and stands in the file by that name only.
 */
export class SecretVariables {
  private readonly names = new Map<string, SecretVariable>();

  /** The variables, in order of their names. */
  get all(): readonly SecretVariable[] {
    return [...this.names.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * What stands in the file. The program replaces text before it reads JSON, so the value is
   * quoted: a password may have any character.
   */
  refer(from: SecretRef): string {
    const name = this.nameOf(from);
    this.names.set(name, { name, from });
    return `$\${javascript: JSON.stringify(String(env.${name})).slice(1, -1)}`;
  }

  private nameOf({ name, key }: SecretRef): string {
    const base = `SECRET_${name}_${key}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
    for (let i = 1; ; i++) {
      const variable = i === 1 ? base : `${base}_${i}`;
      const taken = this.names.get(variable)?.from;
      if (!taken || (taken.name === name && taken.key === key)) return variable;
    }
  }
}
