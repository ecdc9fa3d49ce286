export * from './kinds';
export * from './trivy-operator';
export * from './words';
