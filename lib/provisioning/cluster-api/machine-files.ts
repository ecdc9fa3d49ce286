import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { SecretRef } from '../../index';
import type { KubeadmConfigTemplateSpecTemplateSpecFiles as MachineFile } from './kinds';

/** Folder of what API servers read. */
export const API_SERVER_FILES = '/etc/kubernetes/apiserver';

/** Folder of what kubeadm changes in its files. */
export const PATCHES = '/etc/kubernetes/kubeadm/patches';

/** What a file on a machine may hold at most. */
const LONGEST = 10240;

/** How a new machine finds the cluster, without a name yet. */
const DISCOVERY = '/api/v1/namespaces/kube-public/configmaps/cluster-info';

/** Files of the API servers, with the flags that name them. JSON is YAML, and shorter. */
export function apiServerFiles(
  definition: ControlPlaneDefinition,
  encryptionSecret: SecretRef | undefined,
): Readonly<Record<string, MachineFile>> {
  const { admission, auditPolicy } = definition;
  return {
    'audit-policy-file': file('audit-policy', {
      apiVersion: 'audit.k8s.io/v1',
      kind: 'Policy',
      ...auditPolicy,
    }),
    'admission-control-config-file': file('admission', {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AdmissionConfiguration',
      ...admission,
    }),
    ...authentication(definition),
    ...encryption(definition, encryptionSecret),
  };
}

/** What every kubelet is told, over what kubeadm would. */
export function kubeletPatch({ featureGates, kubelet }: ControlPlaneDefinition): MachineFile {
  const own = kubelet['featureGates'] as Readonly<Record<string, boolean>> | undefined;
  const gates = { ...featureGates, ...own };
  return {
    path: `${PATCHES}/kubeletconfiguration0+merge.json`,
    owner: 'root:root',
    permissions: '0644',
    content: JSON.stringify({
      ...kubelet,
      ...(Object.keys(gates).length > 0 && { featureGates: gates }),
    }),
  };
}

/** What is wrong with the size of files, if anything. */
export function sizeError(files: readonly MachineFile[]): string | undefined {
  const long = files.find(({ content = '' }) => content.length > LONGEST);
  return (
    long &&
    `'${long.path}' has ${long.content?.length} characters, and Cluster API takes ${LONGEST}; make it shorter`
  );
}

function file(name: string, data: object): MachineFile {
  return {
    path: `${API_SERVER_FILES}/${name}.yaml`,
    owner: 'root:root',
    permissions: '0600',
    content: JSON.stringify(data),
  };
}

function authentication(definition: ControlPlaneDefinition): Readonly<Record<string, MachineFile>> {
  const minor = Number(definition.version.split('.')[1]);
  const { authentication: given, anonymousPaths: open } = definition;
  if (given === undefined && open === undefined) return {};
  return {
    'authentication-config': file('authentication', {
      apiVersion: `apiserver.config.k8s.io/${minor < 34 ? 'v1beta1' : 'v1'}`,
      kind: 'AuthenticationConfiguration',
      jwt: given?.jwt ?? [],
      ...(open && {
        anonymous: { enabled: true, conditions: [...open, DISCOVERY].map((path) => ({ path })) },
      }),
    }),
  };
}

function encryption(
  { encryption: wanted }: ControlPlaneDefinition,
  secret: SecretRef | undefined,
): Readonly<Record<string, MachineFile>> {
  if (wanted?.provider === 'kms') {
    const endpoint = wanted.kmsEndpoint ?? 'unix:///run/kms/plugin.sock';
    const { kmsName: name = 'kms', kmsTimeout: timeout = '3s' } = wanted;
    const kms = { apiVersion: 'v2', name, endpoint, timeout };
    const data = {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'EncryptionConfiguration',
      resources: [{ resources: [...wanted.resources], providers: [{ kms }, { identity: {} }] }],
    };
    return { 'encryption-provider-config': file('encryption', data) };
  }
  if (!wanted || !secret) return {};
  return {
    'encryption-provider-config': {
      path: `${API_SERVER_FILES}/encryption.yaml`,
      owner: 'root:root',
      permissions: '0600',
      contentFrom: { secret },
    },
  };
}
