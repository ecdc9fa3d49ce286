import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { SecretRef } from '../../index';
import type {
  KubeadmConfigTemplateExtraVolumes as Volume,
  KubeadmConfigTemplateNodeRegistration as NodeRegistration,
  KubeadmConfigTemplateSpecTemplateSpec as KubeadmConfig,
} from './kinds';
import { API_SERVER_FILES, apiServerFiles, kubeletPatch, PATCHES } from './machine-files';
import type { WorkerGroup } from './words';

/** What a control plane is made from, beside its definition. */
export interface KubeadmOptions {
  readonly criSocket: string;
  readonly encryptionSecret: SecretRef | undefined;
}

/** Flags that name files which no machine has here: Node and RBAC decide by themselves. */
const LEFT_OUT: ReadonlySet<string> = new Set(['authorization-config']);

const PKI = '/etc/kubernetes/pki';

/** What kubeadm is told on machines of the control plane. */
export function controlPlaneConfig(
  definition: ControlPlaneDefinition,
  options: KubeadmOptions,
): KubeadmConfig {
  const files = apiServerFiles(definition, options.encryptionSecret);
  const gates = featureGates(definition);
  const { controllerManagerArguments, stackedEtcd } = definition;
  const scheduler = { ...gates, ...definition.schedulerArguments };
  const nodeRegistration: NodeRegistration = { criSocket: options.criSocket };
  const patches = { directory: PATCHES };
  const skipPhases = [
    ...(definition.kubeProxyMode === undefined ? ['addon/kube-proxy'] : []),
    ...(definition.installsDns ? [] : ['addon/coredns']),
  ];
  return {
    clusterConfiguration: {
      imageRepository: definition.imageRepository,
      apiServer: {
        certSANs: [...definition.certificateNames],
        extraArgs: flags({ ...apiServerFlags(definition), ...paths(files), ...gates }),
        extraVolumes: volumes(definition),
      },
      controllerManager: {
        extraArgs: flags({ ...nodeMasks(definition), ...gates, ...controllerManagerArguments }),
      },
      ...(Object.keys(scheduler).length > 0 && { scheduler: { extraArgs: flags(scheduler) } }),
      ...(stackedEtcd && {
        etcd: {
          local: {
            dataDir: stackedEtcd.dataDirectory,
            ...(Object.keys(stackedEtcd.arguments).length > 0 && {
              extraArgs: flags(stackedEtcd.arguments),
            }),
          },
        },
      }),
    },
    initConfiguration: {
      nodeRegistration,
      patches,
      ...(skipPhases.length > 0 && { skipPhases }),
    },
    joinConfiguration: { nodeRegistration, patches },
    files: [...Object.values(files), kubeletPatch(definition)],
  };
}

/** What kubeadm is told on workers of a group. */
export function workerConfig(
  definition: ControlPlaneDefinition,
  { criSocket }: Pick<KubeadmOptions, 'criSocket'>,
  { labels = {}, taints = [] }: WorkerGroup,
): KubeadmConfig {
  const nodeLabels = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return {
    joinConfiguration: {
      nodeRegistration: {
        criSocket,
        ...(nodeLabels.length > 0 && {
          kubeletExtraArgs: flags({ 'node-labels': nodeLabels.join(',') }),
        }),
        ...(taints.length > 0 && { taints: taints.map(taint) }),
      },
      patches: { directory: PATCHES },
    },
    files: [kubeletPatch(definition)],
  };
}

/** What is wrong with flags that name files, if anything. */
export function fileFlagError(definition: ControlPlaneDefinition): string | undefined {
  const files = apiServerFiles(definition, { name: 'any', key: 'any' });
  const known = new Set([...Object.keys(files), 'audit-log-path']);
  const found = Object.entries(apiServerFlags(definition)).find(
    ([flag, value]) => value.startsWith('/') && !known.has(flag) && !value.startsWith(`${PKI}/`),
  );
  return (
    found &&
    `the API servers' flag --${found[0]} names the file '${found[1]}', which no machine has; leave the flag out`
  );
}

function apiServerFlags(definition: ControlPlaneDefinition): Readonly<Record<string, string>> {
  const { auditLog, apiServerArguments } = definition;
  const own = Object.entries(apiServerArguments).filter(([flag]) => !LEFT_OUT.has(flag));
  return {
    ...(Object.fromEntries(own) as Readonly<Record<string, string>>),
    'audit-log-path': auditLog.path,
    'audit-log-maxage': String(auditLog.maxAgeDays),
    'audit-log-maxbackup': String(auditLog.maxBackups),
    'audit-log-maxsize': String(auditLog.maxSizeMegabytes),
  };
}

/** Bits of the part of the Pods' networks that each node gets. */
function nodeMasks({ podNetworks, nodeMask, nodeMaskIpv6 }: ControlPlaneDefinition) {
  const is6 = (network: string): boolean => network.includes(':');
  return {
    ...(podNetworks.some((n) => !is6(n)) && { 'node-cidr-mask-size-ipv4': String(nodeMask) }),
    ...(podNetworks.some(is6) && { 'node-cidr-mask-size-ipv6': String(nodeMaskIpv6) }),
  };
}

const paths = (files: Readonly<Record<string, { readonly path: string }>>) =>
  Object.fromEntries(Object.entries(files).map(([flag, { path }]) => [flag, path]));

function featureGates(definition: ControlPlaneDefinition): Readonly<Record<string, string>> {
  const gates = Object.entries(definition.featureGates).map(([gate, on]) => `${gate}=${on}`);
  return gates.length > 0 ? { 'feature-gates': gates.join(',') } : {};
}

const flags = (all: Readonly<Record<string, string>>) =>
  Object.entries(all)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

function taint(text: string) {
  const [left = '', effect = ''] = text.split(':');
  const [key = '', value] = left.split('=');
  return { key, effect, ...(value !== undefined && { value }) };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

function volumes({ auditLog, encryption }: ControlPlaneDefinition): Volume[] {
  const audit = folderOf(auditLog.path);
  const socket = encryption?.provider === 'kms' ? encryption.kmsEndpoint : undefined;
  const plugin = socket === undefined ? undefined : folderOf(socket.replace('unix://', ''));
  return [
    volume('apiserver-files', API_SERVER_FILES, 'Directory', true),
    volume('audit-log', audit, 'DirectoryOrCreate', false),
    ...(plugin === undefined ? [] : [volume('kms-plugin', plugin, 'Directory', false)]),
  ];
}

const volume = (name: string, path: string, pathType: string, readOnly: boolean): Volume => ({
  name,
  hostPath: path,
  mountPath: path,
  pathType,
  readOnly,
});
