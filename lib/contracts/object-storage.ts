import type { Construct } from 'constructs';
import { Capability, type Destination, type SecretRef } from '../kernel';

/** A bucket that a component asks for. */
export interface BucketRequest {
  /** Name of the bucket, a DNS label of 3 to 63 characters; unique in the whole object store. */
  readonly name: string;
  /** Namespace of the Pods that use it, where its credentials will be. */
  readonly namespace: string;
  /** Secret that will hold the credentials. @default - the bucket's name */
  readonly secretName?: string;
  /** Largest size, as a quantity: `500Gi`. @default - no limit */
  readonly maxSize?: string;
  /** Largest number of objects. @default - no limit */
  readonly maxObjects?: number;
}

/** A bucket as its user needs to know it, in the words of S3. */
export interface Bucket {
  readonly name: string;
  /** Address with scheme, without the bucket: `http://rook-ceph-rgw-objects.rook-ceph.svc:80`. */
  readonly endpoint: string;
  /** Host of the endpoint, without scheme and port. */
  readonly host: string;
  readonly port: number;
  /** Whether the endpoint speaks TLS. */
  readonly secure: boolean;
  readonly region: string;
  /** Whether the bucket stands in the path (`endpoint/bucket`) rather than in the host name. */
  readonly pathStyle: boolean;
  /** Secret in the requester's namespace with both keys below. */
  readonly secretName: string;
  /** Key of the Secret that holds the access key id: `AWS_ACCESS_KEY_ID` as a rule. */
  readonly accessKey: SecretRef;
  /** Key of the Secret that holds the secret access key. */
  readonly secretKey: SecretRef;
  /** Authority that signed the endpoint's certificate, PEM. @default - one that images trust already, or no TLS */
  readonly caCertificates?: string;
  /** Where connections lead, for network rules. */
  readonly destination: Destination;
}

/** Keeps objects in buckets and speaks S3. */
export interface ObjectStore {
  /**
   * Has a bucket made, with credentials in a Secret of the namespace; objects are drawn below
   * `scope`, before the releases of the component that asks.
   */
  bucket(scope: Construct, request: BucketRequest): Bucket;
}

export const ObjectStorage = new Capability<ObjectStore>('object-storage', 'an object store', {
  kinds: ['ObjectBucketClaim.objectbucket.io'],
});
