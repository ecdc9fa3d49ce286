import type { Bucket } from '../../contracts/object-storage';
import { DNS_LABEL, type OutsideDestination, type Values } from '../../index';
import type { BackupLocation, Encryption } from './words';

/** Name of the location that backups go to unless they say otherwise. */
export const DEFAULT = 'default';

/** The location in the platform's object store; its account comes by the environment. */
export const bucketLocation = (
  bucket: Bucket,
  prefix: string,
  encryption: Encryption | undefined,
): Values => ({
  name: DEFAULT,
  provider: 'aws',
  default: true,
  bucket: bucket.name,
  prefix,
  ...(bucket.caCertificates !== undefined && { caCert: base64(bucket.caCertificates) }),
  config: {
    region: bucket.region,
    s3Url: bucket.endpoint,
    s3ForcePathStyle: String(bucket.pathStyle),
    checksumAlgorithm: '',
    ...encrypted(encryption),
  },
});

/** A location outside, with credentials of its own. */
export const outsideLocation = (location: BackupLocation, platform: string): Values => ({
  name: location.name,
  provider: 'aws',
  default: location.name === DEFAULT,
  bucket: location.bucket,
  prefix: location.prefix ?? platform,
  accessMode: location.readOnly ? 'ReadOnly' : 'ReadWrite',
  credential: { name: location.credentials.name, key: location.credentials.key },
  ...(location.caCertificates !== undefined && { caCert: base64(location.caCertificates) }),
  config: {
    region: location.region,
    // Without it the account of the default location, in the environment, would win over the file.
    profile: 'default',
    ...(location.endpoint !== undefined && { s3Url: location.endpoint }),
    s3ForcePathStyle: String(location.pathStyle ?? location.endpoint !== undefined),
    ...checksum(location),
    ...encrypted(location.encryption),
  },
});

/** Account of the default location, for the server and for all that copy volumes. */
export const bucketEnvironment = ({ accessKey, secretKey }: Bucket): readonly Values[] => [
  { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { ...accessKey } } },
  { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { ...secretKey } } },
];

/** Where a location is, for network rules. */
export function outsideDestination({
  endpoint,
  bucket,
  region,
}: BackupLocation): OutsideDestination {
  if (endpoint === undefined) return { host: `${bucket}.s3.${region}.amazonaws.com`, port: 443 };
  const { hostname, port, protocol } = new URL(endpoint);
  return { host: hostname, port: Number(port || (protocol === 'http:' ? 80 : 443)) };
}

/** What is wrong with a location, as a sentence. */
export function locationError(
  location: BackupLocation,
  taken: ReadonlySet<string>,
): string | undefined {
  const { name, bucket, region, endpoint, caCertificates } = location;
  if (taken.has(name)) return `there is already a backup location '${name}'; name it otherwise`;
  if (!DNS_LABEL.test(name)) {
    return `'${name}' is no name of a backup location; use a DNS label such as \`off-site\``;
  }
  if (!/^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/.test(bucket)) {
    return `'${bucket}' of location '${name}' is no name of a bucket: 3 to 63 of \`a-z0-9.-\`; correct it`;
  }
  if (region.trim() === '') {
    return `location '${name}' has no region; give one, \`us-east-1\` where the store does not care`;
  }
  if (endpoint !== undefined && !(/^https?:\/\/[^/]+$/.test(endpoint) && URL.canParse(endpoint))) {
    return `the endpoint '${endpoint}' of location '${name}' is not an address such as \`https://s3.example.com\`, without a path`;
  }
  if (caCertificates?.includes('-----BEGIN CERTIFICATE-----') === false) {
    return `the certificates of location '${name}' are no PEM text; start with \`-----BEGIN CERTIFICATE-----\``;
  }
  return undefined;
}

function checksum({ checksum: chosen, endpoint }: BackupLocation): Values {
  if (chosen === undefined) return endpoint === undefined ? {} : { checksumAlgorithm: '' };
  return { checksumAlgorithm: chosen === 'none' ? '' : chosen };
}

function encrypted(encryption: Encryption | undefined): Values {
  switch (encryption?.by) {
    case undefined:
      return {};
    case 'store':
      return { serverSideEncryption: 'AES256' };
    case 'kms':
      return { kmsKeyId: encryption.keyId };
    case 'customer-key':
      return {
        customerKeyEncryptionSecret: `${encryption.secret.name}/${encryption.secret.key}`,
      };
  }
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
