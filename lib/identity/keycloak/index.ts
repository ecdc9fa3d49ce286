export * from './client-words';
export * from './federation-words';
export * from './keycloak';
export * from './props';
export * from './provider-words';
export * from './realm-words';
export * from './words';
