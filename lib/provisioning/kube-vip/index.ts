export * from './kube-vip';
export * from './words';
