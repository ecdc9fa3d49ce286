export * from './local-path';
export * from './words';
