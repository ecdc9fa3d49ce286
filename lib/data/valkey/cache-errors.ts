import { memoryMebibytes } from '../quantity';
import type { CacheOptions } from './words';

/** Settings that follow from options, or that the chart writes. */
const OWNED = new Set([
  'aclfile',
  'appendonly',
  'bind',
  'dir',
  'masterauth',
  'masteruser',
  'maxmemory',
  'maxmemory-policy',
  'min-replicas-to-write',
  'port',
  'primaryauth',
  'primaryuser',
  'protected-mode',
  'replicaof',
  'requirepass',
  'save',
]);

/** What is wrong with a cache that is asked for, if anything. */
export function cacheError(options: CacheOptions): string | undefined {
  const { name, memory, size, persistent = true, readReplicas = 0, parameters = {} } = options;
  if (!/^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$/.test(name)) {
    return `'${name}' is no name of a cache: at most 52 of \`a-z0-9-\`, a letter first; rename it`;
  }
  for (const quantity of [memory, size]) {
    if (quantity !== undefined && memoryMebibytes(quantity) === undefined) {
      return `'${quantity}' of cache '${name}' is no quantity; write one such as \`256Mi\``;
    }
  }
  const data = memory === undefined ? undefined : memoryMebibytes(memory);
  if (data !== undefined && data < 16) {
    return `cache '${name}' has '${memory}' of memory, which holds next to nothing; take 16Mi or more`;
  }
  if (!Number.isInteger(readReplicas) || readReplicas < 0) {
    return `cache '${name}' has '${readReplicas}' read replicas; take 0 or more`;
  }
  if (readReplicas > 0 && !persistent) {
    return `cache '${name}' has read replicas and keeps nothing: a restart of the first copy would empty all; leave \`persistent\` on, or \`readReplicas\` out`;
  }
  if ((options.minReplicasToWrite ?? 0) > readReplicas) {
    return `cache '${name}' would refuse every write: it has ${readReplicas} read replicas, and \`minReplicasToWrite\` is '${options.minReplicasToWrite}'; lower it`;
  }
  const odd = Object.entries(parameters).find(
    ([key, value]) => !/^[a-z][-a-z0-9]*$/.test(key) || /[\r\n]/.test(value),
  );
  if (odd) return `parameter '${odd[0]}' of cache '${name}' is no line of valkey.conf`;
  const owned = Object.keys(parameters).find((key) => OWNED.has(key) || key.startsWith('tls-'));
  return owned && `parameter '${owned}' of cache '${name}' follows from its options; remove it`;
}
