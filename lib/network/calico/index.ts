export * from './calico';
export * from './kinds';
export * from './words';
