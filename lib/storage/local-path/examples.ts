import type { Examples } from '../../index';
import { LocalPath } from './local-path';

export const examples: Examples = {
  'single-node': (scope) => {
    new LocalPath(scope, 'local-path', { paths: ['/srv/volumes'] });
  },

  'databases-on-fast-disks': (scope) => {
    new LocalPath(scope, 'local-path', {
      storageClass: 'local-nvme',
      default: false,
      reclaimPolicy: 'Retain',
      volumeType: 'local',
      paths: [],
      nodePaths: [
        { node: 'worker-1', paths: ['/mnt/nvme0', '/mnt/nvme1'] },
        { node: 'worker-2', paths: ['/mnt/nvme0'] },
      ],
    });
  },
};
