import type { Values } from '../../index';

/** The address that kubespray's kube-vip holds. */
export interface KubesprayVip {
  /** @default - the platform's `apiServer.host`, where it is an address */
  readonly virtualAddress?: string;
}

/** What people decide of kubespray itself; the cluster is described by the platform. */
export interface KubesprayOptions {
  /** Whom Ansible logs in as on the machines; may use sudo. @default - whoever runs Ansible */
  readonly sshUser?: string;
  /**
   * Release of kubespray, without `v`. Variables and versions were checked with the default; of
   * another one nothing is checked here.
   * @default '2.31.0'
   */
  readonly release?: string;
  /** Exact version of Kubernetes, where kubespray does not know the control plane's. @default - the control plane's */
  readonly kubeVersion?: string;
  /**
   * How etcd runs: `host` as a systemd unit, `kubeadm` as static Pods on the control plane, as kubeadm
   * alone has it. It cannot be changed later.
   * @default - `host` where the platform has etcd machines, else `kubeadm`
   */
  readonly etcdDeployment?: 'host' | 'kubeadm';
  /** Whether kubespray installs its DNS cache on each node. @default false */
  readonly nodeLocalDns?: boolean;
  /**
   * Has kubespray set up kube-vip for the address in front of the API servers, instead of the
   * components `KubeVip` and `HaProxy`.
   * @default - something else stands in front of the API servers
   */
  readonly kubeVip?: KubesprayVip;
  /** Whether kubespray installs the controller that approves the kubelets' server certificates. @default false */
  readonly kubeletCsrApprover?: boolean;
  /** Servers that chrony asks for the time. @default - kubespray leaves time alone */
  readonly timeServers?: readonly string[];
  /**
   * Web server with copies of all binaries, for machines without the internet: below it the original
   * hosts are folders, as kubespray's `manage-offline-files.sh` lays them out.
   * @default - binaries come from where their projects publish them
   */
  readonly filesRepository?: string;
  /**
   * Folder of whoever runs Ansible, for the encryption key (`credentials`) and the administrator's
   * kubeconfig (`artifacts`). Both are secret.
   * @default - `~/.kubestrata/<platform>`
   */
  readonly stateDirectory?: string;
  /** Variables of kubespray, over everything the library sets. @default {} */
  readonly variables?: Values;
}
