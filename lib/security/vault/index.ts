export * from './distributions';
export * from './props';
export * from './seal-words';
export * from './vault';
export * from './words';
