import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { EtcdCluster, type EtcdGuards, type EtcdMembers } from '../../contracts/etcd-cluster';
import { Component, ON_MACHINES, type ComponentProps } from '../../index';
import { timesOf } from './configuration';
import { guardsOf } from './guards';
import { installSteps } from './install-steps';
import { machineFiles } from './machine-files';
import { certificateSteps, upgradeSteps } from './maintenance-steps';
import { memberError, memberWarning } from './member-errors';
import { bracketed, clientUrl, PORTS } from './members';
import { optionErrors } from './option-errors';
import { recoverySteps } from './recovery-steps';
import { kubernetesOf, settingsOf, type EtcdSettings } from './settings';
import { versionWarning } from './versions';
import { watch } from './watch';
import type { EtcdBackup, EtcdCertificates, EtcdDefragmentation, EtcdLatency } from './words';

export interface EtcdProps extends Pick<ComponentProps, 'wiring'> {
  /** Exact version. @default - what goes with the platform's Kubernetes: 3.6.14 from 1.34 on, 3.5.33 before */
  readonly version?: string;
  /** @default 'local' */
  readonly latency?: EtcdLatency;
  /** @default '/var/lib/etcd' */
  readonly dataDirectory?: string;
  /** Folder that a disk for the log alone is mounted on. @default - within the data folder */
  readonly walDirectory?: string;
  /** Size of the database at which etcd takes no more writes, in GiB. @default 8 */
  readonly quotaGibibytes?: number;
  /** How long old revisions stay, where no API server compacts them. @default '8h' */
  readonly compactionRetention?: string;
  /** Changes between two snapshots of a member's memory. @default 10000 */
  readonly snapshotCount?: number;
  /** @default 'TLS1.2' */
  readonly tlsMinVersion?: 'TLS1.2' | 'TLS1.3';
  /** @default 'info' */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
  /** @default - made on the first member, for a year */
  readonly certificates?: EtcdCertificates;
  /** Snapshots; `false` where something else takes them. @default - every six hours, 28 are kept */
  readonly backup?: EtcdBackup | false;
  /** @default - on Sundays, members with 40 % free space */
  readonly defragmentation?: EtcdDefragmentation | false;
  /**
   * Who tells the metrics collector of the members: `by-collector` for one that reads them from this
   * component and has the field's rules, as kube-prometheus-stack; `by-monitor` draws a monitor of
   * their addresses and such rules, for others.
   * @default 'by-collector'
   */
  readonly monitoring?: 'by-collector' | 'by-monitor';
  /**
   * Where releases are downloaded from, for machines without the internet: `v3.6.14/` with the archive
   * and `SHA256SUMS` on a server of your own, or by `file:///srv/etcd` in a folder on the machines.
   * @default - etcd's releases on GitHub
   */
  readonly downloads?: string;
  /** User by which the operator comes to machines; not root is taken to have `sudo`. @default 'root' */
  readonly sshUser?: string;
}

/**
 * etcd on machines of its own (role `etcd`, three or five): the store of the control plane, apart
 * from the load and the faults of its machines. Choose it for large clusters and where etcd has its
 * own disks; a stacked etcd, which kubeadm runs, needs no component.
 *
 * Certificates come from an authority of its own, by a script with openssl: members need no
 * kubeadm. The script `kubestrata-etcd-certificates` makes, renews and checks them.
 *
 * Upgrades: one minor version at a time, members one after another, before the control plane; 3.5
 * has to be 3.5.26 or newer before 3.6. There is no way back but a snapshot. Members are added to a
 * running cluster by hand first (recovery runbook), then in the definition.
 *
 * Snapshots are taken here, on the members; `EtcdSnapshots` takes them from the control plane into the
 * platform's object store. One of both is enough: turn this one off by `backup: false`.
 *
 * @see https://etcd.io/docs/latest/op-guide/
 */
export class Etcd extends Component implements EtcdMembers {
  readonly version: string;
  readonly endpoints: readonly string[];
  readonly metricsEndpoints: readonly string[];
  readonly caFile = '/etc/kubernetes/pki/etcd/ca.crt';
  readonly certFile = '/etc/kubernetes/pki/apiserver-etcd-client.crt';
  readonly keyFile = '/etc/kubernetes/pki/apiserver-etcd-client.key';
  readonly guards: EtcdGuards;

  /** @throws DefinitionError for a version, folder, time or size that cannot be */
  constructor(scope: Construct, id: string, props: EtcdProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.orFail(optionErrors(props, kubernetesOf(this))[0]);
    const settings = settingsOf(this, props);
    const { members } = settings;
    this.version = settings.version;
    this.endpoints = members.map(clientUrl);
    this.metricsEndpoints = members.map(
      ({ address }) => `http://${bracketed(address)}:${PORTS.metrics}/metrics`,
    );
    this.guards = guardsOf(settings);
    EtcdCluster.provide(this, this);
    this.check(() => memberError(members));
    this.warn(() => memberWarning(members));
    this.warn(() => versionWarning(this.version, kubernetesOf(this)));
    this.warn(() => tightElection(settings.latency));
    if (members.length === 0) return;
    for (const file of machineFiles(settings)) this.hostFile(file);
    for (const steps of [installSteps, upgradeSteps, certificateSteps, recoverySteps]) {
      this.steps(() => steps(settings));
    }
    this.needMachines(settings);
    // Whatever the schedule: a day without a snapshot is too long.
    const measured = settings.backup?.textfileDirectory !== undefined;
    watch(this, {
      namespace: this.namespace,
      found: (props.monitoring ?? 'by-collector') === 'by-collector',
      backupAgeHours: measured ? 26 : undefined,
    });
    this.declareBackup(settings);
  }

  private needMachines({ backup }: EtcdSettings): void {
    this.hostPorts(() => [
      // Members ask each other's client port, too: backup and defragmentation.
      { port: PORTS.client, purpose: 'etcd clients', on: 'etcd', from: ['control-plane', 'etcd'] },
      { port: PORTS.peer, purpose: 'etcd members', on: 'etcd', from: ['etcd'] },
      { port: PORTS.metrics, purpose: 'etcd metrics', on: 'etcd', from: ['nodes', 'pods'] },
    ]);
    const encrypts = backup?.recipientsFile !== undefined;
    const copies = backup?.upload !== undefined && 'rclone' in backup.upload;
    const packages = ['openssl', 'curl', 'tar', 'gzip'];
    // The runbook starts the services: before their certificates are there they could not run.
    this.hostNeeds(() => ({
      on: 'etcd',
      packages: [...packages, encrypts ? 'age' : [], copies ? 'rclone' : []]
        .flat()
        .map((name) => ({ debian: name, redhat: name })),
    }));
  }

  private declareBackup({ backup, backupDirectory }: EtcdSettings): void {
    if (backup === undefined) return;
    const copied = backup.upload ? ', and copied off them' : '';
    Backups.whenProvided(this, (keeper) => {
      keeper.protect(this, {
        name: 'external-etcd',
        namespace: this.namespace,
        method: { own: `snapshots in ${backupDirectory} of the members${copied}` },
        // Nothing of kube-system is left out for it.
        selector: { 'app.kubernetes.io/name': 'external-etcd' },
      });
    });
    this.warn(() =>
      backup.upload || backup.directory !== undefined
        ? undefined
        : 'keeps its snapshots on its own machines only; pass `upload` or a `directory` that is elsewhere, or `backup: false` where `EtcdSnapshots` takes them',
    );
  }
}

/** Ten heartbeats are what etcd's own guide asks for. */
function tightElection(latency: EtcdLatency): string | undefined {
  const { heartbeat, election } = timesOf(latency);
  return election >= 10 * heartbeat
    ? undefined
    : `elects another leader after '${election}' ms, less than ten heartbeats of '${heartbeat}' ms; raise \`electionMilliseconds\``;
}
