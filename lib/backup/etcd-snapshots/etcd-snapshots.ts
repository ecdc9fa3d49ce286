import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { ControlPlane } from '../../contracts/control-plane';
import { EtcdCluster } from '../../contracts/etcd-cluster';
import { etcdImageTag } from '../../contracts/etcd-image';
import { ObjectStorage, type Bucket } from '../../contracts/object-storage';
import {
  allowEgress,
  Component,
  ConfigMap,
  CronJob,
  hostPort,
  Platform,
  type ComponentProps,
  type SecretRef,
} from '../../index';
import { cronError, longestGap } from '../cron';
import { argumentError, KUBEADM, portOf } from './argument-errors';
import { AUTHORITY, NAME, snapshotJob } from './job';
import { watch } from './monitoring';
import { fetchSteps } from './recovery-steps';

export interface EtcdSnapshotsProps extends ComponentProps {
  /** When, in the five fields of cron, UTC. @default - every six hours, at a quarter past */
  readonly schedule?: string;
  /** Days that snapshots are kept. @default 14 */
  readonly keepDays?: number;
  /** Bucket in the platform's object store. @default 'etcd-snapshots' */
  readonly bucket?: string;
  /** Folder within the bucket; two clusters must not share one. @default - the platform's name */
  readonly prefix?: string;
  /**
   * Password by which snapshots are encrypted before they leave the node, in this component's
   * namespace. Whoever loses it loses the snapshots.
   * @default - not encrypted
   */
  readonly encryptionPassword?: SecretRef;
  /** Tag of the image with etcd's programs. @default - that of the cluster's own etcd, else the one of Kubernetes' version */
  readonly etcdVersion?: string;
  /**
   * Client address of the one member of etcd to ask, in which `$(HOST_IP)` is the node's own; for
   * members whose certificates are not for 127.0.0.1 too, as those of kubeadm and `Etcd` are. Servers
   * of etcd that nothing here knows need their client certificate in `certificates` on these nodes.
   * @default - any member of the platform's external etcd, else of the control plane's machines, that answers
   */
  readonly endpoint?: string;
  /**
   * Where the nodes have etcd's authority and a client's certificate.
   * @default - those of the API servers for the platform's external etcd, else kubeadm's places
   */
  readonly certificates?: EtcdCertificates;
  /** Labels of the nodes that it may run on. @default - those of the control plane */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** Files on the nodes. */
export interface EtcdCertificates {
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Copies etcd, the whole state of the cluster, to a bucket: a snapshot of one member, checked, and
 * uploaded from a node of the control plane. Old ones go only once a new one is there.
 *
 * A snapshot holds every Secret, as readable as it is in etcd: encrypt Secrets at rest, or the
 * snapshots by `encryptionPassword` (read again with `rclone` and a remote of type `crypt`, file
 * names not encrypted). Managed control planes need none of this.
 *
 * An external etcd is asked from there too, with the API servers' certificate. Of several members
 * any one that answers is taken, so that a snapshot does not fail with a machine. What machines of
 * etcd save by themselves stays on them.
 *
 * To restore, follow `RECOVERY.md`. The bucket must be readable without the cluster: one that the
 * cluster itself serves is gone with it.
 *
 * @see https://etcd.io/docs/latest/op-guide/recovery/
 */
export class EtcdSnapshots extends Component {
  private readonly props: EtcdSnapshotsProps;

  /** @throws DefinitionError for a time, number of days, endpoint or path that cannot be */
  constructor(scope: Construct, id: string, props: EtcdSnapshotsProps = {}) {
    // It reads certificates of the node.
    super(scope, id, props, { namespace: 'etcd-snapshots', podSecurity: 'privileged' });
    this.props = props;
    const { schedule = '15 */6 * * *', keepDays = 14 } = props;
    this.orFail(cronError('the snapshot of etcd', schedule) ?? argumentError(props));
    this.isolate({ egress: [{ with: 'nodes', ports: this.ports() }] });
    EtcdCluster.whenProvided(this, () => {
      const rules = () => [{ with: 'anywhere' as const, ports: this.ports() }];
      allowEgress(this, { name: `${NAME}-to-members`, namespace: this.namespace, rules });
    });
    ObjectStorage.require(this, 'to keep snapshots of etcd where they outlive the nodes');
    ObjectStorage.whenProvided(this, (store) => {
      const { bucket: name = 'etcd-snapshots' } = props;
      const bucket = store.bucket(this, { name, namespace: this.namespace });
      this.connect('objects', bucket.destination);
      this.drawJob(bucket, { schedule, keepDays });
    });
    Backups.whenProvided(this, (keeper) => {
      keeper.protect(this, {
        name: NAME,
        namespace: this.namespace,
        method: { own: `snapshots of etcd in the object store, kept for ${keepDays} days` },
        schedule,
        keepDays,
      });
    });
    watch(this, this.namespace, longestGap(schedule));
    this.check(() => this.noControlPlane());
    this.warn(() =>
      (props.encryptionPassword ?? encryptsSecrets(this))
        ? undefined
        : 'uploads every Secret of the cluster as etcd has it; pass `encryptionPassword`, or have the API server encrypt Secrets at rest',
    );
  }

  private drawJob(bucket: Bucket, times: { schedule: string; keepDays: number }): void {
    const { caCertificates } = bucket;
    if (caCertificates !== undefined) {
      this.object(ConfigMap, AUTHORITY, { data: { 'ca.crt': caCertificates } });
    }
    const { encryptionPassword, nodeSelector } = this.props;
    const { prefix = Platform.of(this)?.name ?? 'cluster' } = this.props;
    const place = { bucket, prefix, encryptionPassword };
    this.steps(() => fetchSteps({ ...place, namespace: this.namespace }));
    this.object(CronJob, NAME, () => ({
      spec: snapshotJob(bucket, {
        ...times,
        prefix,
        certificates: this.certificates(),
        endpoints: this.endpoints(),
        etcdVersion: this.props.etcdVersion ?? this.etcdTag(),
        nodeSelector: nodeSelector ?? { 'node-role.kubernetes.io/control-plane': '' },
        encryptionPassword,
      }),
    }));
  }

  private certificates(): EtcdCertificates {
    const members = EtcdCluster.find(this);
    const ofMembers = members && {
      ca: members.caFile,
      certificate: members.certFile,
      key: members.keyFile,
    };
    return this.props.certificates ?? ofMembers ?? KUBEADM;
  }

  /** All members that are known: which of them answers is only known when a snapshot is taken. */
  private endpoints(): readonly string[] {
    const { endpoint } = this.props;
    if (endpoint !== undefined) return [endpoint];
    const addresses = Platform.of(this)?.controlPlaneAddresses ?? [];
    const own = addresses.some((a) => a.includes(':')) ? '[$(HOST_IP)]' : '$(HOST_IP)';
    const others = addresses.length > 1 ? addresses.map((address) => hostPort(address, 2379)) : [];
    const stacked = [`${own}:2379`, ...others].map((member) => `https://${member}`);
    const members = EtcdCluster.find(this)?.endpoints ?? [];
    return members.length > 0 ? members : stacked;
  }

  private ports(): number[] {
    return [...new Set(this.endpoints().map(portOf))];
  }

  private etcdTag(): string {
    const own = ControlPlane.find(this)?.stackedEtcd?.imageTag;
    return own ?? etcdImageTag(Platform.of(this)?.kubernetesVersion ?? '1.36');
  }

  private noControlPlane(): string | undefined {
    const platform = Platform.of(this);
    const { nodeSelector } = this.props;
    if (!platform || platform.nodes.length === 0 || nodeSelector) return undefined;
    return platform.controlPlaneAddresses.length > 0
      ? undefined
      : 'has no node to run on, as the inventory has none of the control plane; remove it where others run the control plane, or pass `nodeSelector`';
  }
}

/** Whether API servers encrypt Secrets before etcd, and a snapshot of it, has them. */
const encryptsSecrets = (scope: Construct): boolean =>
  ControlPlane.find(scope)?.encryption?.resources.some((r) => r === 'secrets' || r === '*.*') ??
  false;
