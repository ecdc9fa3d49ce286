import type { TrafficRule } from '../../index';

/**
 * Ports by which a host behind a gateway of this cluster is reached: its own, and those of the
 * gateway's Pods, where the connection ends.
 */
const HTTPS = [443, 8443, 10443];

/** An address in its parts; without a scheme it is a host and a port. `undefined` for neither. */
export function parsed(address: string): URL | undefined {
  const text = address.includes('://') ? address : `tcp://${address}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return url.hostname !== '' && (web || url.port !== '') ? url : undefined;
}

/** Whom an address leads to: the namespace of a Service (`http://loki.logging.svc:3100`), else anybody. */
export function serverRule(address: string): TrafficRule {
  const { hostname = '', port = '', protocol = '' } = parsed(address) ?? {};
  const namespace = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(hostname)?.[1];
  // A policy sees ports of Pods, which may differ from those of their Service.
  if (namespace !== undefined) return { with: { namespace } };
  if (port !== '') return { with: 'anywhere', ports: [Number(port)] };
  return { with: 'anywhere', ports: protocol === 'http:' ? [80] : HTTPS };
}

/** Whom a host with a port leads to: `grafana-rw.databases.svc:5432`. */
export const hostRule = (host: string, port: number): TrafficRule =>
  serverRule(/:\d+$/.test(host) ? host : `${host}:${port}`);
