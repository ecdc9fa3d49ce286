export * from './etcd-snapshots';
