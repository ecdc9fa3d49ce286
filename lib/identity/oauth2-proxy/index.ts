export * from './oauth2-proxy';
export type { ProxyOptions } from './config';
