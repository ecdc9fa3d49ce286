import type { Api } from './api';
import { describeObject, type KubeObject } from './kube-object';

interface Spec {
  readonly replicas?: number;
}

interface Status {
  readonly observedGeneration?: number;
  readonly phase?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly desiredNumberScheduled?: number;
  readonly updatedNumberScheduled?: number;
  readonly numberAvailable?: number;
}

/**
 * True when a workload runs as it is declared: every replica of a Deployment, StatefulSet, DaemonSet or ReplicaSet is
 * up to date and available, a Job is complete, a Pod is Ready or has succeeded, a claim is bound. Any other kind
 * counts by its `Ready`, `Available` or `Established` condition.
 */
export function isReady(object: KubeObject): boolean {
  const { kind, metadata } = object;
  const { spec = {}, status = {} } = object as { spec?: Spec; status?: Status };
  const holds = (type: string) =>
    status.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
  const observed = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const replicas = spec.replicas ?? 1;
  switch (kind) {
    case 'Deployment':
    case 'StatefulSet':
      return observed && equal(replicas, status.updatedReplicas, status.availableReplicas);
    case 'ReplicaSet':
      return observed && equal(replicas, status.availableReplicas);
    case 'DaemonSet':
      return (
        observed &&
        equal(status.desiredNumberScheduled, status.updatedNumberScheduled, status.numberAvailable)
      );
    case 'Job':
      return holds('Complete');
    case 'Pod':
      return holds('Ready') || status.phase === 'Succeeded';
    case 'PersistentVolumeClaim':
      return status.phase === 'Bound';
    default:
      return ['Ready', 'Available', 'Established'].some(holds);
  }
}

/**
 * Waits until the object is ready, see {@link isReady}, and gives it as it then is.
 * @param timeoutMs longest wait in milliseconds.
 * @throws when the time is over, with the status that it had last.
 */
export async function waitReady(
  api: Api,
  ref: KubeObject,
  timeoutMs = 30_000,
): Promise<KubeObject> {
  let last: KubeObject | undefined;
  const probe = async () => {
    last = (await api.get(ref)).object;
    return last && isReady(last) ? last : undefined;
  };
  return api.waitFor(probe, timeoutMs, `${describeObject(ref)} ready`).catch((error: unknown) => {
    const status = JSON.stringify(last?.['status'] ?? 'absent');
    throw new Error(`${error instanceof Error ? error.message : String(error)}; status: ${status}`);
  });
}

function equal(wanted: number | undefined, ...actual: (number | undefined)[]): boolean {
  return actual.every((count) => (count ?? 0) === wanted);
}
