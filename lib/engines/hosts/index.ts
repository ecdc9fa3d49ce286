export * from './format';
export * from './host-files';
