export * from './kinds';
export * from './longhorn';
export type { LonghornProps } from './props';
export type { LonghornValuesOptions } from './values';
export * from './words';
