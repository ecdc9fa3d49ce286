import type { IConstruct } from 'constructs';
import { Registry } from '../index';

/**
 * Warns of choices for what nobody asks for: a name that is misspelt leaves its owner at the
 * common place.
 *
 * @param prop name of the prop, as users write it
 * @param asked names that were asked for; grows
 */
export function warnOfUnused(
  scope: IConstruct,
  prop: string,
  choices: Readonly<Record<string, unknown>> | undefined,
  asked: ReadonlySet<string>,
): void {
  const text = (): string | undefined => {
    const unused = Object.keys(choices ?? {}).find((name) => !asked.has(name));
    if (unused === undefined) return undefined;
    const names = [...asked].map((name) => `'${name}'`).sort();
    return `\`${prop}\` names '${unused}', which nobody asks for; asked for ${names.length > 0 ? `are ${names.join(', ')}` : 'is none'}`;
  };
  Registry.of(scope).warnings.push({ by: scope, text });
}
