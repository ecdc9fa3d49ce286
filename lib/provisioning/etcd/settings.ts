import type { IConstruct } from 'constructs';
import { Platform, type Host } from '../../index';
import { BACKUP_DIRECTORY, BACKUP_SCHEDULE } from './backup-script';
import type { MemberOptions } from './configuration';
import { DEFRAGMENTATION_SCHEDULE } from './defragmentation-script';
import type { EtcdProps } from './etcd';
import { membersOf } from './members';
import type { RunbookContext } from './runbook-context';
import type { TimedJob } from './units';
import { versionFor } from './versions';
import type { EtcdBackup, EtcdDefragmentation } from './words';

const SCRIPTS = '/usr/local/sbin';
const RELEASES = 'https://github.com/etcd-io/etcd/releases/download';

/** The props with all defaults, and what the platform says. */
export interface EtcdSettings extends MemberOptions, RunbookContext {
  readonly members: readonly Host[];
  readonly downloads: string;
  readonly days: number;
  readonly authorityDays: number;
  /** Data, and log where it is apart. */
  readonly directories: readonly string[];
  readonly defragmentation: EtcdDefragmentation | undefined;
  /** What timers run, by the name of service, timer and script. */
  readonly jobs: Readonly<Record<string, TimedJob>>;
}

/** Where members keep their data, unless told otherwise. */
export const DATA_DIRECTORY = '/var/lib/etcd';

/** Kubernetes' version outside a platform. */
export const kubernetesOf = (scope: IConstruct): string =>
  Platform.of(scope)?.kubernetesVersion ?? '1.36';

/** The settings of an etcd within its platform. */
export function settingsOf(scope: IConstruct, props: EtcdProps): EtcdSettings {
  const platform = Platform.of(scope);
  const { dataDirectory = DATA_DIRECTORY, walDirectory, certificates = {} } = props;
  const { backup = {}, defragmentation = {} } = props;
  const jobs = jobsOf(backup, defragmentation);
  return {
    token: platform?.name ?? 'kubernetes',
    version: props.version ?? versionFor(kubernetesOf(scope)),
    members: membersOf(scope),
    controlPlanes: platform?.hosts('control-plane') ?? [],
    sshUser: props.sshUser ?? 'root',
    downloads: (props.downloads ?? RELEASES).replace(/\/$/, ''),
    dataDirectory,
    walDirectory,
    directories: [dataDirectory, walDirectory ?? []].flat(),
    quotaGibibytes: props.quotaGibibytes ?? 8,
    compactionRetention: props.compactionRetention ?? '8h',
    snapshotCount: props.snapshotCount ?? 10_000,
    latency: props.latency ?? 'local',
    tlsMinVersion: props.tlsMinVersion ?? 'TLS1.2',
    logLevel: props.logLevel ?? 'info',
    authority: certificates.authority ?? 'first-member',
    days: certificates.days ?? 365,
    authorityDays: certificates.authorityDays ?? 3650,
    backup: backup || undefined,
    backupDirectory: backup ? (backup.directory ?? BACKUP_DIRECTORY) : undefined,
    defragmentation: defragmentation || undefined,
    jobs,
    timers: Object.keys(jobs).map((name) => `${name}.timer`),
  };
}

function jobsOf(
  backup: EtcdBackup | false,
  defragmentation: EtcdDefragmentation | false,
): Readonly<Record<string, TimedJob>> {
  return {
    ...(backup && {
      'kubestrata-etcd-backup': {
        description: 'Snapshot of etcd',
        script: `${SCRIPTS}/kubestrata-etcd-backup`,
        schedule: backup.schedule ?? BACKUP_SCHEDULE,
        readWritePaths: [
          backup.directory ?? BACKUP_DIRECTORY,
          backup.textfileDirectory ?? [],
        ].flat(),
        onFailure: backup.onFailure,
      },
    }),
    ...(defragmentation && {
      'kubestrata-etcd-defragment': {
        description: 'Defragmentation of etcd',
        script: `${SCRIPTS}/kubestrata-etcd-defragment`,
        schedule: defragmentation.schedule ?? DEFRAGMENTATION_SCHEDULE,
        readWritePaths: [],
      },
    }),
  };
}
