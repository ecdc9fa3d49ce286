import type { Construct } from 'constructs';
import { Caches, type Cache } from '../../contracts/caches';
import { Exposure } from '../../contracts/exposure';
import {
  Identity,
  type AccessGroups,
  type IdentityClient,
  type IdentityProvider,
} from '../../contracts/identity';
import { Login, type GuardOptions, type LoginGate } from '../../contracts/login-gate';
import { Secrets } from '../../contracts/secrets';
import {
  Component,
  ConfigMap,
  HelmRelease,
  Platform,
  releaseName,
  type ChartPin,
  type ComponentProps,
  type ImageKeys,
  type SecretRef,
  type Values,
} from '../../index';
import { groupsError, groupsOf } from './access';
import { guardError, optionError } from './checks';
import { configFile, proxyConfig, type ProxyOptions } from './config';
import { exposeProxy, reachUpstream } from './draw';
import { PROXY_LABELS, watch } from './monitoring';
import { proxyValues } from './values';

export interface OAuth2ProxyProps extends ComponentProps, ProxyOptions {
  /** Groups instead of the identity provider's, by role. @default - the identity provider's */
  readonly access?: Partial<AccessGroups>;
  /**
   * Where sessions are: in cookies, or in a cache for all proxies, which tokens with many groups
   * need, as browsers and gateways limit the size of headers.
   * @default 'cookies'
   */
  readonly sessions?: 'cookies' | 'cache';
  /** Key that cookies are encrypted with: 16, 24 or 32 bytes. @default - each proxy has one that the platform generates */
  readonly cookieSecret?: SecretRef;
}

/** ConfigMap with the certificates by which the identity provider is verified. */
const AUTHORITY = 'identity-ca';

/** One proxy, with what it was given so far. */
interface Guarded {
  readonly name: string;
  readonly guard: GuardOptions;
  client?: IdentityClient;
}

/**
 * Asks for a login in front of user interfaces that have none of their own: each gets a proxy with
 * its own client at the identity provider, and is reached through it alone. Who is in none of the
 * groups that may in is turned away; what stands behind learns the name and the groups from
 * `X-Forwarded-User`, `-Preferred-Username` and `-Groups`. `X-Forwarded-Email` is the user name.
 *
 * Nothing waits for the proxies: one without its Secret, or whose provider is away, keeps people
 * out and the rest of the platform running. Upgrades are safe to roll: sessions live in cookies or
 * the cache. A new cookie secret logs everybody out.
 *
 * @see https://oauth2-proxy.github.io/oauth2-proxy
 */
export class OAuth2Proxy extends Component implements LoginGate {
  static readonly chart: ChartPin = {
    repository: 'https://oauth2-proxy.github.io/manifests',
    name: 'oauth2-proxy',
    version: '10.7.0',
    kubeVersion: '>=1.16.0-0',
    images: ['quay.io/oauth2-proxy/oauth2-proxy:v7.15.3'],
  };
  static readonly images: ImageKeys = { 'image.registry': 'quay.io' };

  private readonly props: OAuth2ProxyProps;
  private readonly guarded: Guarded[] = [];
  private sessionCache: Cache | undefined;

  /** @throws DefinitionError for a duration that cannot be */
  constructor(scope: Construct, id: string, props: OAuth2ProxyProps = {}) {
    super(scope, id, props, { namespace: 'oauth2-proxy', podSecurity: 'restricted' });
    this.props = props;
    this.orFail(optionError(props));
    this.isolate({});
    Login.provide(this, this);
    Identity.require(this, 'to log people in');
    Identity.whenProvided(this, (provider) => this.trust(provider));
    if (props.sessions === 'cache') this.askForCache();
    watch(this, this.namespace);
    this.check(() =>
      (props.cookieSecret ?? Secrets.find(this))
        ? undefined
        : 'has no key for its cookies, and nothing in this platform makes one; pass `cookieSecret`, or add a source of secrets',
    );
  }

  /** @throws DefinitionError if there is such a login, or nobody could log in there */
  guard(scope: Construct, guard: GuardOptions): void {
    const others = this.guarded.map((g) => g.guard);
    this.orFail(guardError(guard, others));
    const name = releaseName(scope, `login-${guard.name}`);
    const guarded: Guarded = { name, guard };
    this.guarded.push(guarded);
    this.generateCookieSecret(scope, name);
    Identity.whenProvided(this, (provider) => {
      guarded.client = provider.client(scope, {
        id: name,
        displayName: guard.host,
        namespace: this.namespace,
        redirectUris: [`https://${guard.host}/oauth2/callback`],
      });
      this.check(() => groupsError(guard, provider, this.props.access));
    });
    this.drawRelease(scope, guarded);
    const proxy = { name, namespace: this.namespace };
    reachUpstream(scope, proxy, guard);
    if (others.length === 0) Exposure.require(this, 'to bring people to its logins');
    Exposure.whenProvided(this, (gateway) => exposeProxy(scope, gateway, proxy, guard));
  }

  private drawRelease(scope: Construct, guarded: Guarded): void {
    const { chart, values } = this.props;
    new HelmRelease(scope, guarded.name, {
      name: guarded.name,
      namespace: this.namespace,
      chart: { ...OAuth2Proxy.chart, ...chart },
      values: () => this.values(guarded),
      ...(values && { overrides: values }),
      images: OAuth2Proxy.images,
      // Who is guarded may be what the identity provider stands on.
      wait: false,
    });
  }

  private values({ name, guard, client }: Guarded): Values {
    const provider = Identity.find(this);
    const { pods = [], nodes = [] } = Platform.of(this)?.networks ?? {};
    const config =
      provider && client
        ? proxyConfig(guard, this.props, {
            provider,
            client,
            groups: groupsOf(guard, provider, this.props.access),
            trustedProxies: [...pods, ...nodes],
          })
        : {};
    return proxyValues(this, {
      name,
      config: configFile(config),
      clientSecret: client?.clientSecret,
      cookieSecret: this.cookieSecret(name),
      sessions: this.sessionCache,
      authority: provider?.caCertificates === undefined ? undefined : AUTHORITY,
    });
  }

  private cookieSecret(name: string): SecretRef {
    return this.props.cookieSecret ?? { name: `${name}-cookie`, key: 'cookie-secret' };
  }

  /** Each proxy has its own, so that the cookie of one opens no other. */
  private generateCookieSecret(scope: Construct, proxy: string): void {
    if (this.props.cookieSecret) return;
    const { name, key } = this.cookieSecret(proxy);
    const generated = { [key]: { length: 32 } };
    Secrets.whenProvided(this, (secrets) => {
      secrets.generate(scope, { name, namespace: this.namespace, generated });
    });
  }

  private askForCache(): void {
    Caches.require(this, 'to keep sessions');
    Caches.whenProvided(this, (caches) => {
      const request = { name: 'login-sessions', namespace: this.namespace, persistent: false };
      this.sessionCache = caches.cache(this, request);
      this.connect('sessions', this.sessionCache.destination, PROXY_LABELS);
    });
  }

  private trust(provider: IdentityProvider): void {
    this.connect('identity', provider.destination, PROXY_LABELS);
    if (provider.caCertificates === undefined) return;
    const data = () => ({ data: { 'ca.crt': provider.caCertificates ?? '' } });
    this.object(ConfigMap, AUTHORITY, data, { phase: 'before' });
  }
}
