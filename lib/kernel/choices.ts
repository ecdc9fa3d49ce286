/**
 * What is wrong with settings of a layer that are given for something that is not chosen there.
 *
 * @param settings the layer's props
 * @param choices by the name of each setting: what it is for, and whether that is chosen
 */
export function unusedSetting(
  settings: object,
  choices: Readonly<Record<string, readonly [name: string, chosen: boolean]>>,
): string | undefined {
  for (const [setting, [name, chosen]] of Object.entries(choices)) {
    if (!chosen && (settings as Record<string, unknown>)[setting] !== undefined) {
      return `\`${setting}\` is given, but '${name}' is not chosen; choose it, or drop its settings`;
    }
  }
  return undefined;
}
