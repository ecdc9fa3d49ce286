import { Construct } from 'constructs';
import {
  ObjectStorage,
  type Bucket,
  type BucketRequest,
  type ObjectStore,
} from '../contracts/object-storage';
import { DefinitionError, Registry, type Destination } from '../index';
import { destinationOf, hostAndPort, pemError, urlError } from './address';
import { Accounts, credentialsError, type ExternalCredentials } from './credentials';

export interface ExternalObjectStoreProps {
  /** Address with scheme, without a bucket: `https://s3.example.com`. */
  readonly endpoint: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** Whether the bucket stands in the path rather than in the host name. @default true */
  readonly pathStyle?: boolean;
  /** Put before the name of every bucket, as names are unique in a whole store: `prod-`. @default '' */
  readonly bucketPrefix?: string;
  /** Authority that signed the endpoint's certificate, PEM. @default - one that images trust already */
  readonly caCertificates?: string;
  /**
   * Where the Secrets with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` come from. `{name}` in
   * a path is the name of the bucket.
   * @default 'existing'
   */
  readonly credentials?: ExternalCredentials;
  /** Where connections lead, for a store of this cluster whose Pods answer on other ports. @default - where the endpoint leads */
  readonly destination?: Destination;
}

const NAME = /^[a-z0-9]([-a-z0-9]{1,61})[a-z0-9]$/;

/**
 * An object store that is there already and speaks S3: Ceph, MinIO, a cloud's. Its buckets are
 * made by whoever runs it (`buckets` lists what was asked for); the Secret of each, named after
 * the bucket without its prefix, is either there or fetched.
 */
export class ExternalObjectStore extends Construct implements ObjectStore {
  /** Buckets that the platform asked for, to be made by hand. */
  readonly buckets: Bucket[] = [];
  private readonly props: ExternalObjectStoreProps;
  private readonly accounts: Accounts;
  /** Secret that holds the account of each bucket. */
  private readonly usedBy = new Map<string, string>();

  /** @throws DefinitionError for an endpoint, certificate or path that cannot be */
  constructor(scope: Construct, id: string, props: ExternalObjectStoreProps) {
    super(scope, id);
    this.props = props;
    this.accounts = new Accounts(props.credentials);
    const error =
      urlError('endpoint', props.endpoint) ??
      pathError(props.endpoint) ??
      pemError('caCertificates', props.caCertificates) ??
      credentialsError(props.credentials);
    if (error !== undefined) throw new DefinitionError(this, error);
    ObjectStorage.provide(this, this);
  }

  /** @throws DefinitionError if a bucket cannot have that name, or somebody else has it */
  bucket(scope: Construct, request: BucketRequest): Bucket {
    const { bucketPrefix = '', caCertificates } = this.props;
    const name = `${bucketPrefix}${request.name}`;
    if (!NAME.test(name)) {
      throw new DefinitionError(
        scope,
        `'${name}' is no name of a bucket: 3 to 63 of \`a-z0-9-\`; change the name or \`bucketPrefix\``,
      );
    }
    const secretName = request.secretName ?? request.name;
    const account = `${request.namespace}/${secretName}`;
    const other = this.usedBy.get(name) ?? account;
    if (other !== account) {
      throw new DefinitionError(
        scope,
        `bucket '${name}' is that of Secret '${other}', and '${account}' would write into it too; name one of them otherwise`,
      );
    }
    this.usedBy.set(name, account);
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;
    this.accounts.provide(scope, {
      name: secretName,
      namespace: request.namespace,
      keys,
      subject: name,
      purpose: `to fetch the account of bucket '${name}'`,
    });
    this.warnOfLimits(scope, name, request);
    const endpoint = this.props.endpoint.replace(/\/+$/, '');
    const { host, port } = hostAndPort(endpoint);
    const bucket: Bucket = {
      name,
      endpoint,
      host,
      port,
      secure: endpoint.startsWith('https:'),
      region: this.props.region ?? 'us-east-1',
      pathStyle: this.props.pathStyle ?? true,
      secretName,
      accessKey: { name: secretName, key: keys[0] },
      secretKey: { name: secretName, key: keys[1] },
      ...(caCertificates !== undefined && { caCertificates }),
      destination: this.props.destination ?? destinationOf(host, port),
    };
    this.buckets.push(bucket);
    return bucket;
  }

  private warnOfLimits(
    scope: Construct,
    name: string,
    { maxSize, maxObjects }: BucketRequest,
  ): void {
    const limits = [maxSize, maxObjects && `${maxObjects} objects`].flatMap((limit) => limit ?? []);
    if (limits.length === 0) return;
    const text = `bucket '${name}' is to hold at most ${limits.join(', ')}, which only the store itself can enforce; set a quota there`;
    Registry.of(scope).warnings.push({ by: scope, text: () => text });
  }
}

/** A path would be taken for the name of a bucket, or ignored. */
const pathError = (endpoint: string): string | undefined =>
  new URL(endpoint).pathname === '/'
    ? undefined
    : `endpoint '${endpoint}' has a path; leave it out, as each bucket is named by who asks for it`;
