export * from './build-hosts';
export * from './words';
