import { parseAddresses, type Host, type HostGroup, type Platform } from '../../index';
import { API_SERVER_PORT } from '../api-endpoint';
import { STATS_PORT } from './haproxy-config';
import type { BalancingOptions, VirtualAddressOptions } from './words';

/** What is wrong with the props themselves, if anything. */
export function optionError(options: BalancingOptions & VirtualAddressOptions): string | undefined {
  const { virtualRouterId, allowedNetworks = [], proxyProtocolFrom = [] } = options;
  if (options.sendProxyProtocol) {
    return 'sendProxyProtocol cannot work: API servers do not take the PROXY protocol, so each connection would fail; drop it (`proxyProtocolFrom` takes it from balancers in front)';
  }
  if (virtualRouterId !== undefined && !inRange(virtualRouterId, 1, 255)) {
    return `virtualRouterId '${virtualRouterId}' is not a VRRP id; give 1 to 255`;
  }
  for (const network of [...allowedNetworks, ...proxyProtocolFrom]) {
    const range = parseAddresses(network);
    if (typeof range === 'string') return `network ${range}`;
  }
  const { apiServerPort } = options;
  if (apiServerPort !== undefined && !inRange(apiServerPort, 1, 65535)) {
    return `apiServerPort '${apiServerPort}' is no port; give 1 to 65535`;
  }
  const numbers = {
    maxConnections: options.maxConnections,
    idleSeconds: options.idleSeconds,
    checkSeconds: options.checkSeconds,
    'limits.open': options.limits?.open,
    'limits.newPerTenSeconds': options.limits?.newPerTenSeconds,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !inRange(value, 1, 10_000_000)) {
      return `${name} '${value}' is not a positive whole number; give 1 or more`;
    }
  }
  if (options.caFile !== undefined && !/^\/[\w./-]+$/.test(options.caFile)) {
    return `caFile '${options.caFile}' is not an absolute path such as \`/etc/haproxy/kubernetes-ca.crt\``;
  }
  return undefined;
}

/** What is wrong with the port on the machines that HAProxy runs on, if anything. */
export function portError(
  on: HostGroup,
  port: number,
  { apiServerPort = API_SERVER_PORT }: BalancingOptions,
): string | undefined {
  if (port === STATS_PORT) {
    return `port '${port}' of the API servers is that of HAProxy's own state; give the platform another \`apiServer.port\``;
  }
  return on === 'control-plane' && port === apiServerPort
    ? `HAProxy runs on the control planes, as there is no machine with role \`load-balancer\`, and cannot listen at port ${port}, where API servers do; add such machines, give the platform another \`apiServer.port\` such as 8443, or use KubeVip`
    : undefined;
}

/** Why the balancers are less than they seem, if so. */
export function singlePoints(platform: Platform, balancers: readonly Host[]): string[] {
  return [
    ...(balancers.length === 1
      ? [
          `one balancer, '${balancers[0]?.name}', is still a single point of failure; add a second machine with role \`load-balancer\``,
        ]
      : []),
    ...(platform.controlPlaneAddresses.length === 1
      ? ['there is one control plane only, so balancing helps nobody yet; add two more']
      : []),
  ];
}

const inRange = (value: number, from: number, to: number): boolean =>
  Number.isInteger(value) && value >= from && value <= to;
