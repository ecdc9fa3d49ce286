import type { Construct } from 'constructs';
import { DefinitionError, Layer, Platform, unusedSetting } from '../index';
import { BuildHosts, type BuildHostsProps } from './build-hosts';
import { Containerd, type ContainerdProps } from './containerd';
import { CriO, type CriOProps } from './cri-o';
import { Etcd, type EtcdProps } from './etcd';
import { HaProxy, type HaProxyProps } from './haproxy';
import { Installation, type InstallationProps } from './installation';
import { KubeVip, type KubeVipProps } from './kube-vip';
import { Kubeadm, type KubeadmProps } from './kubeadm';
import { Kubespray, type KubesprayProps } from './kubespray';
import { NodePrerequisites, type NodePrerequisitesProps } from './node-prerequisites';

export interface ProvisioningLayerProps {
  /**
   * Whether the machines' files are made, or somebody else makes the cluster.
   * @default 'kubeadm' where the platform names machines, and something in front of several control planes
   */
  readonly installer?: 'kubeadm' | 'none';
  /**
   * What stands in front of the API servers: HAProxy with keepalived on machines of its own or on
   * the control planes, kube-vip on the control planes, or something that is there already.
   * @default 'haproxy' where the platform has load-balancer machines, else 'none'
   */
  readonly endpoint?: 'haproxy' | 'kube-vip' | 'none';
  /** What runs the containers of the nodes. @default 'containerd' */
  readonly runtime?: 'containerd' | 'cri-o';
  /** Whom Ansible and the runbooks' commands log in as on the machines; it may use sudo. @default - whoever runs them */
  readonly sshUser?: string;
  /** Settings of the control plane and the kubelets. @default {} */
  readonly kubeadm?: KubeadmProps;
  /** Settings of HAProxy and keepalived. @default {} */
  readonly haproxy?: HaProxyProps;
  /** Settings of kube-vip. @default {} */
  readonly kubeVip?: KubeVipProps;
  /** Settings of containerd. @default {} */
  readonly containerd?: ContainerdProps;
  /** Settings of CRI-O. @default {} */
  readonly criO?: CriOProps;
  /** Settings of an external etcd, on machines with that role. @default {} */
  readonly etcd?: EtcdProps;
  /** Settings of machines that build images. @default {} */
  readonly buildHosts?: BuildHostsProps;
  /** Settings of kernel, time and firewall of all machines. @default {} */
  readonly nodePrerequisites?: NodePrerequisitesProps;
  /** The same cluster by kubespray. @default - none */
  readonly kubespray?: KubesprayProps;
  /** How the files get to the machines. @default {} */
  readonly installation?: InstallationProps;
}

/** The machines below Kubernetes: what they must have, what runs on them, and how they become a cluster. */
export class ProvisioningLayer extends Layer {
  readonly kubeadm: Kubeadm | undefined;
  readonly endpoint: HaProxy | KubeVip | undefined;
  readonly runtime: Containerd | CriO | undefined;
  readonly etcd: Etcd | undefined;
  readonly buildHosts: BuildHosts | undefined;
  readonly nodePrerequisites: NodePrerequisites | undefined;
  readonly kubespray: Kubespray | undefined;
  readonly installation: Installation | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: ProvisioningLayerProps = {}) {
    super(scope, id);
    const platform = Platform.of(this);
    const has = (role: 'load-balancer' | 'etcd' | 'build'): boolean =>
      (platform?.hosts(role).length ?? 0) > 0;
    const { endpoint = has('load-balancer') ? 'haproxy' : 'none', runtime = 'containerd' } = props;
    const { installer = installable(platform, endpoint) ? 'kubeadm' : 'none' } = props;
    const made = installer !== 'none';
    const error = unusedSetting(props, {
      kubeadm: ['kubeadm', made],
      haproxy: ['haproxy', made && endpoint === 'haproxy'],
      kubeVip: ['kube-vip', made && endpoint === 'kube-vip'],
      containerd: ['containerd', made && runtime === 'containerd'],
      criO: ['cri-o', made && runtime === 'cri-o'],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (!made) return;
    const ssh = props.sshUser === undefined ? {} : { sshUser: props.sshUser };
    // First, as their steps come first within a part of a runbook: files, then what all need.
    this.installation = new Installation(this, 'installation', { ...ssh, ...props.installation });
    this.nodePrerequisites = new NodePrerequisites(
      this,
      'node-prerequisites',
      props.nodePrerequisites,
    );
    if (runtime === 'containerd') {
      this.runtime = new Containerd(this, 'containerd', props.containerd);
    } else this.runtime = new CriO(this, 'cri-o', props.criO);
    if (endpoint === 'haproxy') this.endpoint = new HaProxy(this, 'haproxy', props.haproxy);
    if (endpoint === 'kube-vip') this.endpoint = new KubeVip(this, 'kube-vip', props.kubeVip);
    if (has('etcd') || props.etcd) this.etcd = new Etcd(this, 'etcd', { ...ssh, ...props.etcd });
    this.kubeadm = new Kubeadm(this, 'kubeadm', { ...ssh, ...props.kubeadm });
    if (has('build') || props.buildHosts) {
      this.buildHosts = new BuildHosts(this, 'build-hosts', props.buildHosts);
    }
    if (props.kubespray) {
      this.kubespray = new Kubespray(this, 'kubespray', { ...ssh, ...props.kubespray });
    }
  }
}

/** Whether there is enough to make a cluster from: a control plane, and one address for several. */
function installable(platform: Platform | undefined, endpoint: string): boolean {
  const controlPlanes = platform?.hosts('control-plane').length ?? 0;
  const reachable = platform?.apiServer !== undefined || endpoint !== 'none';
  return controlPlanes === 1 || (controlPlanes > 1 && reachable);
}
