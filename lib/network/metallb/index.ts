export * from './kinds';
export * from './metallb';
