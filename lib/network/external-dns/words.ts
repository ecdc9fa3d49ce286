import type { SecretRef } from '../../index';

/** Where DNS records are written. Secrets are in the component's namespace. */
export type DnsProvider =
  | Rfc2136Dns
  | PowerDns
  | CloudflareDns
  | Route53Dns
  | AzureDns
  | GoogleDns
  | CoreDnsEtcd
  | WebhookDns;

/** Dynamic updates to BIND, Knot, Windows DNS and others, signed with TSIG. */
export interface Rfc2136Dns {
  readonly name: 'rfc2136';
  readonly host: string;
  /** @default 53 */
  readonly port?: number;
  /** Zones of the server. @default - the domain filters */
  readonly zones?: readonly string[];
  /** @default - updates are not signed */
  readonly tsig?: {
    readonly keyName: string;
    readonly secret: SecretRef;
    /** @default 'hmac-sha256' */
    readonly algorithm?: 'hmac-sha256' | 'hmac-sha512';
  };
  /** Whether zones are read by transfer, to see and delete what is there. @default true */
  readonly axfr?: boolean;
}

/** Zones of a PowerDNS server, by its API. */
export interface PowerDns {
  readonly name: 'pdns';
  /** Address of the API: `https://pdns.example.com:8081`. */
  readonly server: string;
  readonly apiKey: SecretRef;
  /** @default 'localhost' */
  readonly serverId?: string;
}

/** Zones at Cloudflare. */
export interface CloudflareDns {
  readonly name: 'cloudflare';
  /** API token with the permissions Zone:Read and DNS:Edit. */
  readonly apiToken: SecretRef;
  /** Whether traffic goes through Cloudflare. @default false */
  readonly proxied?: boolean;
}

/** Zones of AWS Route 53. */
export interface Route53Dns {
  readonly name: 'aws';
  readonly region: string;
  /** @default - zones of both types */
  readonly zoneType?: 'public' | 'private';
  /** @default - the credentials of the Pod */
  readonly accessKey?: { readonly id: SecretRef; readonly secret: SecretRef };
}

/** Zones of Azure DNS, public or private. */
export interface AzureDns {
  readonly name: 'azure' | 'azure-private-dns';
  /** Secret with the provider's configuration, in the key `azure.json`. */
  readonly configSecretName: string;
}

/** Zones of Google Cloud DNS. */
export interface GoogleDns {
  readonly name: 'google';
  readonly project: string;
  /** Key of a service account, JSON. @default - the credentials of the Pod */
  readonly serviceAccountKey?: SecretRef;
  /** @default - zones of both kinds */
  readonly zoneVisibility?: 'public' | 'private';
}

/** A CoreDNS outside the cluster that reads its records from etcd. */
export interface CoreDnsEtcd {
  readonly name: 'coredns';
  /** Client addresses of etcd: `https://etcd.example.com:2379`. */
  readonly etcdUrls: readonly string[];
  /** @default '/skydns/' */
  readonly prefix?: string;
}

/** A provider of another project, as a container beside ExternalDNS. */
export interface WebhookDns {
  readonly name: 'webhook';
  /** Image without tag: `ghcr.io/example/external-dns-webhook`. */
  readonly image: string;
  readonly tag: string;
  /** @default [] */
  readonly args?: readonly string[];
  /** Plain environment variables. @default {} */
  readonly env?: Readonly<Record<string, string>>;
  /** Environment variables from Secrets. @default {} */
  readonly secretEnv?: Readonly<Record<string, SecretRef>>;
  /** Ports that it connects to. @default [443] */
  readonly ports?: readonly number[];
}

/**
 * What records are made from. Routes for TLS, TCP and UDP are not among them: this version reads
 * them as the experimental Gateway API had them, and would not start with the standard one.
 */
export type DnsSource = 'crd' | 'gateway-grpcroute' | 'gateway-httproute' | 'ingress' | 'service';

/** A record that no Service or route stands for. */
export interface DnsRecord {
  /** Name of the object, a DNS label. */
  readonly name: string;
  /** Full name: `legacy.example.com`. */
  readonly host: string;
  readonly type: 'A' | 'AAAA' | 'CNAME' | 'TXT' | 'SRV' | 'NS' | 'MX';
  readonly targets: readonly string[];
  /** Seconds. @default - the provider's */
  readonly ttl?: number;
}
