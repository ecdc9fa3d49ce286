import type { Bucket } from '../../contracts/object-storage';
import type { Values } from '../../index';
import type { HarborProps } from './props';

/** The volume that images are on. */
export interface ImageVolume {
  readonly size: string;
  readonly storageClass: string | undefined;
  /** Whether many nodes mount it at a time. */
  readonly shared: boolean;
}

interface StorageContext {
  readonly bucket: Bucket | undefined;
  readonly volume: ImageVolume | undefined;
  /** Secret with the authority of the bucket's endpoint. */
  readonly storageTrust: string | undefined;
}

/** The chart's section `persistence`: where images are. */
export function storageValues(
  { redirect = false }: HarborProps,
  { bucket, volume, storageTrust }: StorageContext,
): Values {
  if (volume) {
    return {
      enabled: true,
      resourcePolicy: 'keep',
      persistentVolumeClaim: {
        registry: {
          size: volume.size,
          storageClass: volume.storageClass,
          accessMode: volume.shared ? 'ReadWriteMany' : 'ReadWriteOnce',
        },
      },
      imageChartStorage: { type: 'filesystem' },
    };
  }
  return {
    enabled: true,
    imageChartStorage: {
      type: 's3',
      disableredirect: !redirect,
      caBundleSecretName: storageTrust,
      s3: bucket && s3(bucket),
    },
  };
}

/**
 * The driver puts the bucket in the path wherever it is told an endpoint; Amazon's own endpoints
 * follow from the region.
 */
function s3({ name, region, endpoint, host, secure, pathStyle }: Bucket): Values {
  const own = pathStyle || !host.endsWith('.amazonaws.com');
  return {
    bucket: name,
    region,
    secure,
    v4auth: true,
    ...(own && { regionendpoint: endpoint }),
    // Layers of machine learning are large, and a part is at least this size.
    chunksize: '33554432',
    multipartcopychunksize: '33554432',
  };
}
