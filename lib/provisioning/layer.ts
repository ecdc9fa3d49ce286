import type { Construct } from 'constructs';
import { DefinitionError, Layer, Platform, Registry, type HostGroup } from '../index';
import { BuildHosts } from './build-hosts';
import { Containerd } from './containerd';
import { CriO } from './cri-o';
import { Etcd } from './etcd';
import { HaProxy } from './haproxy';
import { Installation } from './installation';
import { KubeVip } from './kube-vip';
import { Kubeadm } from './kubeadm';
import { Kubespray } from './kubespray';
import { idleBalancers, obstacleOf, refusal, type ProvisioningLayerProps } from './layer-props';
import { MachineMetrics } from './machine-metrics';
import { NodePrerequisites } from './node-prerequisites';

/** The machines below Kubernetes: what they must have, what runs on them, and how they become a cluster. */
export class ProvisioningLayer extends Layer {
  readonly kubeadm: Kubeadm | undefined;
  readonly endpoint: HaProxy | KubeVip | undefined;
  readonly runtime: Containerd | CriO | undefined;
  readonly etcd: Etcd | undefined;
  readonly buildHosts: BuildHosts | undefined;
  readonly nodePrerequisites: NodePrerequisites | undefined;
  readonly machineMetrics: MachineMetrics | undefined;
  readonly kubespray: Kubespray | undefined;
  readonly installation: Installation | undefined;

  /** @throws DefinitionError for settings of what is not chosen */
  constructor(scope: Construct, id: string, props: ProvisioningLayerProps = {}) {
    super(scope, id);
    const platform = Platform.of(this);
    const has = (role: HostGroup): boolean => (platform?.hosts(role).length ?? 0) > 0;
    const { endpoint = has('load-balancer') ? 'haproxy' : 'none', runtime = 'containerd' } = props;
    const obstacle = obstacleOf(props.installer, platform, endpoint);
    const error = refusal(props, { endpoint, runtime, obstacle });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (obstacle !== undefined) {
      // A platform without control planes is most likely one that somebody else runs.
      const meant = has('control-plane') || (platform?.machines.length ?? 0) > 0;
      if (props.installer === undefined && meant) this.warn(`installs nothing: ${obstacle}`);
      return;
    }
    if (endpoint !== 'haproxy' && has('load-balancer')) this.warn(idleBalancers(endpoint));
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
    if (props.machineMetrics !== false) {
      this.machineMetrics = new MachineMetrics(this, 'machine-metrics', props.machineMetrics);
    }
    if (props.kubespray) {
      this.kubespray = new Kubespray(this, 'kubespray', { ...ssh, ...props.kubespray });
    }
  }

  private warn(text: string): void {
    Registry.of(this).warnings.push({ by: this, text: () => text });
  }
}
