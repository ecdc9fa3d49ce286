import { ExternalObjectStore } from '../../external';
import type { Examples } from '../../index';
import { Longhorn } from './longhorn';

export const examples: Examples = {
  'with-backups': (scope) => {
    new ExternalObjectStore(scope, 'object-store', { endpoint: 'https://s3.example.com' });
    new Longhorn(scope, 'longhorn', {
      expose: false,
      dataPath: '/srv/longhorn',
      recurringJobs: [
        { name: 'nightly', task: 'backup', cron: '30 1 * * *', retain: 14 },
        { name: 'trim', task: 'filesystem-trim', cron: '0 3 * * 6' },
      ],
    });
  },

  'classes-by-disk': (scope) => {
    const longhorn = new Longhorn(scope, 'longhorn', {
      expose: false,
      tolerations: ['storage=true:NoSchedule'],
      volumes: { dataLocality: 'best-effort', diskTags: ['hdd'] },
      backupTarget: { url: 'nfs://nas.example.com:/backups', host: 'nas.example.com', port: 2049 },
    });
    longhorn.addRecurringJob({ name: 'hourly', task: 'snapshot', cron: '15 * * * *', groups: [] });
    longhorn.addClass({
      name: 'database',
      replicas: 1,
      dataLocality: 'strict-local',
      fsType: 'xfs',
      reclaimPolicy: 'Retain',
      diskTags: ['nvme'],
      recurringJobs: ['hourly'],
    });
    longhorn.addClass({
      name: 'encrypted',
      encryptionSecret: { name: 'volume-key', namespace: 'longhorn-system' },
    });
  },

  'open-interface': (scope) => {
    new Longhorn(scope, 'longhorn', {
      default: false,
      login: 'none',
      hostname: 'volumes.k8s.example.com',
      backupTarget: 'none',
    });
  },
};
