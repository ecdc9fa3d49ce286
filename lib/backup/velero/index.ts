export * from './drill-words';
export * from './kinds';
export * from './velero';
export type { VeleroProps } from './props';
export * from './words';
