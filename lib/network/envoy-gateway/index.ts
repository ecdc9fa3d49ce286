export * from './envoy-gateway';
export * from './kinds';
export * from './policy-words';
export * from './words';
