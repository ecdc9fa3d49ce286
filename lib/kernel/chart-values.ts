import type { IConstruct } from 'constructs';
import type { KindId } from './kind';
import { Platform } from './platform';
import { Registry } from './registry';
import type { Values } from './values';

// What the values of many charts have in common.

/** Whether what `scope` installs runs in more than one copy. @default true outside a platform */
export const highlyAvailable = (scope: IConstruct): boolean =>
  Platform.of(scope)?.highlyAvailable ?? true;

/** Resources of a container. CPU is never limited: throttling hurts more than it protects. */
export const resources = (cpu: string, memory: string, memoryLimit: string): Values => ({
  requests: { cpu, memory },
  limits: { memory: memoryLimit },
});

/** Security context of a container that needs nothing of its node. */
export const CONFINED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** Spreads Pods with `labels` over zones and nodes, as far as there are some. */
export const spread = (labels: Readonly<Record<string, string>>) =>
  ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: labels },
  }));

/** Whether the cluster has the CRD of `kind`, from a component or from elsewhere. Ask it late. */
export function knowsKind(scope: IConstruct, kind: KindId): boolean {
  const { releases, bundles } = Registry.of(scope);
  return (
    [...releases, ...bundles].some(({ brings }) => brings.includes(kind)) ||
    (Platform.of(scope)?.hasKindAlready(kind) ?? false)
  );
}
