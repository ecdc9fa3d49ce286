import { admissionOf } from './admission';
import { auditLogOf, auditPolicyOf } from './audit';
import { authenticationOf } from './authentication';
import { authorizationOf } from './authorization';
import { encryptionFileOf, encryptionOf, encryptionVolumes } from './encryption';
import { encryptionKeyScript } from './encryption-key-script';
import type { ApiServerFile, ApiServerInput, ApiServerVolume } from './options';
import { FILES, FOLDER, folderOf, KEY_SCRIPT } from './paths';

/** Files on every machine of the control plane; that with keys is not among them, a script makes it. */
export function apiServerFiles(input: ApiServerInput): readonly ApiServerFile[] {
  const encryption = encryptionOf(input);
  return [
    ...data(FILES.auditPolicy, auditPolicyOf(input)),
    ...data(FILES.authentication, authenticationOf(input)),
    ...data(FILES.authorization, authorizationOf(input)),
    ...data(FILES.admission, admissionOf(input)),
    ...data(FILES.encryption, encryptionFileOf(input)),
    ...(encryption
      ? [{ path: KEY_SCRIPT, content: { text: encryptionKeyScript(encryption) }, mode: '0755' }]
      : []),
  ];
}

/** Folders of the machine that the API servers see beside those that kubeadm gives. */
export function apiServerVolumes(input: ApiServerInput): readonly ApiServerVolume[] {
  const log = folderOf(auditLogOf(input).path);
  return [
    {
      name: 'apiserver-files',
      hostPath: FOLDER,
      mountPath: FOLDER,
      readOnly: true,
      pathType: 'Directory',
    },
    {
      name: 'audit-log',
      hostPath: log,
      mountPath: log,
      readOnly: false,
      pathType: 'DirectoryOrCreate',
    },
    ...encryptionVolumes(input),
  ];
}

function data(path: string, yaml: object | undefined): ApiServerFile[] {
  return yaml ? [{ path, content: { yaml }, mode: '0600' }] : [];
}
