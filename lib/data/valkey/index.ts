export * from './valkey';
export * from './words';
