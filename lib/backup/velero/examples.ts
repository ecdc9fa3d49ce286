import { ExternalObjectStore } from '../../external';
import type { Examples } from '../../index';
import { Velero } from './velero';

export const examples: Examples = {
  'object-store': (scope) => {
    new ExternalObjectStore(scope, 'object-store', { endpoint: 'https://s3.example.com' });
    const velero = new Velero(scope, 'velero', {
      encryption: { by: 'store' },
      volumePolicies: [{ volumes: { types: ['nfs'] }, action: 'skip' }],
    });
    velero.addSchedule({ name: 'teams', namespaces: ['team-*'], keepDays: 14 });
    velero.protect(velero, {
      name: 'shop',
      namespace: 'shop',
      method: 'volumes',
      schedule: '0 */6 * * *',
      before: [{ pods: { app: 'shop' }, container: 'db', command: ['/bin/sync'] }],
    });
    velero.protect(velero, {
      name: 'orders-db',
      namespace: 'orders',
      method: { own: 'its operator archives the write-ahead log to the object store' },
      selector: { 'cnpg.io/cluster': 'orders-db' },
    });
  },

  'off-site': (scope) => {
    new ExternalObjectStore(scope, 'object-store', {
      endpoint: 'http://objects.storage.svc:80',
      destination: { namespace: 'storage', pods: { app: 'objects' }, ports: [8080] },
    });
    new Velero(scope, 'velero', {
      volumes: 'snapshots',
      locations: [
        {
          name: 'off-site',
          bucket: 'example-backups',
          region: 'eu-central-1',
          credentials: { name: 'off-site', key: 'cloud' },
          encryption: { by: 'kms', keyId: 'alias/backups' },
        },
      ],
      schedules: [
        { name: 'nightly', namespaces: ['*'], excludedNamespaces: ['kube-system'] },
        { name: 'weekly', schedule: '0 4 * * 0', keepDays: 90, location: 'off-site' },
      ],
      restoreDrills: [
        {
          name: 'shop',
          from: 'nightly',
          namespace: 'shop',
          hooks: [{ pods: { app: 'shop' }, container: 'db', command: ['/bin/true'] }],
          check: {
            image: 'docker.io/library/busybox:1.37.0',
            command: ['sh', '-c', 'wget -q -O- "http://shop.$NAMESPACE.svc:8080/healthz"'],
          },
        },
      ],
    });
  },

  'external-only': (scope) => {
    new Velero(scope, 'velero', {
      location: {
        bucket: 'example-backups',
        region: 'us-east-1',
        endpoint: 'https://s3.example.com:9000',
        credentials: { name: 'backups', key: 'cloud' },
      },
      generateRepositoryKey: false,
    });
  },
};

export const undocumentedKeys = {
  'configuration.repositoryMaintenanceJob.repositoryConfigData.global.podResources':
    'the chart hands the whole map to Velero, whose maintenance Jobs read it',
};
