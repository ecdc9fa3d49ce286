import type { PodPort, TrafficPeer, TrafficRule } from '../index';

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Whom an address leads to: the namespace of a Service (`http://loki.logging.svc:3100`), else anybody. */
export function serverRule(address: string): TrafficRule & { ports: readonly PodPort[] } {
  const { hostname, port, protocol } = new URL(address);
  const namespace = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(hostname)?.[1];
  const peer: TrafficPeer = namespace === undefined ? 'anywhere' : { namespace };
  return { with: peer, ports: [port === '' ? (PORTS[protocol] ?? 443) : Number(port)] };
}

/** Whether a text is an address with scheme and host. */
export const isAddress = (text: string): boolean =>
  /^[a-z]+:\/\/[^/]/.test(text) && URL.canParse(text);
