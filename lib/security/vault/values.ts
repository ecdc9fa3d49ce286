import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { Metrics } from '../../contracts/metrics';
import { highlyAvailable, resources, type SecretRef, type Values } from '../../index';
import type { DistributionFacts } from './distributions';
import type { VaultProps } from './props';
import { sealFolder, type SealParts } from './seals';
import { METRICS_PORT, serverConfig, TLS_PATH } from './server-config';

/** Where the file is by which OpenBao initializes itself. */
const INITIALIZE_PATH = '/initialize';

/** What values follow from beside the props. */
export interface VaultValuesOptions {
  readonly facts: DistributionFacts;
  readonly replicas: number;
  readonly seal: SealParts | undefined;
  readonly tlsSecret: string;
  /** Name by which servers call themselves where their address has none in the certificate. */
  readonly serverName: string;
  /** ConfigMap with the file by which OpenBao initializes itself. */
  readonly initialize: string | undefined;
  /** The server's image, as the platform pulls it. */
  readonly image: string;
}

/** Chart values of either product: the servers alone, without injector and CSI provider. */
export function vaultValues(
  scope: IConstruct,
  props: VaultProps,
  options: VaultValuesOptions,
): Values {
  const { facts, replicas, seal } = options;
  const metrics = Metrics.find(scope);
  const config = serverConfig({
    ...{ facts, replicas, seal },
    metrics: metrics !== undefined,
    audit: props.audit ?? true,
  });
  const isOpenBao = facts.name === 'openbao';
  const ownPort = isOpenBao && metrics !== undefined;
  const storageClass = props.storageClass ?? BlockStorage.find(scope)?.storageClass;
  return {
    global: { tlsDisable: false },
    injector: { enabled: false },
    csi: { enabled: false },
    server: {
      resources: highlyAvailable(scope)
        ? resources('250m', '256Mi', '1Gi')
        : resources('50m', '128Mi', '512Mi'),
      logFormat: 'json',
      // Sealed servers of one cluster wait for nobody: each is unsealed by itself.
      ...(isOpenBao && { podManagementPolicy: 'Parallel' }),
      ...(!highlyAvailable(scope) && { affinity: '' }),
      dataStorage: {
        size: props.storageSize ?? '10Gi',
        ...(storageClass !== undefined && { storageClass }),
      },
      ha: {
        enabled: true,
        replicas,
        // Servers name each other, as certificates hold no addresses of Pods.
        apiAddr: `https://$(${facts.podName}).${facts.name}-internal:8200`,
        raft: { enabled: true, setNodeId: true, config },
        disruptionBudget: { enabled: replicas > 1 },
      },
      // For the program in the Pod. A transit seal would take them for its own server's.
      ...(props.seal?.type !== 'transit' && {
        extraEnvironmentVars: {
          [`${facts.prefix}_CACERT`]: `${TLS_PATH}/ca.crt`,
          [`${facts.prefix}_TLS_SERVER_NAME`]: options.serverName,
        },
      }),
      extraSecretEnvironmentVars: Object.entries(seal?.env ?? {}).map(([envName, ref]) => ({
        envName,
        secretName: ref.name,
        secretKey: ref.key,
      })),
      ...(options.initialize !== undefined && { extraArgs: FIRST_SERVER_ONLY }),
      ...volumes(options),
      shareProcessNamespace: true,
      extraContainers: [reloader(options)],
      ...(ownPort && {
        extraPorts: [{ containerPort: METRICS_PORT, name: 'metrics' }],
        service: {
          extraPorts: [{ name: 'metrics', port: METRICS_PORT, targetPort: METRICS_PORT }],
        },
      }),
      statefulSet: {
        securityContext: {
          pod: {
            runAsNonRoot: true,
            runAsUser: 100,
            runAsGroup: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          container: CONFINED,
        },
      },
    },
    serverTelemetry: {
      serviceMonitor: {
        enabled: metrics !== undefined,
        ...(metrics && { selectors: metrics.monitorLabels }),
        ...(ownPort && { port: 'metrics' }),
      },
    },
  };
}

const CONFINED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** Servers read a renewed certificate when they are told to. */
const reloader = ({ facts, image }: VaultValuesOptions): Values => ({
  name: 'certificate-reload',
  image,
  command: [
    '/bin/sh',
    '-ec',
    [
      `seen=$(sha256sum ${TLS_PATH}/tls.crt)`,
      'while sleep 60; do',
      `  now=$(sha256sum ${TLS_PATH}/tls.crt)`,
      `  if [ "$now" != "$seen" ]; then kill -HUP $(pidof ${facts.program}) && seen=$now; fi`,
      'done',
    ].join('\n'),
  ],
  resources: resources('5m', '8Mi', '32Mi'),
  securityContext: CONFINED,
  volumeMounts: [{ name: 'tls', mountPath: TLS_PATH, readOnly: true }],
});

/** The others join the first; the shell that starts the server reads this. */
const FIRST_SERVER_ONLY = `$([ "\${HOSTNAME##*-}" = 0 ] && echo -config=${INITIALIZE_PATH}/initialize.hcl)`;

function volumes({ tlsSecret, seal, initialize }: VaultValuesOptions): Values {
  const secret = (name: string, { name: secretName, key }: SecretRef, path: string) => ({
    volume: { name, secret: { secretName, items: [{ key, path: key }] } },
    mount: { name, mountPath: path, readOnly: true },
  });
  const all = [
    {
      volume: { name: 'tls', secret: { secretName: tlsSecret } },
      mount: { name: 'tls', mountPath: TLS_PATH, readOnly: true },
    },
    { volume: { name: 'tmp', emptyDir: {} }, mount: { name: 'tmp', mountPath: '/tmp' } },
    ...(seal?.files ?? []).map((file) => secret(file.name, file.secret, sealFolder(file.name))),
    initialize === undefined
      ? []
      : {
          volume: { name: 'initialize', configMap: { name: initialize } },
          mount: { name: 'initialize', mountPath: INITIALIZE_PATH, readOnly: true },
        },
  ].flat();
  return {
    volumes: all.map(({ volume }) => volume),
    volumeMounts: all.map(({ mount }) => mount),
  };
}
