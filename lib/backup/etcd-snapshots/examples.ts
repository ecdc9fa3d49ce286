import { ExternalObjectStore } from '../../external';
import type { Examples } from '../../index';
import { EtcdSnapshots } from './etcd-snapshots';

export const examples: Examples = {
  default: (scope) => {
    new ExternalObjectStore(scope, 'object-store', { endpoint: 'https://s3.example.com' });
    new EtcdSnapshots(scope, 'etcd-snapshots');
  },

  encrypted: (scope) => {
    new ExternalObjectStore(scope, 'object-store', {
      endpoint: 'https://s3.example.com',
      caCertificates: '-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n',
    });
    new EtcdSnapshots(scope, 'etcd-snapshots', {
      schedule: '0 * * * *',
      keepDays: 3,
      encryptionPassword: { name: 'etcd-snapshot-key', key: 'password' },
    });
  },
};
