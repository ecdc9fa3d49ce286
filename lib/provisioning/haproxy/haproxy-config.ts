import { hostPort, contains, parseAddresses, type Host, type Platform } from '../../index';
import { API_SERVER_PORT, isIpv6 } from '../api-endpoint';
import type { BalancingOptions, VirtualAddressOptions } from './words';

/** Port of the balancers' own state: for people at `/stats`, for Prometheus at `/metrics`. */
export const STATS_PORT = 8404;

/** What HAProxy's file is made from. */
export interface HaproxyConfigInput {
  readonly options: BalancingOptions & Pick<VirtualAddressOptions, 'listenOn'>;
  readonly port: number;
  readonly virtualAddress: string;
  readonly platform: Platform;
}

/** `/etc/haproxy/haproxy.cfg`, the same on every balancer. */
export function haproxyConfig(input: HaproxyConfigInput): string {
  const { options, platform } = input;
  const idle = `${options.idleSeconds ?? 3600}s`;
  return [
    section('global', [
      // systemd's journal has it: nothing below the chroot could be a log socket.
      'log stdout format raw daemon',
      'chroot /var/lib/haproxy',
      'user haproxy',
      'group haproxy',
      `maxconn ${options.maxConnections ?? 8000}`,
      'stats socket /var/lib/haproxy/admin.sock mode 600 level admin',
      'ssl-default-server-options ssl-min-ver TLSv1.2',
    ]),
    section('defaults', [
      'mode tcp',
      'log global',
      'option tcplog',
      'option dontlognull',
      'option clitcpka',
      'option srvtcpka',
      'option redispatch 1',
      'retries 3',
      'timeout connect 5s',
      'timeout check 5s',
      'timeout queue 20s',
      `timeout client ${idle}`,
      `timeout server ${idle}`,
      `timeout tunnel ${idle}`,
      'timeout client-fin 30s',
    ]),
    section('frontend kube-apiserver', [
      ...binds(input),
      ...proxyProtocol(options),
      ...admission(input),
      'default_backend kube-apiserver',
    ]),
    section('backend kube-apiserver', [
      `balance ${options.balance ?? 'leastconn'}`,
      'option httpchk',
      'http-check connect ssl alpn http/1.1 sni kubernetes',
      'http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host kubernetes',
      'http-check expect status 200',
      `default-server check inter ${options.checkSeconds ?? 2}s fastinter 500ms fall 3 rise 2 slowstart 20s`,
      `default-server on-marked-down shutdown-sessions ${verification(options)}`,
      ...platform
        .hosts('control-plane')
        .map((host) => server(host, options.apiServerPort ?? API_SERVER_PORT)),
    ]),
    section('frontend stats', [
      `bind ${everywhere(input, STATS_PORT)}`,
      'mode http',
      'option httplog',
      'option dontlog-normal',
      'timeout client 10s',
      'monitor-uri /healthz',
      'http-request use-service prometheus-exporter if { path /metrics }',
      'stats enable',
      'stats uri /stats',
      'stats refresh 10s',
    ]),
  ].join('\n');
}

/** What is always let in: the cluster's own machines and Pods, and the balancers' own checks. */
export function ownNetworks(platform: Platform): readonly string[] {
  const { nodes, pods } = platform.networks;
  const networks = ['127.0.0.0/8', '::1', ...nodes, ...pods];
  const machines = [...platform.nodes, ...platform.machines].map(({ address }) => address);
  return [...networks, ...machines.filter((address) => !networks.some((n) => within(n, address)))];
}

function within(network: string, address: string): boolean {
  const [outer, inner] = [parseAddresses(network), parseAddresses(address)];
  return typeof outer !== 'string' && typeof inner !== 'string' && contains(outer, inner);
}

function binds({ options, port, virtualAddress, ...rest }: HaproxyConfigInput): string[] {
  if (options.listenOn !== 'virtual-address') {
    return [`bind ${everywhere({ virtualAddress, ...rest }, port)}`];
  }
  return [`bind ${hostPort(virtualAddress, port)}`, `bind 127.0.0.1:${port}`];
}

/** All addresses of the families that the machines have. */
function everywhere(
  { platform, virtualAddress }: Pick<HaproxyConfigInput, 'platform' | 'virtualAddress'>,
  port: number,
): string {
  const known = [virtualAddress, ...platform.nodes.map(({ address }) => address)];
  return known.some(isIpv6) ? `[::]:${port} v4v6` : `:${port}`;
}

const proxyProtocol = ({ proxyProtocolFrom = [] }: BalancingOptions): string[] =>
  proxyProtocolFrom.length === 0
    ? []
    : [`tcp-request connection expect-proxy layer4 if { src ${proxyProtocolFrom.join(' ')} }`];

function admission({ options, platform }: HaproxyConfigInput): string[] {
  const { allowedNetworks, limits, proxyProtocolFrom = [] } = options;
  // Only from here on is an address that came by the PROXY protocol known.
  const rule = `tcp-request ${proxyProtocolFrom.length > 0 ? 'session' : 'connection'}`;
  const tooMany = [
    ...(limits?.open === undefined ? [] : [`{ sc0_conn_cur gt ${limits.open} }`]),
    ...(limits?.newPerTenSeconds === undefined
      ? []
      : [`{ sc0_conn_rate gt ${limits.newPerTenSeconds} }`]),
  ];
  return [
    ...(allowedNetworks === undefined
      ? []
      : [`${rule} reject if !{ src ${[...ownNetworks(platform), ...allowedNetworks].join(' ')} }`]),
    ...(tooMany.length === 0
      ? []
      : [
          'stick-table type ipv6 size 100k expire 60s store conn_cur,conn_rate(10s)',
          `${rule} accept if { src 127.0.0.0/8 ::1 }`,
          `${rule} track-sc0 src`,
          `${rule} reject if ${tooMany.join(' or ')}`,
        ]),
  ];
}

const verification = ({ caFile }: BalancingOptions): string =>
  caFile === undefined ? 'verify none' : `verify required ca-file ${caFile} verifyhost kubernetes`;

const server = ({ name, address }: Host, port: number): string =>
  `server ${name} ${hostPort(address, port)}`;

const section = (head: string, lines: readonly string[]): string =>
  `${head}\n${lines.map((line) => `  ${line}\n`).join('')}`;
