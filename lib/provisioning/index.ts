export * from './layer';
