import type { Construct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { Caches, type Cache, type CacheRequest, type CacheServer } from '../../contracts/caches';
import { Certificates } from '../../contracts/certificates';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import {
  Component,
  HelmRelease,
  type ChartPin,
  type ComponentProps,
  type ImageKeys,
  type Values,
} from '../../index';
import { cacheError } from './cache-errors';
import { alerts, dashboard } from './monitoring';
import { authSecret, cacheLabels, cacheValues, tlsSecret } from './values';
import type { CacheOptions } from './words';

export interface ValkeyProps extends Omit<ComponentProps, 'values' | 'chart'> {
  /** Chart values of every cache, merged over everything the library sets. @default {} */
  readonly values?: Values;
  /** Another place or version of the chart. @default - the version that the library was tested with */
  readonly chart?: Partial<ChartPin>;
  /** Caches to start with. @default [] */
  readonly caches?: readonly CacheOptions[];
}

/**
 * Caches for the platform and its teams, each an installation of its own in the namespace of who
 * asks: by itself this installs nothing. Valkey speaks the protocol of Redis, and took its place
 * in open platforms.
 *
 * A cache `x` answers at Service `x`, port 6379; its password is in Secret `x-auth`, key
 * `password`, generated once, for the user `default`. It is **one copy**, also in the
 * high-availability profile: the chart has no failover, a replica never takes over, and Valkey's
 * operator is not meant for production yet. The copy writes to its volume every second, leaves a
 * lost node after 30 seconds, and is back as soon as the storage lets go of the volume, which may
 * take minutes; without `persistent`, at once and empty. Clients must bear that it is away. It is
 * not backed up.
 *
 * **Upgrades** restart each cache. A new password: delete Secret and its ExternalSecret, deploy,
 * restart the cache and its clients. Read replicas come and go only by hand: switching them on or
 * off starts an empty cache, as the volumes are others.
 *
 * @see https://valkey.io
 */
export class Valkey extends Component implements CacheServer {
  static readonly chart: ChartPin = {
    repository: 'https://valkey.io/valkey-helm/',
    name: 'valkey',
    version: '0.11.0',
    images: ['docker.io/valkey/valkey:9.1.1', 'ghcr.io/oliver006/redis_exporter:v1.79.0'],
  };
  static readonly images: ImageKeys = {
    'image.registry': 'docker.io',
    'metrics.exporter.image.registry': 'ghcr.io',
  };

  private readonly props: ValkeyProps;
  private readonly caches = new Set<string>();

  constructor(scope: Construct, id: string, props: ValkeyProps = {}) {
    super(scope, id, props, { namespace: 'valkey', podSecurity: 'restricted' });
    this.props = props;
    this.isolate({});
    for (const cache of props.caches ?? []) this.addCache(cache);
    Caches.provide(this, this);
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      metrics.addRules(this, { name: 'valkey', namespace, groups: alerts });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard, namespace));
  }

  cache(scope: Construct, request: CacheRequest): Cache {
    return this.draw(scope, request);
  }

  /**
   * Installs a cache for a team, in a namespace that is there.
   * @throws DefinitionError if there is such a cache, or a name, size or setting cannot be
   */
  addCache(options: CacheOptions): Cache {
    return this.draw(this, options);
  }

  private draw(scope: Construct, options: CacheOptions): Cache {
    const { name, namespace, tls = false } = options;
    const key = `${namespace}/${name}`;
    this.orFail(cacheError(options));
    if (this.caches.has(key)) this.fail(`there is already a cache '${key}'; rename one`);
    this.caches.add(key);
    this.drawPassword(scope, options);
    if (tls) this.drawCertificate(scope, options);
    const { chart, values: overrides } = this.props;
    new HelmRelease(scope, `Cache-${namespace}-${name}`, {
      name,
      namespace,
      // Who asked for it has releases that wait for what is in it.
      phase: 'before',
      chart: { ...Valkey.chart, ...chart },
      images: Valkey.images,
      values: () =>
        cacheValues(options, {
          storageClass: options.storageClass ?? BlockStorage.find(this)?.storageClass,
          metrics: Metrics.find(this) !== undefined,
        }),
      ...(overrides && { overrides }),
    });
    Metrics.whenProvided(this, (metrics) => {
      metrics.scrapePods(scope, {
        name,
        namespace,
        selector: cacheLabels(name),
        endpoints: [{ port: 'metrics' }],
        podPorts: [9121],
      });
    });
    return {
      host: `${name}.${namespace}.svc`,
      port: 6379,
      passwordSecret: { name: authSecret(name), key: 'password' },
      secure: tls !== false,
      destination: { namespace, pods: cacheLabels(name), ports: [6379] },
    };
  }

  private drawPassword(scope: Construct, { name, namespace }: CacheOptions): void {
    Secrets.require(this, `to generate the password of cache '${namespace}/${name}'`);
    Secrets.whenProvided(this, (secrets) => {
      const generated = { password: { length: 40 } };
      secrets.generate(scope, { name: authSecret(name), namespace, generated });
    });
  }

  private drawCertificate(
    scope: Construct,
    { name, namespace, tls, readReplicas }: CacheOptions,
  ): void {
    Certificates.require(this, `for the TLS of cache '${namespace}/${name}'`);
    Certificates.whenProvided(this, (certificates) => {
      const services = readReplicas ? [name, `${name}-read`] : [name];
      const hosts = services.flatMap((service) => [
        service,
        `${service}.${namespace}`,
        `${service}.${namespace}.svc`,
      ]);
      const headless = `*.${name}-headless.${namespace}.svc.cluster.local`;
      certificates.request(scope, {
        name: tlsSecret(name),
        namespace,
        hosts: readReplicas ? [...hosts, headless] : hosts,
        secretName: tlsSecret(name),
        ...(typeof tls === 'object' && { issuer: tls.issuer }),
      });
    });
  }
}
