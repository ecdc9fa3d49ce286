export * from './etcd';
export * from './words';
