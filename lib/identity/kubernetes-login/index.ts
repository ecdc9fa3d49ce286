export * from './authentication-configuration';
export * from './kubernetes-login';
