import type { Construct } from 'constructs';
import { drawPolicy, type PodPort } from './isolation';
import { Registry } from './registry';

/** Pods that answer. */
export interface PodDestination {
  readonly namespace: string;
  /** Labels of the Pods. @default - all Pods of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** Ports of the Pods, which may differ from those of their Service. */
  readonly ports: readonly PodPort[];
}

/** A server outside the cluster; its host is for readers, as policies know addresses only. */
export interface OutsideDestination {
  readonly host: string;
  readonly port: number;
}

/** Where a connection leads. */
export type Destination = PodDestination | OutsideDestination;

/** Pods that connect. */
export interface ConnectionSource {
  readonly namespace: string;
  /** Labels of the Pods. @default - all Pods of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
}

/** A connection that somebody needs because of what it was given. */
export interface Connection {
  /** Name of the policies, unique in both namespaces: `grafana-to-keycloak`. */
  readonly name: string;
  readonly from: ConnectionSource;
  readonly to: Destination;
}

/** Whether a destination is Pods of this cluster. */
export const isPodDestination = (to: Destination): to is PodDestination => 'namespace' in to;

/**
 * Allows a connection on both sides, below `scope`: the one who connects may go out, the one who
 * answers lets it in. A side whose namespace is not isolated needs no rule, and within a namespace
 * all may connect. Isolation may come before or after.
 */
export function connect(scope: Construct, connection: Connection): void {
  const { name, from, to } = connection;
  const registry = Registry.of(scope);
  registry.connections.push({ by: scope, ...connection });
  const within = isPodDestination(to) && to.namespace === from.namespace;
  if (within) return;
  const ports = isPodDestination(to) ? to.ports : [to.port];
  const peer = isPodDestination(to) ? { namespace: to.namespace, ...podsOf(to) } : 'anywhere';
  registry.whenIsolated(from.namespace, ({ opensEgress }) => {
    if (opensEgress) return;
    drawPolicy(scope, { name, namespace: from.namespace, ...podsOf(from) }, () => ({
      egress: [{ with: peer, ports }],
    }));
  });
  if (!isPodDestination(to)) return;
  registry.whenIsolated(to.namespace, () => {
    const source = { namespace: from.namespace, ...podsOf(from) };
    drawPolicy(scope, { name, namespace: to.namespace, ...podsOf(to) }, () => ({
      ingress: [{ with: source, ports }],
    }));
  });
}

const podsOf = ({ pods }: ConnectionSource) => (pods ? { pods } : {});
