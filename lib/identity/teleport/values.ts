import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { LoadBalancing } from '../../contracts/load-balancing';
import { highlyAvailable, resources, type Values } from '../../index';
import { needsVolume, storageConfig, storagePod, type Stores } from './storage';
import type { EnterpriseOptions, VolumeOptions } from './words';

export interface TeleportValuesOptions {
  /** Name under which Teleport lists this Kubernetes cluster. @default - the platform's name */
  readonly kubeClusterName?: string;
  /** The Enterprise edition. @default - the Community edition */
  readonly enterprise?: EnterpriseOptions;
  /** Second factors that people may use with a password. @default ['webauthn', 'otp'] */
  readonly secondFactors?: readonly ('webauthn' | 'otp' | 'sso')[];
  /** Whether people may log in with a password and a second factor. @default true */
  readonly localAuth?: boolean;
  /**
   * Where sessions are recorded: at the server (`node`) or at the proxy, and whether they are
   * streamed to the store while they go on (`-sync`), so that nothing is lost with a Pod.
   * @default 'node-sync'
   */
  readonly sessionRecording?: 'node' | 'node-sync' | 'proxy' | 'proxy-sync';
  /** The volume, where one is needed. @default {} */
  readonly volume?: VolumeOptions;
  /** Copies of the auth service; more than one need `state` and `events` in databases. @default - 2 with databases in a highly available platform, else 1 */
  readonly authReplicas?: number;
  /** Copies of the proxies. @default 2, 1 on a single node */
  readonly proxyReplicas?: number;
  /** Address pool of the load balancer. @default - any */
  readonly addressPool?: string;
  /** Fixed addresses, at most one of each family. @default - the next free one */
  readonly addresses?: readonly string[];
  /** Whether the load balancer in front speaks the PROXY protocol. @default false */
  readonly proxyProtocol?: boolean;
}

/** What the values follow from, beside the options. */
export interface ValuesContext {
  readonly hostname: string;
  readonly kubeClusterName: string;
  /** DNS names of the proxies. */
  readonly hosts: readonly string[];
  readonly certificateSecret: string;
  /** ConfigMap with authorities that are trusted beside the public ones. */
  readonly authorities: string | undefined;
  readonly stores: Stores;
  /** Connector that people are sent to, if not the form for passwords. */
  readonly connector: { readonly type: 'oidc' | 'github'; readonly name: string } | undefined;
  readonly shellImage: string;
}

const TRUST = '/etc/teleport-trust';
const POD: Values = {
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  fsGroup: 65532,
  seccompProfile: { type: 'RuntimeDefault' },
};
const CONTAINER: Values = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** How many copies of the auth service run: one that keeps something on a volume has no twin. */
export const authReplicas = (
  scope: IConstruct,
  options: TeleportValuesOptions,
  stores: Stores,
): number => options.authReplicas ?? (highlyAvailable(scope) && !needsVolume(stores) ? 2 : 1);

/** Chart values of a cluster of Teleport. */
export function teleportValues(
  scope: IConstruct,
  options: TeleportValuesOptions,
  context: ValuesContext,
): Values {
  const { hostname, kubeClusterName, connector, stores } = context;
  const { enterprise, secondFactors = ['webauthn', 'otp'] } = options;
  return {
    clusterName: hostname,
    kubeClusterName,
    chartMode: 'standalone',
    // Its Jobs need the Secrets before anything that makes them.
    validateConfigOnDeploy: false,
    podSecurityPolicy: { enabled: false },
    proxyListenerMode: 'multiplex',
    proxyProtocol: options.proxyProtocol === true ? 'on' : 'off',
    sessionRecording: options.sessionRecording ?? 'node-sync',
    authentication: {
      type: connector?.type ?? 'local',
      ...(connector && { connectorName: connector.name }),
      localAuth: options.localAuth ?? true,
      secondFactors,
    },
    ...(enterprise && { enterprise: true, licenseSecretName: enterprise.licenseSecret.name }),
    operator: { enabled: true, resources: resources('20m', '96Mi', '256Mi') },
    tls: { existingSecretName: context.certificateSecret },
    log: { format: 'json' },
    persistence: persistence(scope, options, stores),
    podSecurityContext: POD,
    securityContext: CONTAINER,
    highAvailability: copies(authReplicas(scope, options, stores)),
    service: { type: 'LoadBalancer', spec: serviceSpec(scope) },
    auth: auth(scope, options, context),
    proxy: proxy(scope, options, context),
  };
}

const copies = (replicaCount: number): Values => ({
  replicaCount,
  podDisruptionBudget: { enabled: replicaCount > 1, minAvailable: 1 },
});

function persistence(
  scope: IConstruct,
  { volume = {} }: TeleportValuesOptions,
  stores: Stores,
): Values {
  if (!needsVolume(stores)) return { enabled: false };
  const storageClassName = volume.storageClass ?? BlockStorage.find(scope)?.storageClass;
  return {
    enabled: true,
    volumeSize: volume.size ?? '20Gi',
    ...(storageClassName !== undefined && { storageClassName }),
  };
}

/** The address of the client stays what it is: it is what the audit log is about. */
function serviceSpec(scope: IConstruct): Values {
  const loadBalancerClass = LoadBalancing.find(scope)?.loadBalancerClass;
  return {
    externalTrafficPolicy: 'Local',
    ...(loadBalancerClass !== undefined && { loadBalancerClass }),
  };
}

function auth(scope: IConstruct, options: TeleportValuesOptions, context: ValuesContext): Values {
  const { stores, shellImage } = context;
  const pod = storagePod(stores, shellImage, CONTAINER);
  const license = options.enterprise?.licenseSecret.key;
  return {
    resources: highlyAvailable(scope)
      ? resources('250m', '512Mi', '2Gi')
      : resources('100m', '256Mi', '1Gi'),
    extraEnv: [...trustVariable(context), ...pod.environment],
    extraVolumes: [...commonVolumes(context), ...pod.volumes],
    extraVolumeMounts: [...commonMounts(context), ...pod.mounts],
    ...(pod.initContainers.length > 0 && { initContainers: pod.initContainers }),
    teleportConfig: {
      teleport: { storage: storageConfig(stores) },
      ...(license !== undefined &&
        license !== 'license.pem' && {
          auth_service: { license_file: `/var/lib/license/${license}` },
        }),
    },
  };
}

function proxy(scope: IConstruct, options: TeleportValuesOptions, context: ValuesContext): Values {
  const { addressPool, addresses } = options;
  const balancer = LoadBalancing.find(scope);
  const request = {
    ...(addressPool !== undefined && { pool: addressPool }),
    ...(addresses && { addresses }),
  };
  const labels = balancer?.serviceLabels(request) ?? {};
  return {
    highAvailability: copies(options.proxyReplicas ?? (highlyAvailable(scope) ? 2 : 1)),
    resources: highlyAvailable(scope)
      ? resources('250m', '256Mi', '1Gi')
      : resources('50m', '128Mi', '512Mi'),
    extraEnv: trustVariable(context),
    extraVolumes: commonVolumes(context),
    extraVolumeMounts: commonMounts(context),
    annotations: {
      service: {
        ...balancer?.serviceAnnotations(request),
        'external-dns.alpha.kubernetes.io/hostname': context.hosts.join(','),
      },
    },
    ...(Object.keys(labels).length > 0 && { extraLabels: { service: labels } }),
  };
}

const trustVariable = ({ authorities }: ValuesContext): Values[] =>
  authorities === undefined ? [] : [{ name: 'SSL_CERT_FILE', value: `${TRUST}/ca.pem` }];

const commonVolumes = ({ authorities }: ValuesContext): Values[] => [
  { name: 'tmp', emptyDir: {} },
  ...(authorities === undefined ? [] : [{ name: 'trust', configMap: { name: authorities } }]),
];

const commonMounts = ({ authorities }: ValuesContext): Values[] => [
  { name: 'tmp', mountPath: '/tmp' },
  ...(authorities === undefined ? [] : [{ name: 'trust', mountPath: TRUST, readOnly: true }]),
];
