import { downloadsError } from '../downloads';
import { isShared, scheduleError } from '../machine-rules';
import { timesOf } from './configuration';
import type { EtcdProps } from './etcd';
import { DATA_DIRECTORY } from './settings';
import { versionError } from './versions';
import type { EtcdLatency } from './words';

const FOLDER = /^(\/[A-Za-z0-9@._+-]+)+$/;

/** What is wrong with the options by themselves, the first thing first. */
export function optionErrors(props: EtcdProps, kubernetesVersion: string): string[] {
  const { version, quotaGibibytes = 8, latency = 'local', compactionRetention = '8h' } = props;
  const { snapshotCount = 10_000, sshUser = 'root' } = props;
  return [
    (version === undefined ? undefined : versionError(version, kubernetesVersion)) ?? [],
    ...latencyErrors(latency),
    ...folderErrors(props),
    Number.isInteger(quotaGibibytes) && quotaGibibytes >= 1 && quotaGibibytes <= 100
      ? []
      : `the quota '${quotaGibibytes}' is no number of GiB that etcd can hold; give 2 to 8`,
    /^\d+[hm]$/.test(compactionRetention)
      ? []
      : `the retention '${compactionRetention}' is no time such as \`8h\` or \`30m\``,
    Number.isInteger(snapshotCount) && snapshotCount >= 1000
      ? []
      : `the snapshot count '${snapshotCount}' is not a whole number from 1000; 10000 is usual`,
    downloadsError(props.downloads) ?? [],
    /^[a-z_][a-z0-9_-]*$/.test(sshUser) ? [] : `'${sshUser}' is no user's name`,
    ...jobErrors(props),
  ].flat();
}

/** etcd itself refuses less than five heartbeats, and more than 50 s. */
function latencyErrors(latency: EtcdLatency): string[] {
  const { heartbeat, election } = timesOf(latency);
  if (!Number.isInteger(heartbeat) || heartbeat < 10) {
    return [`a heartbeat of '${heartbeat}' ms cannot be; give whole milliseconds from 10`];
  }
  if (!Number.isInteger(election) || election < 5 * heartbeat || election > 50_000) {
    return [
      `an election time of '${election}' ms does not fit a heartbeat of '${heartbeat}' ms; give ten times as much, five at least, and at most 50000`,
    ];
  }
  return [];
}

function folderErrors({ dataDirectory = DATA_DIRECTORY, walDirectory, backup }: EtcdProps) {
  const folders = [
    ['the data folder', dataDirectory],
    ['the folder of the log', walDirectory],
    ...(backup === false
      ? []
      : ([
          ['the folder of snapshots', backup?.directory],
          ['the folder of metrics', backup?.textfileDirectory],
          ['the file of public keys', backup?.recipientsFile],
          ...(backup?.upload === undefined
            ? []
            : 'command' in backup.upload
              ? [['the upload command', backup.upload.command]]
              : [["rclone's configuration", backup.upload.configFile]]),
        ] as [string, string | undefined][])),
  ] as [string, string | undefined][];
  const bad = folders.flatMap(([what, path]) => {
    if (path === undefined) return [];
    if (!FOLDER.test(path) || path.split('/').includes('..')) {
      return [`${what} '${path}' is no absolute and plain path`];
    }
    return /^\/(home|root)(\/|$)/.test(path)
      ? [
          `${what} '${path}' is below a home, which the services do not see; move it, to \`/etc/etcd\` for instance`,
        ]
      : [];
  });
  const own = [dataDirectory, ...(walDirectory === undefined ? [] : [walDirectory])];
  const snapshots = backup === false ? undefined : backup?.directory;
  return [
    ...bad,
    ...[...own, snapshots].flatMap((folder) =>
      folder !== undefined && isShared(folder)
        ? `'${folder}' is not for etcd alone; name a folder within, \`${folder}/etcd\``
        : [],
    ),
    ...folders.flatMap((folder, i) =>
      own.flatMap((etcds, j) => (i === j ? [] : insideError(folder, etcds))),
    ),
  ];
}

/** A restore empties etcd's own folders. */
const insideError = ([what, path]: [string, string | undefined], own: string): string[] =>
  path !== undefined && `${path}/`.startsWith(`${own}/`)
    ? [`${what} '${path}' is within etcd's own '${own}'; move it out`]
    : [];

function jobErrors({ backup, defragmentation, certificates }: EtcdProps): string[] {
  const errors: string[] = [];
  const { days = 365, authorityDays = 3650 } = certificates ?? {};
  if (!(Number.isInteger(days) && days >= 1 && authorityDays > days)) {
    errors.push(
      `certificates of '${days}' days by an authority of '${authorityDays}' days cannot be; the authority has to outlive them`,
    );
  }
  if (backup !== false && !((backup?.keep ?? 1) >= 1 && Number.isInteger(backup?.keep ?? 1))) {
    errors.push(`'${backup?.keep}' snapshots cannot be kept; give one or more`);
  }
  const { upload, onFailure } = backup || {};
  if (upload && 'rclone' in upload && !/^[\w.-]+:[\w./-]*$/.test(upload.rclone)) {
    errors.push(
      `'${upload.rclone}' is no target of rclone; write one such as \`backups:etcd/prod\``,
    );
  }
  if (onFailure !== undefined && !/^[A-Za-z0-9][\w:.@-]*\.[a-z]+$/.test(onFailure)) {
    errors.push(`'${onFailure}' is no systemd unit; name one such as \`page-somebody.service\``);
  }
  if (defragmentation !== false) {
    const { freePercent = 40, minimumMebibytes = 512 } = defragmentation ?? {};
    if (!(Number.isInteger(minimumMebibytes) && minimumMebibytes >= 0)) {
      errors.push(`'${minimumMebibytes}' is no size in MiB; give a whole number`);
    }
    if (!(freePercent >= 1 && freePercent <= 99)) {
      errors.push(`'${freePercent}' percent of free space cannot be; give 1 to 99`);
    }
  }
  const times = [backup, defragmentation].map((job) => (job === false ? undefined : job?.schedule));
  return [...errors, ...times.flatMap((time) => scheduleError(time) ?? [])];
}
