/** The release of kubespray whose variables and versions are known here. */
export const RELEASE = '2.31.0';

/** Newest patch of each minor version; kubespray has the checksums of all patches up to it. */
type Versions = Readonly<Record<string, number>>;

const KUBERNETES: Versions = { '1.33': 11, '1.34': 7, '1.35': 4 };
const CONTAINERD: Versions = { '1.7': 31, '2.0': 8, '2.1': 7, '2.2': 3 };
const CRI_O: Versions = { '1.33': 9, '1.34': 5, '1.35': 0 };

/** What kubespray runs beside Kubernetes' own images, by Kubernetes' minor version. */
export const COMPANIONS: Readonly<
  Record<string, { readonly etcd: string; readonly pause: string }>
> = {
  '1.33': { etcd: '3.5.29', pause: '3.10' },
  '1.34': { etcd: '3.5.29', pause: '3.10.1' },
  '1.35': { etcd: '3.6.10', pause: '3.10.1' },
};

/** The kube-vip that kubespray writes, where it is asked to. */
export const KUBE_VIP_IMAGE = 'ghcr.io/kube-vip/kube-vip:v1.0.3';

/** Image of the node-local DNS cache. */
export const NODE_LOCAL_DNS_IMAGE = 'registry.k8s.io/dns/k8s-dns-node-cache:1.25.0';

/** What is wrong with installing `version` (`1.35.4`), if anything. */
export function kubernetesError(version: string): string | undefined {
  const newest = newestOf(KUBERNETES, version);
  if (newest === undefined) {
    const minors = Object.keys(KUBERNETES);
    return `Kubernetes '${version}' is not known to kubespray ${RELEASE}, which installs ${minors[0]} to ${minors.at(-1)}; lower the platform's \`kubernetesVersion\`, name a newer \`release\`, or install with kubeadm alone`;
  }
  if (isKnown(KUBERNETES, version)) return undefined;
  return `Kubernetes '${version}' is newer than the checksums of kubespray ${RELEASE}, whose last of that minor version is ${newest}; set \`kubeVersion: '${newest}'\`, or name a newer \`release\``;
}

/** Whether kubespray can install this version of a container runtime. */
export function installsRuntime(name: 'containerd' | 'cri-o', version: string): boolean {
  return isKnown(name === 'containerd' ? CONTAINERD : CRI_O, version);
}

/** `1.35` of `1.35.4`. */
export const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

function isKnown(versions: Versions, version: string): boolean {
  const patch = Number(version.split('.')[2]);
  return patch >= 0 && patch <= (versions[minorOf(version)] ?? -1);
}

function newestOf(versions: Versions, version: string): string | undefined {
  const patch = versions[minorOf(version)];
  return patch === undefined ? undefined : `${minorOf(version)}.${patch}`;
}
