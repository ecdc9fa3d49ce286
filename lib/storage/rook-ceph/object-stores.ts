import { Certificates } from '../../contracts/certificates';
import { Exposure } from '../../contracts/exposure';
import { ObjectStorage } from '../../contracts/object-storage';
import { Platform, type SecretRef } from '../../index';
import type { Drawer } from './drawer';
import { CephObjectStore, CephObjectStoreUser } from './kinds';
import { CephBuckets, REGION } from './object-store';
import { objectStoreSpec, type SpecContext } from './specs';
import { bucketClass } from './storage-classes';
import type { ObjectStoreOptions, ObjectStoreTls, ObjectStoreUserOptions } from './words';

/** Rook puts its own words around it. */
const LONGEST_NAME = 38;

/** Where the keys of a user of an object store are. */
export interface UserKeys {
  readonly accessKey: SecretRef;
  readonly secretKey: SecretRef;
}

/** Object stores with their certificates, routes and users. The first serves others. */
export class ObjectStores {
  private readonly stores = new Map<string, CephBuckets>();
  private readonly users = new Set<string>();

  constructor(
    private readonly drawer: Drawer,
    private readonly context: SpecContext,
  ) {}

  add(options: ObjectStoreOptions): CephBuckets {
    const { name, storageClass = name, tls, hostname, dataPool = {}, metadataPool = {} } = options;
    const { drawer } = this;
    const { namespace, owner } = drawer;
    drawer.claim('object store', name, storageClass);
    if (name.length > LONGEST_NAME) {
      drawer.refuse(
        `the name of the object store '${name}' is longer than ${LONGEST_NAME} characters, which Rook refuses; shorten it`,
      );
    }
    drawer.checkCount(`gateways of '${name}'`, options.instances);
    drawer.checkPool(`data pool of '${name}'`, dataPool);
    drawer.checkPool(`metadata pool of '${name}'`, metadataPool);
    if (metadataPool.erasureCoded) {
      drawer.refuse(
        `metadata pool of '${name}' is erasure coded, which Ceph takes for data only; give it a \`size\``,
      );
    }
    const certificate = tls && this.certificate(name, tls, hostname);
    drawer.draw(CephObjectStore, name, {
      spec: objectStoreSpec(options, this.context, certificate),
    });
    drawer.drawClass(storageClass, bucketClass(namespace, options, REGION));
    const buckets = new CephBuckets(owner, {
      name,
      namespace,
      bucketClass: storageClass,
      secure: tls !== undefined,
      caCertificates: tls?.caCertificates ?? Platform.of(owner)?.caCertificates,
    });
    this.stores.set(name, buckets);
    if (this.stores.size === 1) ObjectStorage.provide(owner, buckets);
    if (hostname !== undefined) this.expose(buckets, name, hostname);
    return buckets;
  }

  addUser(options: ObjectStoreUserOptions): UserKeys {
    const { name, displayName = name, capabilities, maxSize, maxObjects, maxBuckets } = options;
    const store = options.store ?? [...this.stores.keys()][0];
    if (store === undefined || !this.stores.has(store)) {
      this.drawer.refuse(
        `user '${name}' belongs to the object store '${store ?? ''}', which is not there; add it before`,
      );
    }
    if (this.users.has(name)) {
      this.drawer.refuse(
        `there is already a user '${name}' of an object store; name this one otherwise`,
      );
    }
    this.users.add(name);
    const quotas = {
      ...(maxSize !== undefined && { maxSize }),
      ...(maxObjects !== undefined && { maxObjects }),
      ...(maxBuckets !== undefined && { maxBuckets }),
    };
    this.drawer.draw(CephObjectStoreUser, name, {
      spec: {
        store,
        displayName,
        ...(capabilities && { capabilities }),
        ...(Object.keys(quotas).length > 0 && { quotas }),
      },
    });
    const secret = `rook-ceph-object-user-${store}-${name}`;
    return {
      accessKey: { name: secret, key: 'AccessKey' },
      secretKey: { name: secret, key: 'SecretKey' },
    };
  }

  private certificate(store: string, tls: ObjectStoreTls, hostname: string | undefined): string {
    if (tls.secretName !== undefined) return tls.secretName;
    const { namespace } = this.drawer;
    const service = `rook-ceph-rgw-${store}`;
    const secretName = `${service}-tls`;
    Certificates.require(this.drawer.owner, `for the object store '${store}'`);
    Certificates.whenProvided(this.drawer.owner, (issuer) => {
      issuer.request(this.drawer.owner, {
        name: secretName,
        namespace,
        hosts: [`${service}.${namespace}.svc`, ...(hostname === undefined ? [] : [hostname])],
        secretName,
        ...(tls.issuer !== undefined && { issuer: tls.issuer }),
      });
    });
    return secretName;
  }

  private expose({ port, destination }: CephBuckets, store: string, host: string): void {
    const [podPort] = destination.ports;
    Exposure.whenProvided(this.drawer.owner, (gateway) => {
      gateway.expose(this.drawer.owner, {
        name: `ceph-${store}`,
        host,
        namespace: this.drawer.namespace,
        service: `rook-ceph-rgw-${store}`,
        port,
        ...(podPort !== undefined && { podPort }),
        protocol: port === 443 ? 'https' : 'http',
        // A part of a large object may take long.
        timeoutSeconds: 3600,
      });
    });
  }
}
