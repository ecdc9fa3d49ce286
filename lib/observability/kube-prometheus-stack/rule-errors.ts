import type { RuleGroup } from '../../contracts/metrics';
import { isDuration } from '../quantities';

/** What is wrong with rules, each as a sentence. */
export function ruleErrors(groups: readonly RuleGroup[]): string[] {
  return groups.flatMap(({ name, interval, rules }) => {
    const durations = [interval, ...rules.map((rule) => ('for' in rule ? rule.for : undefined))];
    return durations
      .filter((text) => text !== undefined && !isDuration(text))
      .map((text) => `'${text}' of group '${name}' is not a duration; write it as \`5m\``);
  });
}
