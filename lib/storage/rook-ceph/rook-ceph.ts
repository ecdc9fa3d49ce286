import type { Construct } from 'constructs';
import type { Toleration } from 'kubernetes-types/core/v1';
import { DefaultStorageClass } from '../../contracts/exclusives';
import { Metrics } from '../../contracts/metrics';
import { VolumeSnapshots } from '../../contracts/volume-snapshots';
import {
  Component,
  merge,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type SecretRef,
  type Values,
} from '../../index';
import { clusterError, clusterSpec, type ClusterOptions } from './cluster';
import { Drawer } from './drawer';
import { CEPH_IMAGE, DRIVERS, OPERATOR, OPERATOR_IMAGES } from './images';
import { brings, CephBlockPool, CephCluster } from './kinds';
import {
  dashboardHost,
  dashboardWarning,
  exposeDashboard,
  openToClients,
  watch,
  type DashboardOptions,
} from './neighbours';
import { nodeNeeds } from './node-needs';
import type { CephBuckets } from './object-store';
import { ObjectStores, type UserKeys } from './object-stores';
import { poolSpec } from './pools';
import { daemonResources, type DaemonResources } from './resources';
import { tolerationsOf, topologyOf, unknownNode, usableNodes, type Topology } from './topology';
import { driverValues, operatorValues, type ValuesContext } from './values';
import { Volumes, type VolumesOptions } from './volumes';
import {
  deviceClassWarning,
  SNAPSHOT_CLASS,
  noDisks,
  snapshotWarning,
  sourceError,
  sourceWarning,
  supportWarning,
} from './warnings';
import type {
  AllNodesOptions,
  BlockPoolOptions,
  FailureDomain,
  FilesystemOptions,
  ObjectStoreOptions,
  ObjectStoreUserOptions,
  StorageNode,
} from './words';

export interface RookCephProps
  extends ComponentProps, ClusterOptions, DashboardOptions, VolumesOptions {
  /** Nodes with the disks to use. @default - the platform's nodes that have `devices` */
  readonly nodes?: readonly StorageNode[];
  /** Has Ceph pick disks on every node, instead. @default - disks of known nodes only */
  readonly allNodes?: AllNodesOptions;
  /**
   * What no two copies share.
   * @default - 'zone' where disks are in three or more, else 'host', with one node 'osd'
   */
  readonly failureDomain?: FailureDomain;
  /** Taints, as `key=value:Effect`, that daemons put up with beside those of the nodes with disks. @default [] */
  readonly tolerations?: readonly string[];
  /** Requests and limits by daemon, over those of the profile: `{ osd: { limits: { memory: '8Gi' } } }`. @default {} */
  readonly resources?: DaemonResources;
  /** Ceph's image, of a version that this operator knows. @default 'quay.io/ceph/ceph:v20.2.4' */
  readonly cephImage?: string;
  /** Folder of the kubelet on the nodes. @default '/var/lib/kubelet' */
  readonly kubeletDir?: string;
  /** Chart values of the CSI drivers, as `values` are the operator's. @default {} */
  readonly driverValues?: Values;
  /** The first serves whoever asks for block storage. @default - `ceph-blockpool` with the class `ceph-block` */
  readonly blockPools?: readonly BlockPoolOptions[];
  /** The first serves whoever asks for shared storage. @default - one, `ceph-filesystem` */
  readonly filesystems?: readonly FilesystemOptions[];
  /** The first serves whoever asks for buckets. @default - `ceph-objectstore` with the class `ceph-bucket` */
  readonly objectStores?: readonly ObjectStoreOptions[];
}

const BLOCK_POOL: BlockPoolOptions = { name: 'ceph-blockpool', storageClass: 'ceph-block' };
const FILESYSTEM: FilesystemOptions = { name: 'ceph-filesystem' };
const OBJECT_STORE: ObjectStoreOptions = { name: 'ceph-objectstore', storageClass: 'ceph-bucket' };

/**
 * Ceph on the cluster's own disks, run by Rook: volumes for one Pod (block) and for many (files),
 * and buckets behind S3. Choose it where buckets are wanted too and three nodes have disks to
 * spare; the first start takes some ten minutes. Its dashboard has local users: `admin`, with the
 * password in `dashboardPassword`.
 *
 * Disks are taken from the platform's inventory and overwritten; none is ever wiped on removal, so
 * a second installation wants clean disks and no `/var/lib/rook`. Nothing here needs a backup of
 * its own: what is on volumes and in buckets is up to who wrote it, and should leave this cluster.
 *
 * Upgrades: HEALTH_OK first; the operator, one minor version at a time (1.19.5 or newer to 1.20),
 * then Ceph. From 1.20 on, CSI drivers are a release of their own: without it Pods keep their
 * volumes but mount no new ones; settings of older releases are in the `Driver` objects. Rook's own
 * CRDs stay when its release is removed, those of the drivers go. File systems and object stores
 * keep their pools when their objects are deleted; a block pool with volumes refuses to go.
 *
 * @see https://rook.io/docs/rook/v1.20
 */
export class RookCeph extends Component {
  static readonly chart: ChartPin = OPERATOR;
  static readonly driversChart: ChartPin = DRIVERS;
  static readonly images: ImageKeys = OPERATOR_IMAGES;

  readonly release: HelmRelease;
  readonly drivers: HelmRelease;
  /** Name under which the gateway knows the dashboard. */
  readonly hostname: string;
  /** Password of the dashboard's user `admin`; Rook generates it. */
  readonly dashboardPassword: SecretRef = { name: 'rook-ceph-dashboard-password', key: 'password' };
  private readonly props: RookCephProps;
  private readonly topology: Topology;
  private readonly tolerations: readonly Toleration[];
  private readonly resources: DaemonResources;
  private readonly drawer: Drawer;
  private readonly volumes: Volumes;
  private readonly objectStores: ObjectStores;

  /** @throws DefinitionError for nodes, pools or numbers that cannot be */
  constructor(scope: Construct, id: string, props: RookCephProps = {}) {
    super(scope, id, props, { namespace: 'rook-ceph', podSecurity: 'privileged' });
    this.props = props;
    this.orFail(sourceError(this, props));
    const nodes = props.allNodes ? [] : props.nodes;
    this.topology = topologyOf(this, nodes, props.failureDomain);
    const usable = usableNodes(this, this.topology, props.tolerations ?? []);
    this.orFail(clusterError(props, this.topology, usable));
    this.tolerations = tolerationsOf(this, this.topology, props.tolerations ?? []);
    this.resources = daemonResources(this.topology.highlyAvailable, props.resources);
    this.hostname = dashboardHost(this, props);
    this.isolate({ egress: [{ with: 'api-server' }] });
    openToClients(this, this.namespace);
    const operator = () => operatorValues(this.valuesContext());
    this.release = this.install(OPERATOR, operator, { brings, images: OPERATOR_IMAGES });
    this.hostNeeds(() => nodeNeeds(props, this.valuesContext()));
    this.drivers = this.installDrivers();
    this.drawCluster();
    const { topology, tolerations, resources } = this;
    const context = { topology, tolerations, resources };
    this.drawer = new Drawer(this, topology, (text) => this.warn(text));
    this.volumes = new Volumes(this.drawer, context, props);
    this.objectStores = new ObjectStores(this.drawer, context);
    for (const pool of props.blockPools ?? [BLOCK_POOL]) this.addBlockPool(pool);
    for (const filesystem of props.filesystems ?? [FILESYSTEM]) this.addFilesystem(filesystem);
    for (const store of props.objectStores ?? [OBJECT_STORE]) this.addObjectStore(store);
    if (props.snapshots) VolumeSnapshots.provide(this, this.volumes);
    DefaultStorageClass.claim(this, () => this.volumes.default !== undefined);
    if (props.expose ?? true) exposeDashboard(this, this.namespace, props);
    watch(this, this.namespace);
    this.checkAndWarn();
  }

  /**
   * Adds a pool of volumes with its StorageClass.
   * @throws DefinitionError for a name that is taken, or more copies or chunks than the disks hold apart
   */
  addBlockPool(options: BlockPoolOptions): void {
    this.volumes.addBlockPool(options);
  }

  /**
   * Adds a file system with its StorageClass.
   * @throws DefinitionError for a name that is taken, or more copies or chunks than the disks hold apart
   */
  addFilesystem(options: FilesystemOptions): void {
    this.volumes.addFilesystem(options);
  }

  /**
   * Adds an object store. The first serves whoever asks for buckets; the result is for the `wiring`
   * of those who want this one.
   * @throws DefinitionError for a name that is taken, or more copies or chunks than the disks hold apart
   */
  addObjectStore(options: ObjectStoreOptions): CephBuckets {
    const { name, tls } = options;
    if (tls && !tls.caCertificates && !Platform.of(this)?.caCertificates) {
      this.warn(
        `gives users of the object store '${name}' no authority to trust; give \`tls.caCertificates\` unless a public one signed its certificate`,
      );
    }
    return this.objectStores.add(options);
  }

  /**
   * Adds a user who makes buckets himself. Rook writes the keys into a Secret of this namespace.
   * @throws DefinitionError if there is no such store
   */
  addObjectStoreUser(options: ObjectStoreUserOptions): UserKeys {
    return this.objectStores.addUser(options);
  }

  private installDrivers(): HelmRelease {
    const own = this.props.driverValues ?? {};
    const values = () => merge(driverValues(this.valuesContext()), own);
    // The sidecar for snapshots fails without their kinds.
    const needs = () => (this.props.snapshots ? [SNAPSHOT_CLASS] : []);
    return this.install(DRIVERS, values, { needs }, 'drivers');
  }

  private drawCluster(): void {
    const { props, topology, tolerations, resources } = this;
    const image = this.image(props.cephImage ?? CEPH_IMAGE);
    const context = { image, topology, tolerations, resources, allNodes: props.allNodes };
    this.object(CephCluster, this.namespace, () => ({
      spec: clusterSpec(props, { ...context, metrics: Metrics.find(this) }),
    }));
    Metrics.whenProvided(this, ({ queryDestination }) => {
      this.connect('metrics', queryDestination, { app: 'rook-ceph-mgr' });
    });
    // Ceph makes this pool by itself, with copies that one node could not keep apart, and on disks of
    // all classes, which would make it overlap with pools that ask for one.
    this.object(CephBlockPool, 'builtin-mgr', () => {
      const deviceClass = [...this.drawer.deviceClasses.values()].find((c) => c !== undefined);
      const options = deviceClass === undefined ? {} : { deviceClass };
      return { spec: { name: '.mgr' as const, ...poolSpec(topology, options) } };
    });
  }

  private valuesContext(): ValuesContext {
    const { blockClasses, fileClasses } = this.volumes;
    return {
      namespace: this.namespace,
      highlyAvailable: this.topology.highlyAvailable,
      tolerations: this.tolerations,
      block: blockClasses.length > 0,
      files: fileClasses.length > 0,
      snapshots: this.props.snapshots ?? false,
      kubeletDir: this.props.kubeletDir ?? '/var/lib/kubelet',
    };
  }

  private checkAndWarn(): void {
    const { allNodes, snapshots } = this.props;
    this.check(() => noDisks(this.topology, allNodes));
    this.check(() => unknownNode(this, this.topology));
    this.warn(() => supportWarning(this.release));
    this.warn(() => sourceWarning(this.topology, allNodes));
    this.warn(() => deviceClassWarning(this.topology, this.drawer.deviceClasses));
    this.warn(() => snapshotWarning(this, snapshots));
    this.warn(() => dashboardWarning(this, this.props));
  }
}
