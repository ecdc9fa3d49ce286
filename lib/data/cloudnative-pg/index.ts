export * from './barman-cloud-plugin';
export * from './cloudnative-pg';
export * from './kinds';
export * from './words';
