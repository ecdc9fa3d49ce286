/** Folder of kubeadm's files. */
export const FOLDER = '/etc/kubernetes/kubeadm';

/** Files of kubeadm, on every node; the first is on the first machine of the control plane alone. */
export const FILES = {
  init: `${FOLDER}/init.yaml`,
  join: `${FOLDER}/join.yaml`,
  upgrade: `${FOLDER}/upgrade.yaml`,
  reset: `${FOLDER}/reset.yaml`,
} as const;

/** Folder of what a machine has of its own. */
export const PATCHES = `${FOLDER}/patches`;

/** How a machine finds the cluster and is let in; made for a few hours, never part of the definition. */
export const DISCOVERY = `${FOLDER}/discovery.conf`;

/** Where kubeadm has certificates and keys. */
export const PKI = '/etc/kubernetes/pki';

/** Where the etcd beside an API server has its data, unless the user says otherwise. */
export const ETCD_DATA = '/var/lib/etcd';

/** The administrator's kubeconfig, on machines of the control plane. */
export const ADMIN = '/etc/kubernetes/admin.conf';

/** Scripts, named as they are called. */
export const SCRIPTS = {
  packages: 'kubestrata-kubernetes-packages',
  discovery: 'kubestrata-discovery',
  pki: 'kubestrata-pki',
  restart: 'kubestrata-restart-control-plane',
  approve: 'kubestrata-approve-kubelets',
  etcdctl: 'kubestrata-etcdctl',
  etcdRestore: 'kubestrata-etcd-restore',
} as const;

/** Where a script of ours is. */
export const scriptPath = (name: string): string => `/usr/local/sbin/${name}`;
