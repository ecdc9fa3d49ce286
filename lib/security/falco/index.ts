export * from './falco';
export * from './output-words';
export type { FalcoProps } from './props';
export * from './rule-pack';
export { RuleSet } from './rule-set';
export * from './rule-words';
export * from './rules';
export * from './settings';
export type { FalcoUiOptions } from './sidekick';
