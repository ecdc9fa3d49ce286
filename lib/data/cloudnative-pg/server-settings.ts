import { memoryMebibytes } from '../quantity';

/** Settings that the operator owns; it refuses clusters that set them. */
const OWNED = new Set([
  'archive_command',
  'archive_mode',
  'cluster_name',
  'config_file',
  'data_directory',
  'hba_file',
  'hot_standby',
  'ident_file',
  'listen_addresses',
  'log_destination',
  'log_directory',
  'logging_collector',
  'port',
  'primary_conninfo',
  'primary_slot_name',
  'restore_command',
  'shared_preload_libraries',
  'synchronous_standby_names',
  'unix_socket_directories',
]);

/** What is wrong with the user's settings, if anything. */
export function parametersError(parameters: Readonly<Record<string, string>>): string | undefined {
  const owned = Object.keys(parameters).find(
    (key) => OWNED.has(key) || key.startsWith('ssl') || key.startsWith('recovery_target'),
  );
  return (
    owned &&
    `parameter '${owned}' is the operator's own; remove it, as there is an option or nothing to choose`
  );
}

/** Settings for the memory that the server has, under those of the user. */
export function serverSettings(
  memory: string,
  parameters: Readonly<Record<string, string>>,
): Record<string, string> {
  const mebibytes = memoryMebibytes(memory) ?? 512;
  return {
    shared_buffers: `${Math.max(32, Math.floor(mebibytes / 4))}MB`,
    effective_cache_size: `${Math.max(64, Math.floor((mebibytes * 3) / 4))}MB`,
    ...parameters,
  };
}
