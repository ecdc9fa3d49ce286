export type { ClusterOptions } from './cluster';
export * from './kinds';
export type { DashboardOptions } from './neighbours';
export { CephBuckets } from './object-store';
export type { UserKeys } from './object-stores';
export type { DaemonResources } from './resources';
export * from './rook-ceph';
export type { VolumesOptions } from './volumes';
export * from './words';
