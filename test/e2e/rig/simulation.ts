import type { Api } from './api';
import { inParallel } from './in-parallel';
import { isNodeReady, probePod, simulatedNode, simulatedVolume, storageClass } from './nodes';
import type { NodeOptions } from './nodes';
import type { Processes } from './processes';
import { isReady } from './ready';

/** What is simulated on a control plane. */
export interface SimulationOptions extends NodeOptions {
  /** Number of simulated nodes. @default 6 */
  readonly nodes?: number;
  /** Number of volumes of 1 TiB; more than 0 also brings the default StorageClass `standard`. @default 0 */
  readonly volumes?: number;
  /** Longest wait for each step in milliseconds. @default 120000 */
  readonly timeoutMs?: number;
}

/**
 * Creates the nodes and volumes.
 * @throws when the API server refuses one.
 */
export async function addNodes(api: Api, options: SimulationOptions): Promise<void> {
  const { nodes = 6, volumes = 0 } = options;
  const { body } = await api.request('GET', '/version');
  const { gitVersion: kubelet } = body as { gitVersion: string };
  const objects = [
    ...Array.from({ length: nodes }, (_, index) => simulatedNode(index, kubelet, options)),
    ...(volumes > 0 ? [storageClass()] : []),
    ...Array.from({ length: volumes }, (_, index) => simulatedVolume(index)),
  ];
  const results = await inParallel(objects, 8, (object) => api.create(object));
  const refused = results.find(({ ok }) => !ok);
  if (refused) throw new Error(`a simulated object was refused: ${refused.message}`);
}

/**
 * Waits until all controllers have shown by their work that they run.
 * @throws when a process ends or the time is over, with the end of its log.
 */
export async function settled(
  api: Api,
  processes: Processes,
  options: SimulationOptions,
): Promise<void> {
  const { nodes = 6, timeoutMs = 120_000 } = options;
  const nodesReady = async () => (await api.list('v1', 'Node')).filter(isNodeReady).length >= nodes;
  const account = async () => (await api.list('v1', 'ServiceAccount', 'default')).length > 0;
  const manager = 'kube-controller-manager';
  await processes.until(manager, `${nodes} nodes Ready`, nodesReady, timeoutMs);
  await processes.until(manager, 'ServiceAccount of the namespace default', account, timeoutMs);
  if (nodes === 0) return;
  const probe = probePod();
  await api.create(probe);
  const runs = async () => isReady((await api.get(probe)).object ?? probe);
  await processes.until('kwok', 'Pod that tests the scheduler and kwok ready', runs, timeoutMs);
  await api.delete(probe);
}
