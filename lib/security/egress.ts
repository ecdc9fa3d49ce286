import type { NetworkPolicyPort, NetworkPolicySpec } from 'kubernetes-types/networking/v1';
import type { PodPort, TrafficPeer, TrafficRule } from '../index';

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Whom an address leads to: the namespace of a Service (`http://loki.logging.svc:3100`), else anybody. */
export function serverRule(address: string): TrafficRule & { ports: readonly PodPort[] } {
  const { hostname, port, protocol } = new URL(address);
  const namespace = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(hostname)?.[1];
  const peer: TrafficPeer = namespace === undefined ? 'anywhere' : { namespace };
  return { with: peer, ports: [port === '' ? (PORTS[protocol] ?? 443) : Number(port)] };
}

/** Opens the Pods of a namespace towards more peers, beside its isolation. */
export function egressSpec(rules: readonly TrafficRule[]): NetworkPolicySpec {
  return {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: rules.map(({ with: peer, ports }) => ({
      ...(typeof peer === 'object' && { to: [{ namespaceSelector: selector(peer.namespace) }] }),
      ...(ports && { ports: ports.map(policyPort) }),
    })),
  };
}

/** Whether a text is an address with scheme and host. */
export const isAddress = (text: string): boolean =>
  /^[a-z]+:\/\/[^/]/.test(text) && URL.canParse(text);

const selector = (namespace: string) => ({
  matchLabels: { 'kubernetes.io/metadata.name': namespace },
});

function policyPort(text: PodPort): NetworkPolicyPort {
  const [name = '', protocol = 'TCP'] = String(text).split('/');
  return { port: /^\d+$/.test(name) ? Number(name) : name, protocol };
}
