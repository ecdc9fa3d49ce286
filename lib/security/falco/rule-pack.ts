import type { FalcoList, FalcoMacro, FalcoRule } from './rule-words';

/** Lists, macros and rules that belong together. */
export interface RulePack {
  /** @default [] */
  readonly lists?: readonly FalcoList[];
  /** @default [] */
  readonly macros?: readonly FalcoMacro[];
  readonly rules: readonly FalcoRule[];
}
