import type { Construct } from 'constructs';
import { Capability, type Destination, type PodPort } from '../kernel';

export interface ExposeOptions {
  /** Name of the route object. */
  readonly name: string;
  /** Full hostname; the platform's `hostname('grafana')` makes one. */
  readonly host: string;
  readonly namespace: string;
  /** Service that answers. */
  readonly service: string;
  /** Port of that Service. */
  readonly port: number;
  /** Port of the Pods behind it, opened to the gateway. @default - `port` */
  readonly podPort?: PodPort;
  /** Labels of those Pods, for the rule that opens them. @default - all Pods of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** @default '/' */
  readonly path?: string;
  /** What the Service speaks. @default 'http' */
  readonly protocol?: 'http' | 'https' | 'grpc';
  /** Seconds that a request may take: uploads, streams. @default - the gateway's own */
  readonly timeoutSeconds?: number;
  /** Whether requests may be of any size, as uploads are. @default false */
  readonly uploads?: boolean;
}

/** Makes Services reachable from outside, under hostnames and with TLS. */
export interface Exposer {
  /** Draws the route, and what the gateway needs to reach the Pods, below `scope`. */
  expose(scope: Construct, options: ExposeOptions): void;
  /** The address that people type: `https://grafana.k8s.example.com`. */
  url(host: string): string;
  /** Where connections to an exposed host end, for the network rules of Pods that call one. */
  readonly entrance: Destination;
}

export const Exposure = new Capability<Exposer>('exposure', 'a gateway', {
  kinds: ['HTTPRoute.gateway.networking.k8s.io', 'GRPCRoute.gateway.networking.k8s.io'],
});
