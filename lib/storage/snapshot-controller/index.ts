export * from './kinds';
export * from './snapshot-controller';
