import type { Api } from './rig/api';
import { inParallel } from './rig/in-parallel';
import { describeObject, type KubeObject } from './rig/kube-object';
import { isReady } from './rig/ready';

interface PodTemplate {
  readonly metadata?: KubeObject['metadata'];
  readonly spec: Readonly<Record<string, unknown>>;
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

/** Workloads that are not ready within the time, those of releases that nobody waits for too. */
export async function notReady(api: Api, timeoutMs = 60_000): Promise<string[]> {
  let left: KubeObject[] = [];
  const none = async () => {
    const all = await Promise.all(WORKLOADS.map((kind) => api.list('apps/v1', kind)));
    left = all.flat().filter((object) => !isReady(object));
    return left.length === 0;
  };
  await api.waitFor(none, timeoutMs).catch(() => undefined);
  return left.map(describeObject);
}

/**
 * What becomes of Pods that are made once all is deployed, after the loss of a node or by a CronJob: each is offered
 * again, to all policies and the security level of its namespace, without making it.
 * @returns the refusals.
 */
export async function refusedRestarts(api: Api): Promise<string[]> {
  const running = await api.list('v1', 'Pod');
  const planned = (await api.list('batch/v1', 'CronJob')).map(podOf);
  const pods = [...running.map(copyOf), ...planned];
  const refused: string[] = [];
  await inParallel(pods, 8, async (pod) => {
    const { ok, message } = await api.create(pod, { dryRun: true });
    if (!ok) refused.push(`${describeObject(pod)}: ${message}`);
  });
  return refused.sort();
}

/** Unscheduled, and under a name of its own. */
function copyOf({ metadata, spec }: KubeObject): KubeObject {
  const { nodeName: _, ...rest } = spec as { nodeName?: string };
  const { name = '', namespace = '', labels, annotations } = metadata;
  return podFrom(name, namespace, {
    metadata: { labels: labels ?? {}, annotations: annotations ?? {} },
    spec: rest,
  });
}

function podOf({ metadata, spec }: KubeObject): KubeObject {
  const { jobTemplate } = spec as { jobTemplate: { spec: { template: PodTemplate } } };
  return podFrom(metadata.name ?? '', metadata.namespace ?? '', jobTemplate.spec.template);
}

function podFrom(name: string, namespace: string, template: PodTemplate): KubeObject {
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: `${name}-`, namespace, labels, annotations },
    spec: template.spec,
  };
}
