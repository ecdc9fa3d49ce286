export * from './node-prerequisites';
export * from './props';
