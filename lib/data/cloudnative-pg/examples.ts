import { ExternalObjectStore } from '../../external';
import type { Examples } from '../../index';
import { CloudNativePg } from './cloudnative-pg';

export const examples: Examples = {
  default: (scope) => {
    new ExternalObjectStore(scope, 's3', { endpoint: 'https://s3.example.com' });
    const databases = new CloudNativePg(scope, 'cloudnative-pg');
    databases.addCluster({ name: 'shop-db', namespace: 'default', owner: 'shop' });
  },

  'pooled-with-extensions': (scope) => {
    new ExternalObjectStore(scope, 's3', {
      endpoint: 'https://s3.internal.example.com:9000',
      bucketPrefix: 'prod-',
      caCertificates: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    });
    const databases = new CloudNativePg(scope, 'cloudnative-pg', {
      backups: { keepDays: 14, schedule: '0 15 3 * * *' },
    });
    databases.addCluster({
      name: 'search-db',
      namespace: 'default',
      owner: 'search',
      database: 'search',
      size: '100Gi',
      walSize: '20Gi',
      storageClass: 'fast',
      resources: { cpu: '2', memory: '8Gi' },
      parameters: { max_connections: '200', 'auto_explain.log_min_duration': '5s' },
      extensions: ['pg_trgm', 'vector'],
      pooled: true,
      antiAffinity: 'required',
    });
  },

  'from-a-backup-and-from-a-server': (scope) => {
    new ExternalObjectStore(scope, 's3', { endpoint: 'https://s3.example.com' });
    const databases = new CloudNativePg(scope, 'cloudnative-pg', {
      instances: 1,
      postgresImage: 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie',
    });
    databases.addCluster({
      name: 'shop-db',
      namespace: 'default',
      bootstrap: {
        recovery: {
          from: 'shop-db',
          archiveAs: 'shop-db-2',
          targetTime: '2026-03-01T08:30:00Z',
        },
      },
    });
    databases.addCluster({
      name: 'legacy-db',
      namespace: 'default',
      owner: 'legacy',
      backups: { bucket: 'legacy-archive', keepDays: 7 },
      bootstrap: {
        import: {
          host: 'postgres.example.com',
          user: 'migration',
          database: 'legacy',
          password: { name: 'legacy-source', key: 'password' },
        },
      },
    });
  },
};
