import type { PlatformNode } from '../../index';
import { API_SERVER_PORT } from '../api-endpoint';
import type { Cluster } from './cluster';
import { KUBEADM_API } from './cluster-configuration';
import { nodeRegistration } from './node-registration';
import { DISCOVERY, PATCHES, PKI } from './paths';
import type { KubeadmProps } from './words';

/** What `kubeadm init` does on the first machine; the cluster's own documents follow it. */
export function initConfiguration(
  node: PlatformNode,
  cluster: Cluster,
  props: KubeadmProps,
): object {
  return {
    apiVersion: KUBEADM_API,
    kind: 'InitConfiguration',
    localAPIEndpoint: localEndpoint(node),
    nodeRegistration: nodeRegistration(node, cluster, props),
    patches: patchesOf(node, props),
  };
}

/** What `kubeadm join` does on a machine. Its file of discovery is made when it is needed. */
export function joinConfiguration(
  node: PlatformNode,
  cluster: Cluster,
  props: KubeadmProps,
): object {
  return {
    apiVersion: KUBEADM_API,
    kind: 'JoinConfiguration',
    discovery: { file: { kubeConfigPath: DISCOVERY } },
    controlPlane:
      node.role === 'control-plane' ? { localAPIEndpoint: localEndpoint(node) } : undefined,
    nodeRegistration: nodeRegistration(node, cluster, props),
    patches: patchesOf(node, props),
  };
}

/** What `kubeadm upgrade` does on a machine: `apply` and `plan` on the first, `node` on all others. */
export function upgradeConfiguration(
  node: PlatformNode,
  { version }: Cluster,
  props: KubeadmProps,
): object {
  const patches = patchesOf(node, props);
  const kubernetesVersion = `v${version}`;
  const each = { certificateRenewal: true, etcdUpgrade: true, imagePullSerial: false, patches };
  return {
    apiVersion: KUBEADM_API,
    kind: 'UpgradeConfiguration',
    plan: { kubernetesVersion },
    diff: { kubernetesVersion },
    apply: { kubernetesVersion, ...each },
    node: each,
  };
}

/** What `kubeadm reset` does; it asks before it does it. */
export function resetConfiguration({ criSocket }: Cluster): object {
  return {
    apiVersion: KUBEADM_API,
    kind: 'ResetConfiguration',
    certificatesDir: PKI,
    criSocket,
    cleanupTmpDir: true,
  };
}

/** Fields of the KubeletConfiguration that are a machine's own; `undefined` where there are none. */
export function kubeletPatch(
  { name }: PlatformNode,
  { kubelets = {} }: KubeadmProps,
): Readonly<Record<string, unknown>> | undefined {
  const own = kubelets[name];
  return own && Object.keys(own).length > 0 ? own : undefined;
}

/** kubeadm fails where the folder is named and not there. */
const patchesOf = (node: PlatformNode, props: KubeadmProps): object | undefined =>
  kubeletPatch(node, props) && { directory: PATCHES };

const localEndpoint = ({ address }: PlatformNode): object => ({
  advertiseAddress: address,
  bindPort: API_SERVER_PORT,
});
