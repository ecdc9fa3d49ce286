import type { BackupPlan } from '../../contracts/backups';
import type { VolumePolicy } from './words';

const ACTIONS = { skip: 'skip', files: 'fs-backup', snapshot: 'snapshot' } as const;

/** Volumes that components copy by themselves, as far as their claims have labels of their own. */
export const selfKeptVolumes = (plans: readonly BackupPlan[]): readonly VolumePolicy[] =>
  plans
    .filter(({ method }) => typeof method === 'object')
    .flatMap(({ selector }) =>
      selector ? [{ volumes: { claimLabels: selector }, action: 'skip' }] : [],
    );

/** Namespaces of components that copy all their volumes by themselves. */
export const selfKeptNamespaces = (plans: readonly BackupPlan[]): readonly string[] => [
  ...new Set(
    plans
      .filter(({ method, selector }) => typeof method === 'object' && !selector)
      .map(({ namespace }) => namespace),
  ),
];

/** The file that Velero reads, which is YAML and so may be JSON. */
export const policiesFile = (policies: readonly VolumePolicy[]): string =>
  `${JSON.stringify(
    {
      version: 'v1',
      volumePolicies: policies.map(({ volumes, action }) => ({
        conditions: {
          ...(volumes.claimLabels && { pvcLabels: volumes.claimLabels }),
          ...(volumes.storageClasses && { storageClass: volumes.storageClasses }),
          ...(volumes.csiDriver !== undefined && { csi: { driver: volumes.csiDriver } }),
          ...(volumes.types && { volumeTypes: volumes.types }),
          ...(volumes.capacity !== undefined && { capacity: volumes.capacity }),
        },
        action: { type: ACTIONS[action] },
      })),
    },
    null,
    2,
  )}\n`;

/** A policy that would match every volume, or none that can be. */
export function policyError({ volumes }: VolumePolicy): string | undefined {
  const { capacity } = volumes;
  if (Object.values(volumes).every(isEmpty)) {
    return 'a volume policy without conditions would match every volume; say which ones';
  }
  if (capacity !== undefined && !/^\d+[KMGTP]?i?,\d+[KMGTP]?i?$/.test(capacity)) {
    return `the sizes '${capacity}' of a volume policy are not two quantities; write \`0,10Gi\``;
  }
  return undefined;
}

const isEmpty = (condition: unknown): boolean =>
  typeof condition === 'object' && condition !== null
    ? Object.keys(condition).length === 0
    : condition === '';
