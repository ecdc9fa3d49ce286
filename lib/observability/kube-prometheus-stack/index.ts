export * from './alerting-words';
export * from './alertmanager-values';
export * from './kube-prometheus-stack';
export * from './prometheus-words';
export * from './user-interfaces';
export * from './values';
