import type { CephBlockPoolSpec } from './kinds';
import { countDomains, describeDomains, type Topology } from './topology';
import type { PoolOptions } from './words';

/** Copies that let one be lost while another is away. */
const SAFE_SIZE = 3;

/** The part of a pool that is the same for volumes, files and objects. */
export type PoolSpec = Pick<
  CephBlockPoolSpec,
  'failureDomain' | 'deviceClass' | 'parameters' | 'quotas' | 'replicated' | 'erasureCoded'
>;

/** Copies of a pool that does not say how many: three, or as many as fit. */
export function defaultSize(topology: Topology, options: PoolOptions = {}): number {
  const domain = options.failureDomain ?? topology.failureDomain;
  const count = countDomains(topology, domain, options.deviceClass);
  const unknown = topology.highlyAvailable ? SAFE_SIZE : 1;
  return Math.max(1, Math.min(SAFE_SIZE, count ?? unknown));
}

/** A pool as Rook takes it. */
export function poolSpec(topology: Topology, options: PoolOptions): PoolSpec {
  const { deviceClass, compression, maxSize, erasureCoded } = options;
  const size = options.size ?? defaultSize(topology, options);
  const parameters = {
    ...(compression !== undefined && { compression_mode: compression }),
    ...options.parameters,
  };
  return {
    failureDomain: options.failureDomain ?? topology.failureDomain,
    ...(deviceClass !== undefined && { deviceClass }),
    ...(erasureCoded
      ? { erasureCoded: { ...erasureCoded } }
      : { replicated: { size, requireSafeReplicaSize: size > 1 } }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(maxSize !== undefined && { quotas: { maxSize } }),
  };
}

/** The copies that go with a pool of chunks: Ceph keeps indexes and headers in copies only. */
export const copiesBeside = ({ failureDomain, deviceClass }: PoolOptions): PoolOptions => ({
  ...(failureDomain !== undefined && { failureDomain }),
  ...(deviceClass !== undefined && { deviceClass }),
});

/**
 * What is wrong with a pool.
 *
 * @param what how it is called in errors: `pool 'fast'`
 */
export function poolError(
  topology: Topology,
  what: string,
  options: PoolOptions,
): string | undefined {
  const { size, erasureCoded, deviceClass } = options;
  if (size !== undefined && erasureCoded) {
    return `${what} has both \`size\` and \`erasureCoded\`; give one of them`;
  }
  if (size !== undefined && !(Number.isInteger(size) && size >= 1)) {
    return `${what} has a size of '${size}'; give a whole number, 1 or more`;
  }
  if (erasureCoded) {
    const { dataChunks: k, codingChunks: m } = erasureCoded;
    if (!Number.isInteger(k) || !Number.isInteger(m) || k < 2 || m < 1) {
      return `${what} has '${k}' data and '${m}' coding chunks; give 2 or more and 1 or more`;
    }
  }
  const domain = options.failureDomain ?? topology.failureDomain;
  const count = countDomains(topology, domain, deviceClass);
  if (count === undefined) return undefined;
  const needed = erasureCoded ? erasureCoded.dataChunks + erasureCoded.codingChunks : (size ?? 1);
  if (needed <= count) return undefined;
  const parts = erasureCoded ? 'chunks' : 'copies';
  return `${what} keeps ${needed} ${parts} of everything, each in a ${domain} of its own, and ${describeDomains(count, domain, deviceClass)}; lower the number, give \`devices\` to more nodes, or choose a smaller \`failureDomain\``;
}

/** What may be wrong with a pool, though Ceph takes it. */
export function poolWarning(
  topology: Topology,
  what: string,
  options: PoolOptions,
): string | undefined {
  const size = options.size ?? defaultSize(topology, options);
  // Too few nodes are a matter of the component, not of each of its pools.
  const fewer = size < SAFE_SIZE && size < defaultSize(topology);
  if (topology.highlyAvailable && !options.erasureCoded && fewer) {
    return size === 1
      ? `${what} keeps one copy of everything: a disk that breaks loses data; raise its \`size\``
      : `${what} keeps ${size} copies of everything: a disk that breaks while another is away loses data; raise its \`size\``;
  }
  const { deviceClass } = options;
  const classed = topology.nodes
    .flatMap((n) => n.devices)
    .every((d) => typeof d !== 'string' && d.deviceClass !== undefined);
  if (deviceClass !== undefined && !classed) {
    return `${what} wants disks of class '${deviceClass}', and not every device says its class: whether there are enough shows in the cluster only; give devices as \`{ name, deviceClass }\``;
  }
  return undefined;
}
