export * from './external-secrets';
export * from './kinds';
export * from './words';
