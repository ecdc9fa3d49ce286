export * from './2025';
export * from './choices';
export * from './standard-platform';
