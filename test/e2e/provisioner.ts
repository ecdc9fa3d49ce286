import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from './rig/api';
import type { KubeObject } from './rig/kube-object';

interface Claim extends KubeObject {
  readonly spec: {
    readonly storageClassName?: string;
    readonly accessModes: readonly string[];
    readonly volumeName?: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
}

/**
 * Does what the CSI drivers of StorageClasses would do: gives every claim whose class is there a volume. One of a class
 * that nobody has defined stays pending, as it would in a real cluster.
 * @returns ends it, and throws what had gone wrong.
 */
export function provisionVolumes(api: Api): () => Promise<void> {
  let over = false;
  const work = async () => {
    while (!over) {
      const claims = (await api.list('v1', 'PersistentVolumeClaim')) as Claim[];
      const open = claims.filter(({ spec }) => spec.volumeName === undefined);
      if (open.length > 0) await provision(api, open);
      await sleep(500);
    }
  };
  const working = work();
  // Looked at when it is ended, at the latest.
  working.catch(() => undefined);
  return () => {
    over = true;
    return working;
  };
}

async function provision(api: Api, claims: readonly Claim[]): Promise<void> {
  const classes = await api.list('storage.k8s.io/v1', 'StorageClass');
  const known = new Set(classes.map(({ metadata }) => metadata.name));
  for (const claim of claims.filter(({ spec }) => known.has(spec.storageClassName ?? ''))) {
    const result = await api.create(volumeFor(claim));
    if (!result.ok && result.status !== 409) throw new Error(result.message);
  }
}

function volumeFor({ metadata, spec }: Claim): KubeObject {
  const { name = '', namespace = '', uid } = metadata as Record<string, string>;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `pvc-${uid}` },
    spec: {
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: 'Retain',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      // Nothing is ever mounted: no kubelet runs.
      hostPath: { path: `/nonexistent/${namespace}-${name}` },
    },
  };
}
