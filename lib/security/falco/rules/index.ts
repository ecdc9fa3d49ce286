export * from './credentials';
export * from './crypto-mining';
export * from './interactive-access';
export * from './system-files';
