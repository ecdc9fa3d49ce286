/** Folder of the API servers' own files on machines of the control plane; their Pods see the same path. */
export const FOLDER = '/etc/kubernetes/apiserver';

/** Files of the API servers. */
export const FILES = {
  auditPolicy: `${FOLDER}/audit-policy.yaml`,
  authentication: `${FOLDER}/authentication.yaml`,
  authorization: `${FOLDER}/authorization.yaml`,
  admission: `${FOLDER}/admission.yaml`,
  encryption: `${FOLDER}/encryption.yaml`,
} as const;

/** Where kubeadm has certificates and keys, which API servers see too. */
export const PKI = '/etc/kubernetes/pki';

/** Where the audit log is. */
export const AUDIT_LOG = '/var/log/kubernetes/audit/audit.log';

/** The script that makes and changes the key of encryption at rest. */
export const KEY_SCRIPT = '/usr/local/sbin/kubestrata-encryption-key';

/** The folder of a file. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
