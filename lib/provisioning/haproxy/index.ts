export * from './haproxy';
export * from './words';
