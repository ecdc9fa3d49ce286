export * from './analysis';
export * from './argo-rollouts';
export * from './kinds';
export type { RolloutTrigger } from './notification-texts';
export type { PluginOptions } from './plugins';
export * from './rollout';
export * from './strategies';
