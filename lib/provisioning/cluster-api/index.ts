export * from './cluster-api';
export * from './kinds';
export * from './words';
