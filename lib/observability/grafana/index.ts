export * from './dashboard-json';
export * from './grafana';
export type { GrafanaValuesOptions } from './values';
export * from './words';
