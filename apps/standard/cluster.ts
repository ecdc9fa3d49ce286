import type { Machine, PlatformNode } from 'kubestrata';

/** The machines: three control planes and six workers in three racks. */
export const nodes: readonly PlatformNode[] = [1, 2, 3].flatMap((rack): PlatformNode[] => [
  {
    name: `control-plane-${rack}`,
    address: `10.20.0.1${rack}`,
    role: 'control-plane',
    zone: `rack-${rack}`,
  },
  ...[1, 2].map((slot): PlatformNode => {
    const number = rack * 2 - 2 + slot;
    return {
      name: `worker-${number}`,
      address: `10.20.0.2${number}`,
      role: 'worker',
      zone: `rack-${rack}`,
      devices: ['/dev/nvme1n1', '/dev/nvme2n1'],
    };
  }),
]);

/** Two machines in front of the API servers; one of them holds the address 10.20.0.10. */
export const machines: readonly Machine[] = [1, 2].map((rack) => ({
  name: `load-balancer-${rack}`,
  address: `10.20.0.${4 + rack}`,
  role: 'load-balancer',
  zone: `rack-${rack}`,
}));
