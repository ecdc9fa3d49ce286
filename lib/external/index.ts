export type { ExternalCredentials, FetchedCredentials } from './credentials';
export * from './external-caches';
export * from './external-databases';
export * from './external-identity';
export * from './external-logs';
export * from './external-object-store';
export * from './external-registry';
