import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { Caches, type Cache } from '../../contracts/caches';
import { Certificates } from '../../contracts/certificates';
import { Databases, type Database } from '../../contracts/databases';
import { ObjectStorage, type Bucket } from '../../contracts/object-storage';
import { Secrets } from '../../contracts/secrets';
import { SharedStorage } from '../../contracts/shared-storage';
import { type Component, highlyAvailable, Platform, type Destination } from '../../index';
import { drawInternalCertificates, drawTokenCertificate } from './certificates';
import { CACHE, DATABASE, podsOf, type Part } from './names';
import type { HarborProps } from './props';
import { generateAdmin, generateKeys } from './secrets';
import type { ImageVolume } from './storage-values';
import { CA_KEY, drawTrust, joined, trustSecret } from './trust';
import { MAX_CONNECTIONS } from './values';

type Connect = (name: string, to: Destination, pods: Readonly<Record<string, string>>) => void;

/** What Harbor asks of its platform before it can run, and what it was given. */
export class Services {
  database: Database | undefined;
  cache: Cache | undefined;
  bucket: Bucket | undefined;
  private readonly namespace: string;
  private pem: string | undefined;
  private readonly drawn = new Set<string>();

  /** @param connect lets Pods of Harbor's namespace reach what it was given */
  constructor(
    private readonly scope: Component,
    private readonly props: HarborProps,
    private readonly connect: Connect,
  ) {
    this.namespace = scope.namespace;
    this.pem = joined(Platform.of(scope)?.caCertificates);
    this.drawAuthorities(this.pem);
    this.askForData();
    this.askForSecrets();
    this.askForCertificates();
    this.check(() => this.databaseError());
    this.check(() =>
      this.drawnNeeded() && !Secrets.find(scope)
        ? 'trusts authorities of the platform, whose certificates its chart reads from a Secret, and nothing in this platform makes one; add a source of secrets'
        : undefined,
    );
  }

  /** Adds an authority that core and jobservice must trust. */
  trust(pem: string | undefined): void {
    this.pem = joined(this.pem, pem);
    this.drawAuthorities(this.pem);
  }

  /** The Secret with all authorities, in the one place that the chart has for it. */
  get trustedSecret(): string | undefined {
    if (this.pem !== undefined) return trustSecret(this.pem);
    return this.verifiesDatabase ? this.database?.caSecret?.name : undefined;
  }

  /** The Secret with the authority of the bucket's endpoint. */
  get storageTrust(): string | undefined {
    const pem = joined(this.bucket?.caCertificates);
    return pem === undefined ? undefined : trustSecret(pem);
  }

  /** The volume of images, where there is no bucket. */
  get volume(): ImageVolume | undefined {
    const { storage = 'bucket' } = this.props;
    if (storage === 'bucket') return undefined;
    const everywhere = SharedStorage.find(this.scope);
    const shared = storage.shared ?? everywhere !== undefined;
    const known = shared ? everywhere : BlockStorage.find(this.scope);
    return {
      size: storage.size ?? '100Gi',
      storageClass: storage.storageClass ?? known?.storageClass,
      shared,
    };
  }

  /** Lets parts of Harbor reach something, each by its own rule. */
  connectParts(name: string, to: Destination, parts: readonly (Part | 'exporter')[]): void {
    for (const part of parts) this.connect(`${name}-from-${part}`, to, podsOf(part));
  }

  private askForData(): void {
    const { scope, namespace } = this;
    const { databaseSize, bucketSize, storage = 'bucket', scanner = {} } = this.props;
    Databases.require(scope, 'for projects, accounts and what is known of images');
    Databases.whenProvided(scope, (server) => {
      this.database = server.postgres(scope, {
        name: DATABASE,
        namespace,
        database: 'registry',
        owner: 'harbor',
        parameters: { max_connections: String(MAX_CONNECTIONS) },
        ...(databaseSize !== undefined && { size: databaseSize }),
      });
      this.connectParts('database', this.database.destination, ['core', 'exporter']);
    });
    Caches.require(scope, 'for sessions and the queue of jobs');
    Caches.whenProvided(scope, (server) => {
      this.cache = server.cache(scope, { name: CACHE, namespace, memory: '512Mi' });
      const trivy = typeof scanner === 'object' ? (['trivy'] as const) : [];
      const parts = ['core', 'jobservice', 'registry', 'exporter', ...trivy] as const;
      this.connectParts('cache', this.cache.destination, parts);
    });
    if (storage !== 'bucket') return;
    ObjectStorage.require(scope, 'for images, or a volume as `storage`');
    ObjectStorage.whenProvided(scope, (store) => {
      const maxSize = bucketSize === undefined ? {} : { maxSize: bucketSize };
      this.bucket = store.bucket(scope, { name: 'harbor', namespace, ...maxSize });
      this.drawAuthorities(joined(this.bucket.caCertificates));
      this.connectParts('bucket', this.bucket.destination, ['registry']);
    });
  }

  private askForSecrets(): void {
    const { scope, namespace, props } = this;
    Secrets.whenProvided(scope, (secrets) => {
      if (props.keysSecret === undefined) generateKeys(scope, namespace, secrets);
      if (!props.adminPassword) generateAdmin(scope, namespace, secrets);
    });
  }

  private askForCertificates(): void {
    const { scope, namespace, props } = this;
    const { tokenCertificate, internalTls = false } = props;
    if (internalTls) Certificates.require(scope, 'for TLS between its parts');
    Certificates.whenProvided(scope, () => {
      if (tokenCertificate === undefined || internalTls) {
        drawTokenCertificate(scope, namespace);
      }
      if (internalTls) drawInternalCertificates(scope, namespace);
    });
    this.check(() =>
      tokenCertificate !== undefined || Certificates.find(scope)
        ? undefined
        : 'has no key to sign tokens with, and nothing in this platform makes one; pass `tokenCertificate`, or add an issuer of certificates',
    );
  }

  private get verifiesDatabase(): boolean {
    return this.database?.sslMode.startsWith('verify') ?? false;
  }

  /** The chart trusts what one Secret holds, under one key. */
  private databaseError(): string | undefined {
    const authority = this.database?.caSecret;
    if (!this.verifiesDatabase || !authority) return undefined;
    if (this.pem !== undefined) {
      return `verifies its database by the Secret '${authority.name}' and trusts other authorities too, which its chart takes from one place; add the database's to the platform's \`caCertificates\`, and ask for 'require' or an authority that images trust`;
    }
    return authority.key === CA_KEY
      ? undefined
      : `verifies its database by the key '${authority.key}' of Secret '${authority.name}', and its chart reads '${CA_KEY}'; name it so`;
  }

  private drawnNeeded(): boolean {
    return this.pem !== undefined || this.storageTrust !== undefined;
  }

  private drawAuthorities(pem: string | undefined): void {
    if (pem === undefined || this.drawn.has(pem)) return;
    this.drawn.add(pem);
    Secrets.whenProvided(this.scope, (secrets) => {
      drawTrust(this.scope, this.namespace, pem, secrets);
    });
  }

  private check(rule: () => string | undefined): void {
    this.scope.node.addValidation({ validate: () => [rule() ?? []].flat() });
  }
}

/** Whether images are on one Pod's volume though copies are wanted. */
export const storesAlone = (scope: IConstruct, volume: ImageVolume | undefined): boolean =>
  volume?.shared === false && highlyAvailable(scope);
