export * from './engine';
export * from './layered-app';
