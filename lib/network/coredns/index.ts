export * from './coredns';
export * from './words';
