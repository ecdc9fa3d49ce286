export * from './agent';
export * from './kinds';
export * from './props';
export type { StoreOptions } from './stores';
export * from './teleport';
export type { TeleportValuesOptions } from './values';
export * from './words';
