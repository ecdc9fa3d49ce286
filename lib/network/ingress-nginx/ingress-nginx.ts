import type { Construct } from 'constructs';
import { Certificates } from '../../contracts/certificates';
import { Exposure, type Exposer, type ExposeOptions } from '../../contracts/exposure';
import { LoadBalancing } from '../../contracts/load-balancing';
import {
  Component,
  connect,
  KubeObject,
  parseAddresses,
  Platform,
  type ChartPin,
  type ComponentProps,
  type Destination,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { IMAGES } from './images';
import { Ingress } from './ingress';
import { watch } from './monitoring';
import { ingressNginxValues, webhookKinds, type IngressNginxValuesOptions } from './values';

export interface IngressNginxProps extends ComponentProps, IngressNginxValuesOptions {
  /** Hosts of the default certificate, wildcards included. @default - ['*.<platform domain>'] */
  readonly hosts?: readonly string[];
  /** Secret with that certificate, in the component's namespace. @default - a certificate is asked for */
  readonly certificateSecret?: string;
  /** Issuer of certificates. @default - the platform's default issuer */
  readonly issuer?: string;
}

/**
 * Serves Ingresses with NGINX: the standard way in, in the editions 2024 and 2025.
 *
 * It is retired: since March 2026 there are no releases, not for vulnerabilities either. The
 * successor is the Gateway API; `EnvoyGateway` is its drop-in here, as components expose themselves
 * to either. Translate Ingresses of your own with `ingress2gateway`, run both side by side, each
 * with an address of its own, and move the DNS names.
 *
 * @see https://kubernetes.github.io/ingress-nginx
 */
export class IngressNginx extends Component implements Exposer {
  static readonly chart: ChartPin = {
    repository: 'https://kubernetes.github.io/ingress-nginx',
    name: 'ingress-nginx',
    version: '4.15.1',
    kubeVersion: '>=1.21.0-0',
    images: IMAGES,
  };
  /** All images have one registry. They are pinned by digest: a mirror keeps digests. */
  static readonly images: ImageKeys = { 'global.image.registry': 'registry.k8s.io' };

  readonly release: HelmRelease;
  readonly entrance: Destination;
  private readonly props: IngressNginxProps;
  private readonly hosts: readonly string[];

  /** @throws DefinitionError for an address range that is none, or that the Service would not keep to */
  constructor(scope: Construct, id: string, props: IngressNginxProps = {}) {
    super(scope, id, props, { namespace: 'ingress-nginx', podSecurity: 'restricted' });
    this.props = props;
    this.entrance = {
      namespace: this.namespace,
      pods: CONTROLLER_LABELS,
      ports: [443],
    };
    this.hosts = props.hosts ?? [`*.${Platform.of(this)?.domain ?? 'cluster.local'}`];
    for (const range of [...(props.sourceRanges ?? []), ...(props.trustedProxies ?? [])]) {
      const parsed = parseAddresses(range);
      if (typeof parsed === 'string') this.fail(`has a bad address range: ${parsed}`);
    }
    const { serviceType = 'LoadBalancer', sourceRanges = [] } = props;
    if (sourceRanges.length > 0 && serviceType !== 'LoadBalancer') {
      this.fail(
        `has source ranges, which a Service of type '${serviceType}' does not keep to; drop \`sourceRanges\`, and limit clients where the traffic comes from`,
      );
    }
    this.isolate({
      ingress: [
        { with: 'anywhere', ports: ['http', 'https'] },
        { with: 'api-server', ports: ['webhook'] },
      ],
      // It reaches whatever Ingresses name; the namespaces of the backends say who may come in.
      egress: [{ with: 'anywhere' }],
    });
    const secret = props.certificateSecret ?? 'default-tls';
    const values = () => ingressNginxValues(this, props, `${this.namespace}/${secret}`);
    this.release = this.install(IngressNginx.chart, values, {
      images: IngressNginx.images,
      needs: () => webhookKinds(this),
    });
    if (props.certificateSecret === undefined) this.requestDefaultCertificate(secret);
    Exposure.provide(this, this);
    this.waitForAddress();
    watch(this, this.namespace);
    this.warn(
      'installs ingress-nginx, which is retired: no fixes since March 2026, not for vulnerabilities either; replace it by a gateway such as `EnvoyGateway`, and translate Ingresses with `ingress2gateway`',
    );
  }

  expose(scope: Construct, options: ExposeOptions): void {
    const { name, host, namespace, service, port, path = '/', pods } = options;
    const { className = 'nginx', issuer } = this.props;
    // Hosts of the default certificate need none of their own.
    const own = this.hosts.some((pattern) => covers(pattern, host)) ? undefined : `${name}-tls`;
    const backend = { service: { name: service, port: { number: port } } };
    new KubeObject(scope, `Ingress-${name}`, Ingress, {
      name,
      namespace,
      annotations: routeAnnotations(options),
      body: {
        spec: {
          ingressClassName: className,
          tls: [{ hosts: [host], ...(own !== undefined && { secretName: own }) }],
          rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }],
        },
      },
    });
    if (own !== undefined) {
      Certificates.require(this, `for '${host}'`);
      Certificates.whenProvided(scope, (certificates) => {
        certificates.request(scope, {
          name: own,
          namespace,
          hosts: [host],
          secretName: own,
          ...(issuer !== undefined && { issuer }),
        });
      });
    }
    connect(scope, {
      name: `ingress-to-${name}`,
      from: { namespace: this.namespace, pods: CONTROLLER_LABELS },
      to: { namespace, ...(pods && { pods }), ports: [options.podPort ?? port] },
    });
  }

  url(host: string): string {
    return `https://${host}`;
  }

  private requestDefaultCertificate(secretName: string): void {
    const { issuer } = this.props;
    Certificates.require(this, 'for its default certificate');
    Certificates.whenProvided(this, (certificates) => {
      certificates.request(this, {
        name: 'default',
        namespace: this.namespace,
        hosts: this.hosts,
        secretName,
        ...(issuer !== undefined && { issuer }),
      });
    });
  }

  /** Helm waits until the Service has its address. */
  private waitForAddress(): void {
    const { serviceType = 'LoadBalancer' } = this.props;
    if (serviceType !== 'LoadBalancer') return;
    LoadBalancing.whenProvided(this, (balancer) => {
      this.after(balancer.ready);
    });
    this.warn(() =>
      LoadBalancing.find(this) === undefined
        ? 'waits for an address that nothing in this platform gives; add a load balancer, or set `serviceType`'
        : undefined,
    );
  }
}

const CONTROLLER_LABELS = {
  'app.kubernetes.io/name': 'ingress-nginx',
  'app.kubernetes.io/component': 'controller',
};

/** Whether a certificate for `pattern` holds for `host`; a wildcard stands for one label. */
const covers = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith('*.') && host.replace(/^[^.]+/, '*') === pattern);

/** What an Ingress has no field for. */
function routeAnnotations(options: ExposeOptions): Record<string, string> {
  const { protocol = 'http', timeoutSeconds, uploads = false } = options;
  const settings = {
    ...(protocol !== 'http' && { 'backend-protocol': protocol === 'grpc' ? 'GRPC' : 'HTTPS' }),
    ...(timeoutSeconds !== undefined && {
      'proxy-read-timeout': String(timeoutSeconds),
      'proxy-send-timeout': String(timeoutSeconds),
    }),
    // Its own limit is 1 MiB; uploads pass through without being stored first.
    ...(uploads && { 'proxy-body-size': '0', 'proxy-request-buffering': 'off' }),
  };
  const entries = Object.entries(settings);
  return Object.fromEntries(entries.map(([k, v]) => [`nginx.ingress.kubernetes.io/${k}`, v]));
}
