import type { Host } from '../../index';
import { bracketed, clientUrl, initialCluster, peerUrl, PKI, PORTS } from './members';
import { minorOf } from './versions';
import type { EtcdLatency } from './words';

/** What the configuration of a member is made from. */
export interface MemberOptions {
  readonly version: string;
  /** Name of the cluster that members know each other by. */
  readonly token: string;
  readonly members: readonly Host[];
  readonly dataDirectory: string;
  readonly walDirectory: string | undefined;
  readonly quotaGibibytes: number;
  readonly compactionRetention: string;
  readonly snapshotCount: number;
  readonly latency: EtcdLatency;
  readonly tlsMinVersion: 'TLS1.2' | 'TLS1.3';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

/** Ciphers of TLS 1.2 that Go counts as safe; those of TLS 1.3 are not for choosing. */
const CIPHERS = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
];

/**
 * Where the log is within its own disk. etcd puts a new folder in the place of the log's, which
 * cannot be done with what is mounted there, nor beside it.
 */
export const logFolder = (walDirectory: string): string => `${walDirectory}/wal`;

/** Common name of the members' certificates for each other: no other certificate makes a peer. */
export const PEER_NAME = 'etcd-peer';

/** Milliseconds of heartbeat and election. */
export function timesOf(latency: EtcdLatency): { heartbeat: number; election: number } {
  if (latency === 'local') return { heartbeat: 100, election: 1000 };
  if (latency === 'sites') return { heartbeat: 300, election: 3000 };
  return { heartbeat: latency.heartbeatMilliseconds, election: latency.electionMilliseconds };
}

/** `/etc/etcd/etcd.conf.yml` of one member. etcd ignores keys that it does not know. */
export function memberConfiguration(member: Host, options: MemberOptions): object {
  const loopback = member.address.includes(':') ? '[::1]' : '127.0.0.1';
  const { heartbeat, election } = timesOf(options.latency);
  return {
    name: member.name,
    'data-dir': options.dataDirectory,
    'wal-dir': options.walDirectory === undefined ? undefined : logFolder(options.walDirectory),
    'listen-peer-urls': peerUrl(member),
    'listen-client-urls': `${clientUrl(member)},https://${loopback}:${PORTS.client}`,
    'listen-metrics-urls': `http://${bracketed(member.address)}:${PORTS.metrics}`,
    'initial-advertise-peer-urls': peerUrl(member),
    'advertise-client-urls': clientUrl(member),
    'initial-cluster': initialCluster(options.members),
    'initial-cluster-token': options.token,
    'initial-cluster-state': 'new',
    'strict-reconfig-check': true,
    'client-transport-security': security('server'),
    'peer-transport-security': { ...security('peer'), 'allowed-cn': [PEER_NAME] },
    'tls-min-version': options.tlsMinVersion,
    'cipher-suites': options.tlsMinVersion === 'TLS1.2' ? CIPHERS : undefined,
    // API servers speak gRPC only.
    'enable-grpc-gateway': false,
    'heartbeat-interval': heartbeat,
    'election-timeout': election,
    'quota-backend-bytes': options.quotaGibibytes * 2 ** 30,
    // API servers compact by themselves every five minutes; this is for when none does.
    'auto-compaction-mode': 'periodic',
    'auto-compaction-retention': options.compactionRetention,
    'snapshot-count': options.snapshotCount,
    'max-wals': 5,
    logger: 'zap',
    'log-level': options.logLevel,
    'log-outputs': ['stderr'],
    ...newerSettings(options.version),
  };
}

/** The part of the configuration about clients (`server`) or about other members (`peer`). */
export function security(name: 'server' | 'peer'): Readonly<Record<string, unknown>> {
  return {
    'cert-file': `${PKI}/${name}.crt`,
    'key-file': `${PKI}/${name}.key`,
    'trusted-ca-file': `${PKI}/ca.crt`,
    'client-cert-auth': true,
  };
}

/**
 * Checks for corrupt data, and how often watchers hear that nothing happened (in nanoseconds: the
 * file takes no units). 3.6 has given both new names.
 */
function newerSettings(version: string): object {
  const interval = 5_000_000_000;
  return minorOf(version) === '3.5'
    ? {
        'experimental-initial-corrupt-check': true,
        'experimental-compact-hash-check-enabled': true,
        'experimental-watch-progress-notify-interval': interval,
      }
    : {
        'feature-gates': 'CompactHashCheck=true,InitialCorruptCheck=true',
        'watch-progress-notify-interval': interval,
      };
}
