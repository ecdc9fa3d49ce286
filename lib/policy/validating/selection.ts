import { bestPractices } from './library/index';
import { podSecurity } from './pod-security/index';
import type { PolicyOptions, PolicyTemplate } from './words';

/** Every policy of the library by its id. */
export const library = { ...podSecurity, ...bestPractices };

/** Id of a policy of the library. */
export type LibraryId = keyof typeof library;

/** Parameters of a policy of the library. */
export type ParametersOf<Id extends LibraryId> =
  (typeof library)[Id] extends PolicyTemplate<infer Parameters> ? Parameters : never;

/** Which policies of the library are used, and how; `true` for its defaults, `false` for not. */
export type LibrarySelection = {
  readonly [Id in LibraryId]?: boolean | PolicyOptions<ParametersOf<Id>>;
};

/** Each policy that is used, with its options, in order of the library. */
export function selected(
  selection: LibrarySelection,
  level: 'none' | 'baseline' | 'restricted',
): [PolicyTemplate, PolicyOptions<object>][] {
  return Object.entries<PolicyTemplate>(library).flatMap(
    ([id, template]): [PolicyTemplate, PolicyOptions<object>][] => {
      const standard = template.level === 'baseline' ? level !== 'none' : template.level === level;
      const choice: boolean | PolicyOptions<object> = selection[id as LibraryId] ?? standard;
      if (choice === false) return [];
      return [[template, choice === true ? {} : choice]];
    },
  );
}
