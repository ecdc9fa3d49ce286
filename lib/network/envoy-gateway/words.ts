import type { ExposeOptions } from '../../contracts/exposure';

/** A Gateway: the Envoy proxies behind one address, and the hosts that they serve. */
export interface GatewayOptions {
  /** DNS label. */
  readonly name: string;
  /** Hosts that it serves with one certificate, wildcards included. @default - ['*.<platform domain>'] */
  readonly hosts?: readonly string[];
  /**
   * Secret with a certificate for the hosts, in the namespace of the gateway.
   * @default - a certificate is asked for
   */
  readonly certificateSecret?: string;
  /** Issuer of that certificate. @default - the platform's default issuer */
  readonly issuer?: string;
  /** How the proxies are reached: `NodePort` where a load balancer outside the cluster is. @default 'LoadBalancer' */
  readonly serviceType?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Address pool of the load balancer, such as one for internal addresses. @default - any */
  readonly addressPool?: string;
  /** Fixed addresses, at most one of each family. @default - the next free one */
  readonly addresses?: readonly string[];
  /** CIDRs that may connect; the load balancer or the nodes refuse the others. @default - everybody */
  readonly sourceRanges?: readonly string[];
  /** Annotations of the proxies' Service beside the load balancer's. @default {} */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Namespaces whose routes may attach, by label. @default - all namespaces */
  readonly routesFrom?: Readonly<Record<string, string>>;
  /** Proxies. @default 2, 1 on a single node */
  readonly replicas?: number;
  /** Proxies at most, by CPU load; needs the resource metrics API. @default - as many as `replicas` */
  readonly maxReplicas?: number;
  /** Oldest TLS version for clients. @default '1.2' */
  readonly minTlsVersion?: '1.2' | '1.3';
  /** Whether a load balancer in front speaks the PROXY protocol. @default false */
  readonly proxyProtocol?: boolean;
  /** Proxies in front whose `X-Forwarded-For` is believed. @default 0 */
  readonly trustedProxies?: number;
}

/** One more port or host of a gateway. */
export interface ListenerOptions {
  /** Name within the gateway, DNS label. */
  readonly name: string;
  readonly port: number;
  /** `TLS` leaves TLS to the backend and routes by server name. @default 'HTTPS' */
  readonly protocol?: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP' | 'UDP';
  /** Host that it serves, wildcards included; needed for HTTPS and TLS. @default - any */
  readonly host?: string;
  /** Secret with the certificate for HTTPS. @default - a certificate is asked for */
  readonly certificateSecret?: string;
  /** Issuer of that certificate. @default - the platform's default issuer */
  readonly issuer?: string;
  /** Namespaces whose routes may attach, by label. @default - as the gateway */
  readonly routesFrom?: Readonly<Record<string, string>>;
}

/** What Envoy Gateway can do beyond the contract. */
export interface EnvoyExposeOptions extends ExposeOptions {
  /** Gateway that serves it. @default - the first */
  readonly gateway?: string;
  /**
   * ConfigMap with the CA (`ca.crt`) of a backend that speaks HTTPS, in its namespace.
   * @default - the traffic is encrypted, but the backend's certificate is not verified
   */
  readonly backendCa?: string;
  /** Host in the backend's certificate. @default '<service>.<namespace>.svc' */
  readonly backendHost?: string;
}
