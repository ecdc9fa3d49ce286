export { type ApiServerOptions } from './api-server';
export * from './kubeadm';
export { VERSIONS, type ImageTags, type KnownVersion } from './versions';
export * from './words';
