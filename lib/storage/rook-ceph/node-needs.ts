import type { HostNeeds } from '../../index';
import type { ClusterOptions } from './cluster';
import type { ValuesContext } from './values';

/** What nodes need to mount volumes by the kernel, and to start daemons on disks again after a restart. */
export function nodeNeeds(
  { encryptedDevices, encryptedNetwork, compressedNetwork }: ClusterOptions,
  { block, files }: Pick<ValuesContext, 'block' | 'files'>,
): HostNeeds {
  return {
    ...((encryptedNetwork || compressedNetwork) && { kernel: '5.11' }),
    modules: [
      ...(block ? ['rbd'] : []),
      ...(files ? ['ceph'] : []),
      ...(encryptedDevices ? ['dm_crypt'] : []),
    ],
    packages: [{ debian: 'lvm2', redhat: 'lvm2' }],
  };
}
