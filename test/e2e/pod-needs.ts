import type { Rendered } from './rendered';

/** `Secret keycloak/keycloak-db-app`. */
export type Thing = `${string} ${string}/${string}`;

export const thing = (kind: string, namespace: string, name: string): Thing =>
  `${kind} ${namespace}/${name}`;

type Bag = Record<string, unknown>;
interface Reference {
  readonly name?: string;
  readonly secretName?: string;
  readonly claimName?: string;
  readonly optional?: boolean;
}

/** What a Pod cannot start without: Secrets, ConfigMaps, an account, claims. */
export function needsOfPod(pod: Bag, namespace: string): Thing[] {
  const containers = [...list(pod['initContainers']), ...list(pod['containers'])];
  const sources = [
    ...list(pod['volumes']).flatMap((v) => [v, ...list((v['projected'] as Bag)?.['sources'])]),
    ...containers.flatMap((c) => list(c['envFrom'])),
    ...containers.flatMap((c) => list(c['env']).map(({ valueFrom }) => (valueFrom ?? {}) as Bag)),
  ];
  const refer = (kind: string, ...keys: string[]) =>
    sources.flatMap((source) => {
      const [found] = keys.map((key) => source[key] as Reference | undefined).filter(Boolean);
      const name = found?.name ?? found?.secretName ?? found?.claimName;
      return name === undefined || found?.optional === true ? [] : [thing(kind, namespace, name)];
    });
  const account = pod['serviceAccountName'];
  return [
    ...refer('Secret', 'secret', 'secretRef', 'secretKeyRef'),
    ...refer('ConfigMap', 'configMap', 'configMapRef', 'configMapKeyRef'),
    ...refer('PersistentVolumeClaim', 'persistentVolumeClaim'),
    ...(typeof account === 'string' ? [thing('ServiceAccount', namespace, account)] : []),
  ];
}

/** The Pod that a workload makes; undefined for other objects. */
export function podOf({ object }: Rendered): Bag | undefined {
  const spec = (object['spec'] ?? {}) as { template?: { spec?: Bag }; jobTemplate?: Bag };
  switch (object.kind) {
    case 'Pod':
      return spec;
    case 'CronJob':
      return (spec.jobTemplate?.['spec'] as typeof spec).template?.spec;
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'Job':
      return spec.template?.spec;
    default:
      return undefined;
  }
}

const list = (value: unknown): Bag[] => (Array.isArray(value) ? (value as Bag[]) : []);
