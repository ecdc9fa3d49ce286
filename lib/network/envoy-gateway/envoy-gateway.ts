import type { Construct } from 'constructs';
import { Certificates } from '../../contracts/certificates';
import { Exposure, type Exposer } from '../../contracts/exposure';
import { LoadBalancing } from '../../contracts/load-balancing';
import {
  allowIngress,
  Component,
  kindId,
  KubeObject,
  ManifestBundle,
  Platform,
  untested,
  type BundlePin,
  type ChartPin,
  type ComponentProps,
  type Destination,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { GatewayClass, type GatewaySpecListeners } from '../gateway-api/kinds';
import { drawClass, drawGateway } from './draw-gateway';
import { gatewayError, rangeError, TESTED } from './checks';
import { listener as listenerSpec, podPort, serves, standardListeners } from './gateway';
import { IMAGES } from './images';
import { BackendTrafficPolicy, brings, SecurityPolicy } from './kinds';
import { watch } from './monitoring';
import { securityPolicy, trafficPolicy } from './policies';
import type { ProtectOptions, TrafficOptions } from './policy-words';
import { PROXY_LABELS } from './proxy';
import { drawRoute } from './routes';
import {
  ENVOY_IMAGE,
  envoyGatewayValues,
  topologyAware,
  type EnvoyGatewayValuesOptions,
} from './values';
import type { EnvoyExposeOptions, GatewayOptions, ListenerOptions } from './words';

export interface EnvoyGatewayProps extends ComponentProps, EnvoyGatewayValuesOptions {
  /** Gateways to start with; the first serves what the platform exposes. @default - one, named `platform` */
  readonly gateways?: readonly GatewayOptions[];
  /** Name of the GatewayClass. @default 'envoy' */
  readonly className?: string;
  /** Address of a mirror of the CRDs' manifest, `{version}` for the version. @default - GitHub */
  readonly crdsMirrorUrl?: string;
}

interface KnownGateway {
  readonly options: GatewayOptions;
  readonly listeners: GatewaySpecListeners[];
}

/**
 * Serves routes of the Gateway API with Envoy proxies that it runs itself: TLS, redirects, login,
 * limits. What the platform exposes goes through its first gateway.
 *
 * Its CRDs come as manifests: their chart is too large for a Helm release. Upgrade them, and the
 * Gateway API, before the controller; each minor version supports four of Kubernetes.
 *
 * @see https://gateway.envoyproxy.io
 */
export class EnvoyGateway extends Component implements Exposer {
  static readonly chart: ChartPin = {
    repository: 'oci://docker.io/envoyproxy',
    name: 'gateway-helm',
    version: 'v1.9.0',
    images: IMAGES,
  };
  static readonly bundle: BundlePin = {
    url: 'https://github.com/envoyproxy/gateway/releases/download/{version}/envoy-gateway-crds.yaml',
    version: EnvoyGateway.chart.version,
    git: {
      repository: 'https://github.com/envoyproxy/gateway.git',
      path: 'charts/gateway-helm/charts/crds/crds/generated',
      revision: '{version}',
    },
  };
  static readonly images: ImageKeys = {
    'global.images.envoyGateway.image': 'docker.io/envoyproxy/gateway:v1.9.0',
    'global.images.envoyProxy.image': ENVOY_IMAGE,
    'global.images.ratelimit.image': 'docker.io/envoyproxy/ratelimit:17b1956c',
  };

  readonly crds: ManifestBundle;
  readonly release: HelmRelease;
  readonly className: string;
  readonly entrance: Destination;
  private readonly props: EnvoyGatewayProps;
  private readonly gateways = new Map<string, KnownGateway>();
  private backendApi = false;

  constructor(scope: Construct, id: string, props: EnvoyGatewayProps = {}) {
    super(scope, id, props, { namespace: 'envoy-gateway-system', podSecurity: 'restricted' });
    this.props = props;
    this.className = props.className ?? 'envoy';
    this.entrance = { namespace: this.namespace, pods: PROXY_LABELS, ports: [podPort(443)] };
    this.isolate({
      ingress: [
        { with: 'anywhere', ports: [podPort(80), podPort(443)] },
        ...(topologyAware(this, props) ? [{ with: 'api-server' as const, ports: [9443] }] : []),
      ],
      // Proxies reach whatever routes name; the namespaces of the backends say who may come in.
      egress: [{ with: 'anywhere' }],
    });
    const { crdsMirrorUrl, chart } = props;
    this.crds = new ManifestBundle(this, 'crds', {
      bundle: { ...EnvoyGateway.bundle, ...(chart?.version && { version: chart.version }) },
      brings: brings.filter((kind) => kind.endsWith('.gateway.envoyproxy.io')),
      ...(crdsMirrorUrl !== undefined && { mirrorUrl: crdsMirrorUrl }),
    });
    const values = () => envoyGatewayValues(this, props, { backendApi: this.backendApi });
    this.release = this.install(EnvoyGateway.chart, values, {
      images: EnvoyGateway.images,
      needs: () => [kindId(GatewayClass)],
    });
    this.warn(() => untested(this.release, TESTED));
    drawClass(this, this.namespace, this.className);
    for (const gateway of props.gateways ?? [{ name: 'platform' }]) this.addGateway(gateway);
    Exposure.provide(this, this);
    watch(this, this.namespace);
  }

  /** @throws DefinitionError if there is such a gateway, or its options contradict each other */
  addGateway(options: GatewayOptions): void {
    const { name, issuer, hosts = [`*.${Platform.of(this)?.domain ?? 'cluster.local'}`] } = options;
    if (this.gateways.has(name)) {
      this.fail(`there is already a gateway '${name}'; name it otherwise`);
    }
    const error = gatewayError({ ...options, hosts });
    if (error !== undefined) this.fail(`gateway '${name}' ${error}`);
    const secret = options.certificateSecret ?? `${name}-tls`;
    const listeners = standardListeners({ ...options, hosts }, secret);
    this.gateways.set(name, { options, listeners });
    drawGateway(this, this.namespace, this.className, options, listeners);
    if (options.certificateSecret === undefined) {
      this.requestCertificate(name, hosts, secret, issuer);
    }
    const { serviceType = 'LoadBalancer' } = options;
    this.warn(() =>
      serviceType === 'LoadBalancer' && LoadBalancing.find(this) === undefined
        ? `gateway '${name}' waits for an address that nothing in this platform gives; add a load balancer, or set its \`serviceType\``
        : undefined,
    );
  }

  /** @throws DefinitionError if there is no such gateway, it has such a listener, or the host is missing */
  addListener(gateway: string, options: ListenerOptions): void {
    const { listeners, options: common } = this.known(gateway);
    const { name, port, protocol = 'HTTPS', host, issuer } = options;
    if (listeners.some((l) => l.name === name)) {
      this.fail(`gateway '${gateway}' has already a listener '${name}'; name it otherwise`);
    }
    if (host === undefined && (protocol === 'HTTPS' || protocol === 'TLS')) {
      this.fail(`listener '${name}' of gateway '${gateway}' has no host; pass \`host\``);
    }
    const full = `${gateway}-${name}`;
    const secret = options.certificateSecret ?? `${full}-tls`;
    if (!listeners.some((l) => l.port === port)) {
      const rule = {
        with: 'anywhere' as const,
        ports: [protocol === 'UDP' ? `${podPort(port)}/UDP` : podPort(port)],
      };
      allowIngress(this, { name: full, namespace: this.namespace, pods: PROXY_LABELS, rule });
    }
    listeners.push(listenerSpec(options, secret, common.routesFrom));
    if (protocol === 'HTTPS' && host !== undefined && options.certificateSecret === undefined) {
      this.requestCertificate(full, [host], secret, issuer);
    }
  }

  expose(scope: Construct, options: EnvoyExposeOptions): void {
    const { name, host, protocol, backendCa } = options;
    const gateway = options.gateway ?? this.firstGateway();
    const { listeners } = this.known(gateway);
    const matching = () =>
      listeners.find((l) => l.protocol === 'HTTPS' && serves(l.hostname, host))?.name;
    if (protocol === 'https' && backendCa === undefined) this.backendApi = true;
    const { clusterDomain = 'cluster.local' } = this.props;
    const parent = { name: gateway, namespace: this.namespace, listener: matching };
    drawRoute(scope, options, parent, clusterDomain);
    this.check(() =>
      matching() === undefined
        ? `route '${name}' is for '${host}', which no listener of gateway '${gateway}' serves; name it in the gateway's \`hosts\`, or call \`addListener()\``
        : undefined,
    );
  }

  url(host: string): string {
    for (const { listeners } of this.gateways.values()) {
      const found = listeners.find((l) => l.protocol === 'HTTPS' && serves(l.hostname, host));
      if (found) return `https://${host}${found.port === 443 ? '' : `:${found.port}`}`;
    }
    return `https://${host}`;
  }

  /**
   * Limits who may use a route or a gateway: by login, token, address, origin.
   * @throws DefinitionError if nothing is limited, or an address is not one
   */
  protect(scope: Construct, options: ProtectOptions): void {
    const { name, namespace, oidc, jwt, allowedAddresses, cors } = options;
    if (!oidc && !jwt && !allowedAddresses && !cors) {
      this.fail(
        `policy '${name}' limits nothing; pass \`oidc\`, \`jwt\`, \`allowedAddresses\` or \`cors\``,
      );
    }
    const badRange = rangeError(allowedAddresses);
    if (badRange !== undefined) this.fail(`policy '${name}' ${badRange}`);
    const body = { spec: securityPolicy(options) };
    new KubeObject(scope, `SecurityPolicy-${name}`, SecurityPolicy, { name, namespace, body });
  }

  /** Says how the backends of a route are called: limits, retries, patience. */
  addTrafficPolicy(scope: Construct, options: TrafficOptions): void {
    const { name, namespace } = options;
    const body = { spec: trafficPolicy(options) };
    const id = `BackendTrafficPolicy-${name}`;
    new KubeObject(scope, id, BackendTrafficPolicy, { name, namespace, body });
  }

  private requestCertificate(
    name: string,
    hosts: readonly string[],
    secretName: string,
    issuer: string | undefined,
  ): void {
    Certificates.require(this, `for the TLS of gateway '${name}'`);
    Certificates.whenProvided(this, (certificates) => {
      const { namespace } = this;
      certificates.request(this, {
        name,
        namespace,
        hosts,
        secretName,
        ...(issuer !== undefined && { issuer }),
      });
    });
  }

  private known(name: string): KnownGateway {
    const gateway = this.gateways.get(name);
    if (gateway) return gateway;
    const names = [...this.gateways.keys()].map((known) => `'${known}'`).join(', ');
    return this.fail(`there is no gateway '${name}'; there are ${names}`);
  }

  private firstGateway(): string {
    return [...this.gateways.keys()][0] ?? this.fail('has no gateway; call `addGateway()`');
  }
}
