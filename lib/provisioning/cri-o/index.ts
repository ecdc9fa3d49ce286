export * from './cri-o';
export * from './words';
