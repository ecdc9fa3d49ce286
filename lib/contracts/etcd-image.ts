/** Tags of `registry.k8s.io/etcd` by minor version of Kubernetes: what kubeadm runs, and all else that needs etcd's programs. */
export const ETCD_IMAGE_TAGS = {
  '1.34': '3.6.5-0',
  '1.35': '3.6.6-0',
  '1.36': '3.6.8-0',
} as const;

/** The tag that goes with a minor version of Kubernetes; for one that is not known here, the newest. */
export const etcdImageTag = (kubernetes: string): string =>
  Object.entries(ETCD_IMAGE_TAGS).find(([minor]) => minor === kubernetes)?.[1] ??
  ETCD_IMAGE_TAGS['1.36'];
