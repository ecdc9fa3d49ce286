import { hclText, type HclBlock } from './hcl';
import type { DistributionFacts } from './distributions';
import type { SealParts } from './seals';

/** Port that clients talk to, and the one that servers talk to each other on. */
export const API_PORT = 8200;
/** Port of the metrics, where they have one of their own. */
export const METRICS_PORT = 9101;
/** Where the servers' certificate is mounted. */
export const TLS_PATH = '/tls';

/** What the configuration follows from. */
export interface ServerConfigOptions {
  readonly facts: DistributionFacts;
  readonly replicas: number;
  readonly seal: SealParts | undefined;
  /** Whether somebody reads metrics. */
  readonly metrics: boolean;
  readonly audit: boolean;
}

/** The servers' configuration file. */
export function serverConfig({
  facts,
  replicas,
  seal,
  metrics,
  audit,
}: ServerConfigOptions): string {
  const { name } = facts;
  const isOpenBao = name === 'openbao';
  const peers = Array.from({ length: replicas }, (_, i) => `https://${name}-${i}.${name}-internal`);
  const blocks: HclBlock[] = [
    listener(API_PORT, metrics ? (isOpenBao ? { disallow_metrics: true } : OPEN) : undefined),
    ...(metrics && isOpenBao ? [listener(METRICS_PORT, { metrics_only: true, ...OPEN })] : []),
    {
      type: 'storage',
      labels: ['raft'],
      attributes: { path: facts.dataPath },
      blocks: peers.map((peer) => ({
        type: 'retry_join',
        attributes: {
          leader_api_addr: `${peer}:${API_PORT}`,
          leader_ca_cert_file: `${TLS_PATH}/ca.crt`,
        },
      })),
    },
    { type: 'service_registration', labels: ['kubernetes'] },
    ...(seal ? [seal.block] : []),
    ...(metrics
      ? [
          {
            type: 'telemetry',
            attributes: { prometheus_retention_time: '2m', disable_hostname: true },
          },
        ]
      : []),
    // Vault's devices are made by its API only; see the steps of its configuration.
    ...(audit && isOpenBao ? [STDOUT] : []),
  ];
  // Memory is locked by neither: OpenBao cannot, and raft maps its file into memory.
  return hclText(
    { ui: true, cluster_name: name, ...(!isOpenBao && { disable_mlock: true }) },
    blocks,
  );
}

/** Metrics hold names of engines and roles, no secrets. */
const OPEN = { unauthenticated_metrics_access: true };

const STDOUT: HclBlock = {
  type: 'audit',
  labels: ['file', 'stdout'],
  attributes: { description: 'To the output of the Pod.' },
  blocks: [{ type: 'options', attributes: { file_path: 'stdout' } }],
};

const listener = (port: number, telemetry: HclBlock['attributes']): HclBlock => ({
  type: 'listener',
  labels: ['tcp'],
  attributes: {
    address: `[::]:${port}`,
    ...(port === API_PORT && { cluster_address: '[::]:8201' }),
    tls_cert_file: `${TLS_PATH}/tls.crt`,
    tls_key_file: `${TLS_PATH}/tls.key`,
    tls_min_version: 'tls12',
  },
  ...(telemetry && { blocks: [{ type: 'telemetry', attributes: telemetry }] }),
});

/** A request that OpenBao sends to itself when it starts for the first time. */
export interface FirstRequest {
  readonly path: string;
  readonly data: Readonly<Record<string, string | readonly string[]>>;
}

/** The file by which OpenBao initializes itself. */
export const initializeConfig = (requests: readonly FirstRequest[]): string =>
  hclText({}, [
    {
      type: 'initialize',
      labels: ['platform'],
      blocks: requests.map(({ path, data }, i) => ({
        type: 'request',
        labels: [`request-${i + 1}`],
        attributes: { operation: 'update', path, data },
      })),
    },
  ]);
