export * from './cilium';
export * from './kinds';
export * from './words';
