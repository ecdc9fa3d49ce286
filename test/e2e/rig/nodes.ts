import type { KubeObject } from './kube-object';

/** How the simulated nodes look. */
export interface NodeOptions {
  /** Number of availability zones that the nodes are spread over: `zone-1`, `zone-2`, … @default 3 */
  readonly zones?: number;
  /** More labels of the node with this index, which counts from 0. @default - none */
  readonly nodeLabels?: (index: number) => Readonly<Record<string, string>>;
}

interface NodeState {
  readonly spec: { readonly taints?: readonly unknown[] };
  readonly status: { readonly conditions?: readonly { type: string; status: string }[] };
}

const ALLOCATABLE = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '500' };

/**
 * A node that is Ready from the start and stays so, because nothing reports for it: `node-1`, `node-2`, …
 * @param index counts from 0.
 * @param kubeletVersion what the node says to run, for example `v1.36.3`.
 */
export function simulatedNode(
  index: number,
  kubeletVersion: string,
  options: NodeOptions = {},
): KubeObject {
  const { zones = 3, nodeLabels } = options;
  const name = `node-${index + 1}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/region': 'region-1',
        'topology.kubernetes.io/zone': `zone-${(index % zones) + 1}`,
        ...nodeLabels?.(index),
      },
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
    },
    status: {
      allocatable: ALLOCATABLE,
      capacity: ALLOCATABLE,
      addresses: [
        { type: 'InternalIP', address: `192.0.2.${(index % 250) + 1}` },
        { type: 'Hostname', address: name },
      ],
      conditions: ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map(condition),
      nodeInfo: nodeInfo(kubeletVersion),
      phase: 'Running',
    },
  };
}

/** The default StorageClass `standard`; its volumes exist beforehand, see {@link simulatedVolume}. */
export function storageClass(): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'standard',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'Immediate',
  };
}

/** A volume of 1 TiB of the class `standard` with all access modes. */
export function simulatedVolume(index: number): KubeObject {
  const name = `volume-${index + 1}`;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '1Ti' },
      accessModes: ['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany'],
      storageClassName: 'standard',
      persistentVolumeReclaimPolicy: 'Retain',
      // Nothing is ever mounted: no kubelet runs.
      hostPath: { path: `/nonexistent/${name}` },
    },
  };
}

/** A Pod that runs when the scheduler and kwok do. */
export function probePod(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'probe', namespace: 'kube-system' },
    spec: { containers: [{ name: 'probe', image: 'probe' }], terminationGracePeriodSeconds: 0 },
  };
}

/** True when the node is Ready and Pods may be put on it. */
export function isNodeReady(node: KubeObject): boolean {
  const { spec, status } = node as Partial<NodeState>;
  const ready = status?.conditions?.some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  return ready === true && (spec?.taints ?? []).length === 0;
}

function nodeInfo(kubeletVersion: string): Record<string, string> {
  const simulated = ['machineID', 'systemUUID', 'bootID', 'kernelVersion', 'osImage'];
  return {
    ...Object.fromEntries(simulated.map((field) => [field, 'simulated'])),
    architecture: 'amd64',
    operatingSystem: 'linux',
    containerRuntimeVersion: 'simulated://0',
    kubeletVersion,
    kubeProxyVersion: '',
  };
}

function condition(type: string): Record<string, string> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    type,
    status: type === 'Ready' ? 'True' : 'False',
    reason: 'Simulated',
    message: 'no kubelet runs here',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  };
}
