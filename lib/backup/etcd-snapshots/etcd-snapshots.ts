import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { ControlPlane } from '../../contracts/control-plane';
import { EtcdCluster } from '../../contracts/etcd-cluster';
import { ObjectStorage, type Bucket } from '../../contracts/object-storage';
import {
  allowEgress,
  Component,
  ConfigMap,
  CronJob,
  Platform,
  type ComponentProps,
  type SecretRef,
} from '../../index';
import { cronError, longestGap } from '../cron';
import { AUTHORITY, NAME, snapshotJob } from './job';
import { watch } from './monitoring';

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
  /** Tag of the image with etcdctl: that of the cluster's etcd, as kubeadm names it. @default '3.6.6-0' */
  readonly etcdVersion?: string;
  /**
   * Client address of one member of etcd, in which `$(HOST_IP)` is the node's own. Servers of etcd
   * that nothing here knows need their client certificate in `certificates` on these nodes.
   * @default - the first member of the platform's external etcd, else port 2379 of the node
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

const KUBEADM: EtcdCertificates = {
  ca: '/etc/kubernetes/pki/etcd/ca.crt',
  certificate: '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
  key: '/etc/kubernetes/pki/etcd/healthcheck-client.key',
};

/**
 * Copies etcd, the whole state of the cluster, to a bucket: a snapshot of one member, checked, and
 * uploaded from a node of the control plane. Old ones go only once a new one is there.
 *
 * A snapshot holds every Secret, as readable as it is in etcd: encrypt Secrets at rest, or the
 * snapshots by `encryptionPassword` (read again with `rclone` and a remote of type `crypt`, file
 * names not encrypted). Managed control planes need none of this.
 *
 * An external etcd is asked from there too, with the API servers' certificate: one member, the first
 * unless `endpoint` names another. What its machines save by themselves stays on them.
 *
 * To restore, fetch a snapshot, run `etcdutl snapshot restore` of the same version on each node of
 * the control plane, into a new data folder, and point etcd's manifest there. The bucket must be
 * readable without the cluster: one that the cluster itself serves is gone with it.
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
    this.orFail(cronError('the snapshot of etcd', schedule) ?? this.argumentError());
    this.isolate({ egress: [{ with: 'nodes', ports: [portOf(this.endpoint())] }] });
    EtcdCluster.whenProvided(this, () => {
      const rules = () => [{ with: 'anywhere' as const, ports: [portOf(this.endpoint())] }];
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
    const { prefix = Platform.of(this)?.name ?? 'cluster', nodeSelector } = this.props;
    this.object(CronJob, NAME, () => ({
      spec: snapshotJob(bucket, {
        ...times,
        prefix,
        certificates: this.certificates(),
        endpoint: this.endpoint(),
        etcdVersion: this.props.etcdVersion ?? '3.6.6-0',
        nodeSelector: nodeSelector ?? { 'node-role.kubernetes.io/control-plane': '' },
        encryptionPassword: this.props.encryptionPassword,
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

  private endpoint(): string {
    const addresses = Platform.of(this)?.controlPlaneAddresses ?? [];
    const host = addresses.some((a) => a.includes(':')) ? '[$(HOST_IP)]' : '$(HOST_IP)';
    return this.props.endpoint ?? EtcdCluster.find(this)?.endpoints[0] ?? `https://${host}:2379`;
  }

  private argumentError(): string | undefined {
    const { keepDays = 14, endpoint, prefix, etcdVersion, certificates = KUBEADM } = this.props;
    const { ca, certificate, key } = certificates;
    const file = [ca, certificate, key].find((path) => !/^(\/[^/]+)+$/.test(path));
    if (file !== undefined) {
      return `'${file}' is no file on the nodes; give an absolute path such as \`${KUBEADM.ca}\``;
    }
    if (!(Number.isInteger(keepDays) && keepDays >= 1)) {
      return `snapshots cannot be kept for '${keepDays}' days; give one or more`;
    }
    if (prefix !== undefined && !/^[\w.-]+(\/[\w.-]+)*$/.test(prefix)) {
      return `the prefix '${prefix}' is no folder of a bucket; write it as \`clusters/prod\``;
    }
    if (etcdVersion !== undefined && !/^\w[\w.-]{0,127}$/.test(etcdVersion)) {
      return `'${etcdVersion}' is no tag of etcd's image; write one such as \`3.6.6-0\``;
    }
    const port = portOf(endpoint ?? '');
    if (endpoint !== undefined && !(/^https:\/\/[^/]+$/.test(endpoint) && port <= 65535)) {
      return `the endpoint '${endpoint}' is not an address such as \`https://192.0.2.21:2379\``;
    }
    return undefined;
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

const portOf = (endpoint: string): number => Number(/:(\d+)$/.exec(endpoint)?.[1] ?? 443);

/** Whether API servers encrypt Secrets before etcd, and a snapshot of it, has them. */
const encryptsSecrets = (scope: Construct): boolean =>
  ControlPlane.find(scope)?.encryption?.resources.some((r) => r === 'secrets' || r === '*.*') ??
  false;
