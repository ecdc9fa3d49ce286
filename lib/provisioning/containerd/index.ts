export * from './containerd';
export * from './words';
