import type { SecretRef } from '../../index';

/**
 * One way to prove to an ACME server that names are ours, and which names it is for. DNS-01 also
 * works for wildcards and for hosts that the internet cannot reach.
 */
export type AcmeSolver = SolverScope &
  (
    | { readonly http01: Http01Solver; readonly dns01?: never }
    | { readonly dns01: Dns01Solver; readonly http01?: never }
  );

/** The names that a solver is for. */
export interface SolverScope {
  /** Zones, subdomains included. @default - every name that no other solver names */
  readonly dnsZones?: readonly string[];
  /** Single names. @default - every name that no other solver names */
  readonly dnsNames?: readonly string[];
}

/** Where the answer to an HTTP-01 challenge is served: port 80 of a Gateway, or an Ingress. */
export type Http01Solver =
  | {
      readonly gateway: {
        readonly name: string;
        readonly namespace: string;
        /** Listener with port 80. @default - any that takes the route */
        readonly listener?: string;
      };
      readonly ingressClass?: never;
    }
  | { readonly ingressClass: string; readonly gateway?: never };

/** Where the TXT record of a DNS-01 challenge is written. */
export type Dns01Solver =
  | Rfc2136Solver
  | CloudflareSolver
  | Route53Solver
  | AzureDnsSolver
  | GoogleDnsSolver
  | WebhookSolver;

interface Dns01Base {
  /** Whether to follow a CNAME to another zone, which then holds the record. @default false */
  readonly followCname?: boolean;
}

/** Dynamic updates to BIND, Knot, PowerDNS, Windows DNS and others, signed with TSIG. */
export interface Rfc2136Solver extends Dns01Base {
  readonly provider: 'rfc2136';
  /** Address, with port when it is not 53: `192.0.2.53`, `192.0.2.53:5353`. */
  readonly nameserver: string;
  /** @default - updates are not signed */
  readonly tsig?: {
    readonly keyName: string;
    readonly secret: SecretRef;
    /** @default 'HMACSHA256' */
    readonly algorithm?: 'HMACSHA256' | 'HMACSHA512';
  };
  /** @default 'UDP' */
  readonly protocol?: 'UDP' | 'TCP';
}

/** Zones at Cloudflare. */
export interface CloudflareSolver extends Dns01Base {
  readonly provider: 'cloudflare';
  /** API token with the permissions Zone:Read and DNS:Edit. */
  readonly apiToken: SecretRef;
}

/** Zones of AWS Route 53. */
export interface Route53Solver extends Dns01Base {
  readonly provider: 'route53';
  readonly region: string;
  /** @default - found by the name */
  readonly hostedZoneId?: string;
  /** Role to assume. @default - none */
  readonly role?: string;
  /** @default - the credentials of cert-manager's Pod */
  readonly accessKey?: { readonly id: string; readonly secret: SecretRef };
}

/** Zones of Azure DNS. */
export interface AzureDnsSolver extends Dns01Base {
  readonly provider: 'azure';
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly hostedZone: string;
  /** @default - the managed identity of cert-manager's Pod */
  readonly servicePrincipal?: {
    readonly tenantId: string;
    readonly clientId: string;
    readonly secret: SecretRef;
  };
}

/** Zones of Google Cloud DNS. */
export interface GoogleDnsSolver extends Dns01Base {
  readonly provider: 'google';
  readonly project: string;
  /** @default - found by the name */
  readonly hostedZone?: string;
  /** Key of a service account, JSON. @default - the credentials of cert-manager's Pod */
  readonly serviceAccountKey?: SecretRef;
}

/** A solver of another project that is installed beside cert-manager. */
export interface WebhookSolver extends Dns01Base {
  readonly provider: 'webhook';
  /** API group of the solver: `acme.example.com`. */
  readonly groupName: string;
  readonly solverName: string;
  /** What the solver wants; never a secret. @default {} */
  readonly config?: Readonly<Record<string, unknown>>;
}
