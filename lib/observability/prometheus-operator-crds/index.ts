export * from './kinds';
export * from './prometheus-operator-crds';
