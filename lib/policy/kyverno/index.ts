export * from './generators';
export * from './kinds';
export * from './kyverno';
export type { KyvernoValuesOptions } from './values';
export * from './words';
