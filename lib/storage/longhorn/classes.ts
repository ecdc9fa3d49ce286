import type { StorageClassBody } from '../../index';
import { CLASS, DRIVER, jobSelector } from './values';
import type { LonghornClass } from './words';

const SECRETS = ['provisioner', 'node-publish', 'node-stage', 'node-expand'] as const;

/** A class of volumes beside the one that the chart makes. */
export function storageClass(options: LonghornClass, defaultReplicas: number): StorageClassBody {
  const { replicas = defaultReplicas, fsType = 'ext4', dataLocality = 'disabled' } = options;
  const { diskTags = [], nodeTags = [], recurringJobs, encryptionSecret } = options;
  return {
    provisioner: DRIVER,
    allowVolumeExpansion: true,
    reclaimPolicy: options.reclaimPolicy ?? 'Delete',
    volumeBindingMode: options.bindingMode ?? 'WaitForFirstConsumer',
    parameters: {
      numberOfReplicas: String(replicas),
      staleReplicaTimeout: '30',
      fsType,
      dataLocality,
      ...(diskTags.length > 0 && { diskSelector: diskTags.join(',') }),
      ...(nodeTags.length > 0 && { nodeSelector: nodeTags.join(',') }),
      ...(recurringJobs && { recurringJobSelector: jobSelector(recurringJobs) }),
      ...(encryptionSecret && { encrypted: 'true', ...secretParameters(encryptionSecret) }),
    },
  };
}

/** What a class may not be called, as a sentence. */
export function nameError(name: string, taken: ReadonlySet<string>): string | undefined {
  if (!/^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/.test(name)) {
    return `'${name}' is no name of a class; use \`a-z0-9-\``;
  }
  if (name === CLASS) return `the class '${CLASS}' is there already; change it by \`volumes\``;
  return taken.has(name) ? `there is already a class '${name}'; name it otherwise` : undefined;
}

const secretParameters = ({ name, namespace }: { name: string; namespace: string }) =>
  Object.fromEntries(
    SECRETS.flatMap((use) => [
      [`csi.storage.k8s.io/${use}-secret-name`, name],
      [`csi.storage.k8s.io/${use}-secret-namespace`, namespace],
    ]),
  );
