export * from './kinds';
export * from './tracee';
export * from './words';
