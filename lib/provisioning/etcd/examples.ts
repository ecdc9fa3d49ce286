import type { Examples, Host, PlatformProps } from '../../index';
import { Etcd } from './etcd';

const controlPlanes = [1, 2, 3].map((n) => ({
  name: `control-plane-${n}`,
  address: `192.0.2.1${n}`,
  role: 'control-plane' as const,
}));

const member = (host: Host) => ({ ...host, role: 'etcd' as const });

export const platforms: Readonly<Record<string, PlatformProps>> = {
  default: {
    kubernetesVersion: '1.36',
    nodes: controlPlanes,
    machines: [1, 2, 3].map((n) =>
      member({ name: `etcd-${n}`, address: `192.0.2.2${n}`, zone: `rack-${n}` }),
    ),
  },
  sites: {
    kubernetesVersion: '1.33',
    nodes: controlPlanes,
    machines: [1, 2, 3, 4, 5].map((n) =>
      member({ name: `store-${n}`, address: `2001:db8::2${n}`, zone: `site-${((n - 1) % 3) + 1}` }),
    ),
  },
};

export const examples: Examples = {
  default: (scope) => {
    new Etcd(scope, 'etcd', { backup: { directory: '/mnt/backups/etcd' } });
  },

  sites: (scope) => {
    new Etcd(scope, 'etcd', {
      latency: 'sites',
      monitoring: 'by-monitor',
      walDirectory: '/var/lib/etcd-wal',
      tlsMinVersion: 'TLS1.3',
      certificates: { authority: 'operator', days: 180 },
      sshUser: 'ops',
      downloads: 'https://files.example.com/etcd',
      backup: {
        schedule: '*-*-* *:20:00',
        keep: 48,
        recipientsFile: '/etc/etcd/backup-recipients.txt',
        upload: { rclone: 'backups:etcd/prod', configFile: '/etc/etcd/rclone.conf' },
        textfileDirectory: '/var/lib/prometheus/node-exporter',
        onFailure: 'page-somebody.service',
      },
      defragmentation: { freePercent: 30, minimumMebibytes: 256 },
    });
  },
};
