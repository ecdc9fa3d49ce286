import { memoryMebibytes } from '../quantity';
import { namesOf } from './bootstrap';
import { parametersError } from './server-settings';
import type { BackupOptions, Bootstrap, ClusterOptions } from './words';

const IDENTIFIER = /^[a-z_][a-z0-9_]{0,62}$/;
const RESERVED_USERS = /^(postgres|streaming_replica|pg_.*|cnpg_.*)$/;
const RESERVED_DATABASES = new Set(['postgres', 'template0', 'template1']);

/** What is wrong with a cluster that is asked for, if anything. */
export function clusterError(options: ClusterOptions): string | undefined {
  const { name, size, walSize, resources, instances, extensions = [], parameters } = options;
  const { owner, database } = namesOf(options);
  const it = `database '${name}'`;
  if (!/^[a-z]([-a-z0-9]{0,48}[a-z0-9])?$/.test(name)) {
    return `'${name}' is no name of a database cluster: at most 50 of \`a-z0-9-\`, a letter first; rename it`;
  }
  if (!IDENTIFIER.test(owner) || RESERVED_USERS.test(owner)) {
    return `the owner '${owner}' of ${it} cannot be: letters, digits and \`_\`, and none of PostgreSQL's own; rename it`;
  }
  if (!/^[a-z_][-a-z0-9_]{0,62}$/.test(database) || RESERVED_DATABASES.has(database)) {
    return `the name '${database}' for ${it} cannot be: letters, digits, \`_\` and \`-\`, and none of PostgreSQL's own; rename it`;
  }
  for (const quantity of [size, walSize, resources?.memory]) {
    if (quantity !== undefined && !(Number(memoryMebibytes(quantity)) > 0)) {
      return `'${quantity}' of ${it} is no quantity; write one such as \`10Gi\``;
    }
  }
  if (resources && !/^(\d+m|\d+(\.\d+)?)$/.test(resources.cpu)) {
    return `'${resources.cpu}' of ${it} is no amount of CPU; write one such as \`250m\` or \`2\``;
  }
  const extension = extensions.find((e) => !/^[a-z0-9_-]+$/.test(e));
  if (extension !== undefined) {
    return `extension '${extension}' of ${it} is no name of one; write it as in \`CREATE EXTENSION\``;
  }
  const twice = extensions.find((e, i) => extensions.indexOf(e) !== i);
  if (twice !== undefined) return `extension '${twice}' of ${it} is there twice; drop one`;
  const { backups } = options;
  return (
    instancesError(it, instances) ??
    parametersError(parameters ?? {}) ??
    bootstrapError(it, name, options.bootstrap) ??
    (backups === undefined || backups === 'none' ? undefined : backupsError(backups))
  );
}

/** What is wrong with a number of copies, if anything. */
export const instancesError = (it: string, instances: number | undefined): string | undefined =>
  instances === undefined || (Number.isInteger(instances) && instances >= 1)
    ? undefined
    : `${it} has '${instances}' instances; take 1 or more`;

/** What is wrong with how databases are backed up, if anything. */
export function backupsError({ schedule, keepDays, bucket }: BackupOptions): string | undefined {
  if (schedule !== undefined && !/^(\S+ ){5}\S+$/.test(schedule) && !schedule.startsWith('@')) {
    return `schedule '${schedule}' does not have the six fields of cron, seconds first; write one such as \`0 30 2 * * *\``;
  }
  if (keepDays !== undefined && (!Number.isInteger(keepDays) || keepDays < 1)) {
    return `backups are kept for '${keepDays}' days; take 1 or more`;
  }
  return bucket === undefined || /^[a-z0-9][-a-z0-9]{1,61}[a-z0-9]$/.test(bucket)
    ? undefined
    : `'${bucket}' is no name of a bucket: 3 to 63 of \`a-z0-9-\`; rename it`;
}

function bootstrapError(it: string, name: string, bootstrap?: Bootstrap): string | undefined {
  if (bootstrap === undefined) return undefined;
  if ('recovery' in bootstrap) {
    const { archiveAs } = bootstrap.recovery;
    const from = 'from' in bootstrap.recovery ? bootstrap.recovery.from : name;
    if (archiveAs === from || archiveAs === name) {
      return `${it} would archive as '${archiveAs}', where older backups are or were; give \`archiveAs\` a new name such as '${name}-2'`;
    }
    const targetTime = 'from' in bootstrap.recovery ? bootstrap.recovery.targetTime : undefined;
    return targetTime === undefined ||
      /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/.test(targetTime)
      ? undefined
      : `the moment '${targetTime}' of ${it} is not as in \`2026-03-01T08:30:00Z\`, with its time zone; write it so`;
  }
  const source = 'copy' in bootstrap ? bootstrap.copy : bootstrap.import;
  return source.password === undefined && source.certificate === undefined
    ? `${it} has no credentials for '${source.host}'; pass \`password\` or \`certificate\``
    : undefined;
}
