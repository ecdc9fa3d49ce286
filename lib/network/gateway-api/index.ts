export * from './gateway-api';
export * from './kinds';
