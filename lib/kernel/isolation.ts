import type { Construct } from 'constructs';
import type {
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPort,
} from 'kubernetes-types/networking/v1';
import { NetworkPolicy } from './built-in';
import { KubeObject } from './kube-object';
import { Registry } from './registry';

/** A port of Pods: number or name; TCP unless it ends in `/UDP`: `53/UDP`. */
export type PodPort = number | string;

/**
 * Who may connect, or be connected to: everybody, the API server, the nodes, or Pods of a
 * namespace. The API server and the nodes count as "anywhere" on the given ports: their source
 * addresses differ by CNI, and Cilium does not match nodes by address block.
 */
export type TrafficPeer = 'anywhere' | 'api-server' | 'nodes' | PodPeer;

/** Pods of a namespace. */
export interface PodPeer {
  readonly namespace: string;
  /** @default - all of them */
  readonly pods?: Readonly<Record<string, string>>;
}

/** Connections that are allowed. */
export interface TrafficRule {
  readonly with: TrafficPeer;
  /** Ports of the Pods that are connected to. @default - all; 6443 towards the API server */
  readonly ports?: readonly PodPort[];
}

/** What an isolated namespace lets through. */
export interface TrafficRules {
  /** Connections to the namespace's Pods. @default [] */
  readonly ingress?: readonly TrafficRule[];
  /** Connections from the namespace's Pods. @default [] */
  readonly egress?: readonly TrafficRule[];
}

/** Port on which API servers listen; the Service `kubernetes` is translated to it. */
const API_SERVER_PORT = 6443;

/** Denies what `rules` do not allow for all Pods of a namespace; DNS and the namespace itself stay open. */
export function isolate(scope: Construct, namespace: string, rules: TrafficRules): void {
  const own = [{ podSelector: {} }];
  const dns = { to: [peer({ namespace: 'kube-system' })], ports: [port('53/UDP'), port(53)] };
  const egress = (rules.egress ?? []).map(egressRule);
  const opensEgress = (rules.egress ?? []).some((r) => r.with === 'anywhere' && !r.ports);
  Registry.of(scope).isolate(namespace, { opensEgress });
  Registry.of(scope).allowances.push({ by: scope, namespace, rules: () => rules });
  // Components may share a namespace: each has its own policy, and policies add up.
  const name = `isolation-${scope.node.id}`;
  new KubeObject(scope, `NetworkPolicy-${name}`, NetworkPolicy, {
    name,
    namespace,
    phase: 'before',
    body: {
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: own }, ...(rules.ingress ?? []).map(ingressRule)],
        egress: [{ to: own }, dns, ...egress],
      },
    },
  });
}

export interface AllowOptions {
  /** Name of the policy object. */
  readonly name: string;
  /** Namespace of the Pods that are connected to. */
  readonly namespace: string;
  /** Labels of those Pods. @default - all Pods of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  readonly rule: TrafficRule;
}

/**
 * Allows one more kind of connection to Pods of a namespace, beside its isolation. Draws nothing
 * where the namespace is not isolated: the first policy for a Pod closes it to everything else.
 */
export function allowIngress(scope: Construct, { rule, ...where }: AllowOptions): void {
  allow(scope, where, () => ({ ingress: [rule] }));
}

export interface AllowEgressOptions {
  /** Name of the policy object. */
  readonly name: string;
  /** Namespace of the Pods that connect. */
  readonly namespace: string;
  /** Labels of those Pods. @default - all Pods of the namespace */
  readonly pods?: Readonly<Record<string, string>>;
  /** A function is called at synthesis. */
  readonly rules: readonly TrafficRule[] | (() => readonly TrafficRule[]);
}

/** Allows more connections from Pods of a namespace, beside its isolation; nothing where it is not isolated. */
export function allowEgress(scope: Construct, { rules, ...where }: AllowEgressOptions): void {
  allow(scope, where, () => ({ egress: typeof rules === 'function' ? rules() : rules }));
}

function allow(
  scope: Construct,
  where: Omit<AllowOptions, 'rule'>,
  rules: () => TrafficRules,
): void {
  const registry = Registry.of(scope);
  const { namespace, pods } = where;
  registry.allowances.push({ by: scope, namespace, ...(pods && { pods }), rules });
  registry.whenIsolated(namespace, () => {
    drawPolicy(scope, where, rules);
  });
}

/** Draws one policy that allows in one direction. Pods find it there when they start. */
export function drawPolicy(
  scope: Construct,
  { name, namespace, pods }: Omit<AllowOptions, 'rule'>,
  rules: () => TrafficRules,
): void {
  // Both sides of a connection may be drawn below one construct.
  const id = `NetworkPolicy-${namespace}-${name}`;
  new KubeObject(scope, id, NetworkPolicy, {
    name,
    namespace,
    phase: 'before',
    body: () => {
      const { ingress, egress } = rules();
      return {
        spec: {
          podSelector: pods ? { matchLabels: { ...pods } } : {},
          policyTypes: [
            ingress ? ('Ingress' as const) : [],
            egress ? ('Egress' as const) : [],
          ].flat(),
          ...(ingress && { ingress: ingress.map(ingressRule) }),
          ...(egress && { egress: egress.map(egressRule) }),
        },
      };
    },
  });
}

function egressRule({ with: to, ports }: TrafficRule): NetworkPolicyEgressRule {
  const known = ports ?? (to === 'api-server' ? [API_SERVER_PORT] : undefined);
  return { ...(typeof to === 'object' && { to: [peer(to)] }), ...portsOf(known) };
}

function ingressRule({ with: from, ports }: TrafficRule): NetworkPolicyIngressRule {
  return { ...(typeof from === 'object' && { from: [peer(from)] }), ...portsOf(ports) };
}

const peer = ({ namespace, pods }: PodPeer) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  ...(pods && { podSelector: { matchLabels: { ...pods } } }),
});

const portsOf = (ports: readonly PodPort[] | undefined) => ports && { ports: ports.map(port) };

function port(text: PodPort): NetworkPolicyPort {
  const [name = '', protocol = 'TCP'] = String(text).split('/');
  return { port: /^\d+$/.test(name) ? Number(name) : name, protocol };
}
