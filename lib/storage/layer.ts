import type { Construct } from 'constructs';
import { ExternalObjectStore, type ExternalObjectStoreProps } from '../external';
import { DefinitionError, highlyAvailable, Layer, unusedSetting } from '../index';
import { LocalPath, type LocalPathProps } from './local-path';
import { Longhorn, type LonghornProps } from './longhorn';
import { RookCeph, type RookCephProps } from './rook-ceph';
import { SnapshotController, type SnapshotControllerProps } from './snapshot-controller';

export interface StorageLayerProps {
  /**
   * Where volumes are: `rook-ceph` has blocks, files and objects, `longhorn` blocks and files,
   * `local-path` folders of one node.
   * @default 'rook-ceph', or 'local-path' on a single node
   */
  readonly volumes?: 'rook-ceph' | 'longhorn' | 'local-path' | 'none';
  /** An object store outside the cluster. @default - Ceph's, where there is Ceph */
  readonly externalObjectStore?: ExternalObjectStoreProps;
  /** Settings of Rook and Ceph. @default - one pool, one filesystem, one object store */
  readonly rookCeph?: RookCephProps;
  /** Settings of Longhorn. @default {} */
  readonly longhorn?: LonghornProps;
  /** Settings of local volumes. @default {} */
  readonly localPath?: LocalPathProps;
  /** Settings of the snapshot controller, which comes with what makes snapshots. @default {} */
  readonly snapshotController?: SnapshotControllerProps;
}

/** Where data is: blocks, files, objects, and points in time to go back to. */
export class StorageLayer extends Layer {
  readonly volumes: RookCeph | Longhorn | LocalPath | undefined;
  readonly snapshotController: SnapshotController | undefined;
  readonly objectStore: RookCeph | ExternalObjectStore | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: StorageLayerProps = {}) {
    super(scope, id);
    const { volumes = highlyAvailable(this) ? 'rook-ceph' : 'local-path' } = props;
    const snapshots = volumes === 'rook-ceph' || volumes === 'longhorn';
    const error = unusedSetting(props, {
      rookCeph: ['rook-ceph', volumes === 'rook-ceph'],
      longhorn: ['longhorn', volumes === 'longhorn'],
      localPath: ['local-path', volumes === 'local-path'],
      snapshotController: ['rook-ceph or longhorn', snapshots],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (snapshots) {
      const settings = props.snapshotController;
      this.snapshotController = new SnapshotController(this, 'snapshot-controller', settings);
    }
    if (props.externalObjectStore) {
      this.objectStore = new ExternalObjectStore(this, 'object-store', props.externalObjectStore);
    }
    if (volumes === 'rook-ceph') {
      const none = props.externalObjectStore && { objectStores: [] };
      this.volumes = new RookCeph(this, 'rook-ceph', {
        snapshots: true,
        ...none,
        ...props.rookCeph,
      });
      this.objectStore ??= this.volumes;
    }
    if (volumes === 'longhorn') this.volumes = new Longhorn(this, 'longhorn', props.longhorn);
    if (volumes === 'local-path') this.volumes = new LocalPath(this, 'local-path', props.localPath);
  }
}
