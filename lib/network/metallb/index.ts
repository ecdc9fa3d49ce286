export * from './kinds';
export * from './metallb';
export * from './words';
