import type { KubeObject } from '../rig/kube-object';

/** An object, and which policies it breaks; none for one that is admitted. */
export interface PolicyCase {
  readonly title: string;
  readonly object: KubeObject;
  readonly breaks: readonly string[];
}

/** Fields that a case adds, replaces, or (`undefined`) takes away. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a case changes in a Pod that breaks no policy. */
export interface PodChanges {
  readonly spec?: Fields;
  readonly container?: Fields;
  /** Changes of the container's security context. */
  readonly context?: Fields;
  readonly metadata?: Fields;
}

/** Metadata and spec of a Pod that breaks no policy, but for the changes. */
export function podTemplate({ spec, container, context, metadata }: PodChanges = {}): {
  metadata: Fields;
  spec: Fields;
} {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
    ...context,
  };
  const main = {
    name: 'main',
    image: 'harbor.example.com/team/app:1.0',
    readinessProbe: { httpGet: { port: 8080 } },
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
    securityContext,
    ...container,
  };
  return {
    metadata: { labels: LABELS, ...metadata },
    spec: { automountServiceAccountToken: false, containers: [main], ...spec },
  };
}

export function pod(changes?: PodChanges): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', ...named(podTemplate(changes)) } as KubeObject;
}

/** One of each kind that templates Pods. */
export function workloads(changes?: PodChanges): KubeObject[] {
  const { metadata, spec } = podTemplate(changes);
  const template = { metadata, spec: { ...spec, restartPolicy: 'Always' } };
  const once = { metadata, spec: { ...spec, restartPolicy: 'Never' } };
  const selector = { matchLabels: LABELS };
  const jobTemplate = { spec: { template: once } };
  return [
    object('apps/v1', 'Deployment', { spec: { selector, template } }),
    object('apps/v1', 'ReplicaSet', { spec: { selector, template } }),
    object('apps/v1', 'StatefulSet', { spec: { selector, template, serviceName: 'app' } }),
    object('apps/v1', 'DaemonSet', { spec: { selector, template } }),
    object('batch/v1', 'Job', { spec: { template: once } }),
    object('batch/v1', 'CronJob', { spec: { schedule: '0 0 * * *', jobTemplate } }),
    object('v1', 'ReplicationController', { spec: { selector: LABELS, template } }),
    object('v1', 'PodTemplate', { template: once }),
  ];
}

/** An object of any kind with the labels that policies ask for. */
export function object(
  apiVersion: string,
  kind: string,
  fields: Fields,
  metadata: Fields = {},
): KubeObject {
  return { apiVersion, kind, metadata: { name: 'app', labels: LABELS, ...metadata }, ...fields };
}

const LABELS = { 'app.kubernetes.io/name': 'app' };

const named = ({ metadata, ...rest }: { metadata: Fields }): Fields => ({
  metadata: { name: 'app', ...metadata },
  ...rest,
});

/** Cases of Pods. */
export const cases = (
  ...rows: readonly (readonly [title: string, breaks: readonly string[], changes?: PodChanges])[]
): PolicyCase[] =>
  rows.map(([title, breaks, changes]) => ({ title, breaks, object: pod(changes) }));
