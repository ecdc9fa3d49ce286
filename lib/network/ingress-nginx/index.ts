export * from './ingress';
export * from './ingress-nginx';
