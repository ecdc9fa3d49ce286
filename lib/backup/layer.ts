import type { Construct } from 'constructs';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { EtcdSnapshots, type EtcdSnapshotsProps } from './etcd-snapshots';
import { Velero, type VeleroProps } from './velero';

export interface BackupLayerProps {
  /** What copies objects and volumes. @default 'velero' */
  readonly backups?: 'velero' | 'none';
  /** Whether etcd is saved on its own. @default true */
  readonly etcd?: boolean;
  /** Settings of Velero. @default - into a bucket of the platform's object store */
  readonly velero?: VeleroProps;
  /** Settings of the snapshots of etcd. @default {} */
  readonly etcdSnapshots?: EtcdSnapshotsProps;
}

/** What brings the cluster back: its objects, its volumes, its etcd. */
export class BackupLayer extends Layer {
  readonly velero: Velero | undefined;
  readonly etcdSnapshots: EtcdSnapshots | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: BackupLayerProps = {}) {
    super(scope, id);
    const { backups = 'velero', etcd = true } = props;
    const error = unusedSetting(props, {
      velero: ['velero', backups === 'velero'],
      etcdSnapshots: ['etcd', etcd],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (backups === 'velero') this.velero = new Velero(this, 'velero', props.velero);
    if (etcd) this.etcdSnapshots = new EtcdSnapshots(this, 'etcd-snapshots', props.etcdSnapshots);
  }
}
