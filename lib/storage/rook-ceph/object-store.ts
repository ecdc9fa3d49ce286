import type { Construct } from 'constructs';
import type { Bucket, BucketRequest, ObjectStore } from '../../contracts/object-storage';
import {
  Component,
  DefinitionError,
  DNS_LABEL,
  KubeObject,
  type PodDestination,
} from '../../index';
import { ObjectBucketClaim } from './kinds';
import { gatewayLabels, RGW_POD_PORT } from './specs';

/** Any region does; this is what clients take without asking. */
export const REGION = 'us-east-1';

export interface GatewayOptions {
  readonly name: string;
  readonly namespace: string;
  /** StorageClass of its claims. */
  readonly bucketClass: string;
  readonly secure: boolean;
  /** Authority of its certificate, PEM; late, as a platform may know it later. */
  readonly caCertificates: string | undefined;
}

/** One CephObjectStore as others use it: buckets by claims, with credentials of their own. */
export class CephBuckets implements ObjectStore {
  /** Service that answers, within the cluster. */
  readonly host: string;
  readonly port: number;
  readonly destination: PodDestination;
  private readonly buckets = new Set<string>();

  /** @param owner what has to be there before the buckets */
  constructor(
    private readonly owner: Component,
    private readonly options: GatewayOptions,
  ) {
    const { name, namespace, secure } = options;
    this.host = `rook-ceph-rgw-${name}.${namespace}.svc`;
    this.port = secure ? 443 : 80;
    this.destination = {
      namespace,
      pods: gatewayLabels(name),
      ports: [secure ? 443 : RGW_POD_PORT],
    };
  }

  /**
   * The credentials' Secret has the claim's name, and a ConfigMap beside it too.
   * @throws DefinitionError for a name that cannot be, or that another bucket of the store has
   */
  bucket(scope: Construct, request: BucketRequest): Bucket {
    const { name, namespace, secretName = name, maxSize, maxObjects } = request;
    const { bucketClass, secure, caCertificates } = this.options;
    if (!DNS_LABEL.test(name) || name.length < 3) {
      const reason = `bucket '${name}' is not a DNS label of 3 to 63 characters such as \`loki-chunks\``;
      throw new DefinitionError(scope, reason);
    }
    if (this.buckets.has(name)) {
      const reason = `there is already a bucket '${name}' in the object store '${this.options.name}'; name this one otherwise`;
      throw new DefinitionError(scope, reason);
    }
    this.buckets.add(name);
    const limits = {
      ...(maxSize !== undefined && { maxSize }),
      ...(maxObjects !== undefined && { maxObjects: String(maxObjects) }),
    };
    const limited = Object.keys(limits).length > 0;
    const user = Component.of(scope);
    const own = user === this.owner;
    // Its Pods cannot start before the credentials are there, which the object store writes.
    if (!own) user?.after(this.owner);
    new KubeObject(scope, `ObjectBucketClaim-${namespace}-${secretName}`, ObjectBucketClaim, {
      name: secretName,
      namespace,
      phase: own ? 'after' : 'before',
      body: {
        spec: {
          bucketName: name,
          storageClassName: bucketClass,
          ...(limited && { additionalConfig: limits }),
        },
      },
    });
    return {
      name,
      endpoint: `${secure ? 'https' : 'http'}://${this.host}:${this.port}`,
      host: this.host,
      port: this.port,
      secure,
      region: REGION,
      pathStyle: true,
      secretName,
      accessKey: { name: secretName, key: 'AWS_ACCESS_KEY_ID' },
      secretKey: { name: secretName, key: 'AWS_SECRET_ACCESS_KEY' },
      ...(secure && caCertificates !== undefined && { caCertificates }),
      destination: this.destination,
    };
  }
}
