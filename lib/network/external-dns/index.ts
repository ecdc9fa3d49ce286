export * from './external-dns';
export * from './kinds';
export * from './words';
