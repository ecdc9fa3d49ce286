export * from './kinds';
export * from './vault-secrets-operator';
export * from './words';
