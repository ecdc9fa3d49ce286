export * from './harbor';
export * from './project-words';
export * from './props';
export * from './replication-words';
