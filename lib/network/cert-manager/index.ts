export * from './cert-manager';
export * from './kinds';
export * from './solver-words';
export * from './words';
