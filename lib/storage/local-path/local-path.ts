import type { Construct } from 'constructs';
import { BlockStorage, type BlockStorageClass } from '../../contracts/block-storage';
import { DefaultStorageClass } from '../../contracts/exclusives';
import { Metrics } from '../../contracts/metrics';
import {
  ClusterRole,
  ClusterRoleBinding,
  Component,
  ConfigMap,
  Deployment,
  DNS_LABEL,
  Platform,
  Role,
  RoleBinding,
  ServiceAccount,
  type ComponentProps,
  StorageClass,
} from '../../index';
import { alerts } from './monitoring';
import { nodePathsError, unknownNode } from './option-errors';
import {
  CLUSTER_RULES,
  CONFIG,
  configuration,
  deployment,
  NAME,
  PROVISIONER,
  RULES,
} from './provisioner';
import type { NodePaths } from './words';

export interface LocalPathProps extends ComponentProps {
  /** Name of the StorageClass. @default 'local-path' */
  readonly storageClass?: string;
  /** Whether claims that name no class get this one. @default true */
  readonly default?: boolean;
  /** Whether data goes with the claim. @default 'Delete' */
  readonly reclaimPolicy?: 'Delete' | 'Retain';
  /** Kind of the volumes. Only `local` ones have SELinux labels and ownership set for their Pods. @default 'hostPath' */
  readonly volumeType?: 'hostPath' | 'local';
  /** Folders for volumes on nodes that `nodePaths` does not name. @default ['/opt/local-path-provisioner'] */
  readonly paths?: readonly string[];
  /** Folders by node. @default [] */
  readonly nodePaths?: readonly NodePaths[];
  /** Image with a shell that makes and removes folders, with its tag. @default 'docker.io/library/busybox:1.37.0' */
  readonly helperImage?: string;
}

const IMAGE = 'docker.io/rancher/local-path-provisioner:v0.0.37';
const HELPER_IMAGE = 'docker.io/library/busybox:1.37.0';
/** What the provisioner calls all nodes that are not named. */
const OTHER_NODES = 'DEFAULT_PATH_FOR_NON_LISTED_NODES';

/**
 * Makes volumes of folders on the nodes' own disks: fast, and nothing to run. Choose it for a
 * single node, for tests, and for databases that copy their data between nodes by themselves.
 *
 * A volume is one folder on one node: it dies with the node, its Pod cannot move, there are no
 * snapshots and no shared volumes, and its size is not enforced. Backups copy the files.
 *
 * Its project publishes no Helm repository, so its few objects are drawn here.
 *
 * @see https://github.com/rancher/local-path-provisioner
 */
export class LocalPath extends Component implements BlockStorageClass {
  readonly storageClass: string;

  /** @throws DefinitionError for folders that the provisioner would refuse, or an image without a tag */
  constructor(scope: Construct, id: string, props: LocalPathProps = {}) {
    // Its helper Pods mount folders of the node.
    super(scope, id, props, { namespace: 'local-path-storage', podSecurity: 'privileged' });
    this.storageClass = props.storageClass ?? 'local-path';
    const { helperImage = HELPER_IMAGE, paths = ['/opt/local-path-provisioner'] } = props;
    const nodePaths = [{ node: OTHER_NODES, paths }, ...(props.nodePaths ?? [])];
    this.orFail(nodePathsError(nodePaths));
    if (!DNS_LABEL.test(this.storageClass)) {
      this.fail(`'${this.storageClass}' is no name of a class; use \`a-z0-9-\``);
    }
    if (!/[:@][^/]+$/.test(helperImage)) {
      this.fail(`the helper image '${helperImage}' has no tag; name one, as \`busybox:1.37.0\``);
    }
    this.isolate({ egress: [{ with: 'api-server' }] });
    this.drawAccount();
    this.drawProvisioner(nodePaths, helperImage);
    this.drawClass(props);
    BlockStorage.provide(this, this);
    DefaultStorageClass.claim(this, () => props.default ?? true);
    Metrics.whenProvided(this, (metrics) => {
      const { namespace } = this;
      metrics.addRules(this, { name: NAME, namespace, groups: [alerts(namespace)] });
    });
    this.check(() => unknownNode(Platform.of(this), props.nodePaths));
    this.warn(
      'keeps each volume on one node only: data is lost with its disk; back it up, or choose replicated storage',
    );
  }

  private drawAccount(): void {
    const { namespace } = this;
    const meta = { phase: 'before' } as const;
    const subjects = [{ kind: 'ServiceAccount', name: NAME, namespace }];
    const apiGroup = 'rbac.authorization.k8s.io';
    this.object(ServiceAccount, NAME, {}, meta);
    this.object(Role, NAME, { rules: RULES }, meta);
    this.object(
      RoleBinding,
      NAME,
      { roleRef: { apiGroup, kind: 'Role', name: NAME }, subjects },
      meta,
    );
    this.object(ClusterRole, NAME, { rules: CLUSTER_RULES }, meta);
    const roleRef = { apiGroup, kind: 'ClusterRole', name: NAME };
    this.object(ClusterRoleBinding, NAME, { roleRef, subjects }, meta);
  }

  private drawProvisioner(nodePaths: readonly NodePaths[], helperImage: string): void {
    const helper = this.image(helperImage);
    this.object(ConfigMap, CONFIG, { data: configuration(nodePaths, helper) });
    this.object(Deployment, NAME, { spec: deployment(IMAGE, helper) });
  }

  private drawClass({ reclaimPolicy, volumeType, ...props }: LocalPathProps): void {
    const body = {
      provisioner: PROVISIONER,
      reclaimPolicy: reclaimPolicy ?? 'Delete',
      // The node is the Pod's: a volume that comes first would choose it blindly.
      volumeBindingMode: 'WaitForFirstConsumer',
    };
    this.object(StorageClass, this.storageClass, body, {
      annotations: {
        'storageclass.kubernetes.io/is-default-class': String(props.default ?? true),
        defaultVolumeType: volumeType ?? 'hostPath',
      },
    });
  }
}
