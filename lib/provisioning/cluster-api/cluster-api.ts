import type { Construct } from 'constructs';
import { ControlPlane, type ControlPlaneDefinition } from '../../contracts/control-plane';
import { Component } from '../../index';
import { definitionError, optionsError } from './checks';
import { clusterSpec, topologySpec } from './cluster';
import {
  Cluster,
  KubeadmConfigTemplate,
  KubeadmControlPlane,
  MachineDeployment,
  MachineHealthCheck,
} from './kinds';
import { controlPlaneConfig, workerConfig } from './kubeadm-config';
import { controlPlaneMachines, healthCheck, workerMachines } from './machines';
import type { ClusterApiProps, Infrastructure, Topology, WorkerGroup } from './words';

/**
 * A cluster whose machines come and go by Cluster API: objects for the management cluster, made from
 * the same definition of a control plane as kubeadm's files. Choose it where there is a management
 * cluster with a provider for the machines; objects of the provider itself are named, not drawn.
 *
 * It stands in the platform of the management cluster, whose CRDs and controllers are there already
 * (`existingKinds: ['*.cluster.x-k8s.io', …]`): releases of Cluster API hold placeholders that only
 * `clusterctl` fills in. Images of machines bring the container runtime, kubelet, and kernel settings.
 * Modes of kube-proxy are not taken over, authorizers beside Node and RBAC are refused; where kubelets
 * ask for server certificates, something in the new cluster has to approve them.
 *
 * No layer has it, as it is for other clusters than the platform's own. Put it beside the layers:
 * `new ClusterApi(platform, 'shop', { clusterName: 'shop', controlPlane, … })`, with a definition of
 * that cluster; only a management cluster that is to make a twin of itself leaves `controlPlane` out.
 *
 * Upgrade: raise the definition's version; machines are replaced one by one, the control plane first.
 * Templates of the provider cannot be changed: make a new one and name it.
 *
 * @see https://cluster-api.sigs.k8s.io
 */
export class ClusterApi extends Component {
  private readonly props: ClusterApiProps;
  private readonly groups = new Map<string, WorkerGroup>();

  /** @throws DefinitionError for a name, number or choice that cannot be */
  constructor(scope: Construct, id: string, props: ClusterApiProps) {
    super(scope, id, props, { namespace: 'clusters', podSecurity: 'restricted' });
    this.props = props;
    this.orFail(optionsError(props));
    if (!props.controlPlane) ControlPlane.require(this, 'to know what Cluster API has to make');
    if (props.infrastructure) this.drawMachines(props.infrastructure);
    if (props.topology) this.drawTopology(props.topology);
    for (const group of props.workers ?? []) this.addWorkers(group);
    this.check(() => this.definition && definitionError(this.definition, props));
    this.warn(() => kubeProxyWarning(this.definition));
  }

  /** @throws DefinitionError for a name that there is already, or machines that fit not */
  addWorkers(group: WorkerGroup): void {
    const { name, machines, labels, taints } = group;
    const { clusterName, topology } = this.props;
    if (this.groups.has(name))
      this.fail(`there are already workers '${name}'; name them otherwise`);
    this.groups.set(name, group);
    if (topology) {
      if (!(machines ?? labels ?? taints)) return;
      this.fail(
        `workers '${name}' have machines, labels or taints, but their class says those; leave them out`,
      );
    }
    if (!machines)
      this.fail(`workers '${name}' have no \`machines\`; name the provider's template`);
    const full = `${clusterName}-${name}`;
    this.object(KubeadmConfigTemplate, full, () => ({
      spec: {
        template: {
          spec: this.definition ? workerConfig(this.definition, this.options, group) : {},
        },
      },
    }));
    this.object(MachineDeployment, full, () => ({
      spec: workerMachines(
        this.definition,
        { cluster: clusterName, full },
        group,
        machines,
        this.props,
      ),
    }));
    const someOf = Math.max(1, Math.floor(group.replicas * 0.4));
    this.drawHealthCheck(full, { 'cluster.x-k8s.io/deployment-name': full }, someOf);
  }

  /** The control plane to make; late. */
  private get definition(): ControlPlaneDefinition | undefined {
    return this.props.controlPlane ?? ControlPlane.find(this);
  }

  private get options() {
    const { criSocket = 'unix:///run/containerd/containerd.sock', encryptionSecret } = this.props;
    return { criSocket, encryptionSecret };
  }

  private drawMachines({ cluster, controlPlane }: Infrastructure): void {
    const { clusterName, controlPlaneReplicas: replicas = 3 } = this.props;
    const { certificateRenewalDays = 30, upgradesDns = true } = this.props;
    const name = `${clusterName}-control-plane`;
    this.object(Cluster, clusterName, () => ({
      spec: clusterSpec(this.definition, name, cluster),
    }));
    this.object(
      KubeadmControlPlane,
      name,
      () => ({
        spec: {
          ...controlPlaneMachines(this.definition, controlPlane, {
            ...this.props,
            replicas,
            certificateDays: certificateRenewalDays,
          }),
          ...(this.definition && {
            kubeadmConfigSpec: controlPlaneConfig(this.definition, this.options),
          }),
        },
      }),
      upgradesDns ? {} : { annotations: { 'controlplane.cluster.x-k8s.io/skip-coredns': '' } },
    );
    const minority = Math.max(1, Math.floor((replicas - 1) / 2));
    this.drawHealthCheck(name, { 'cluster.x-k8s.io/control-plane': '' }, minority);
  }

  private drawTopology(topology: Topology): void {
    const { clusterName, controlPlaneReplicas = 3 } = this.props;
    this.object(Cluster, clusterName, () => ({
      spec: topologySpec(this.definition, topology, controlPlaneReplicas, [
        ...this.groups.values(),
      ]),
    }));
  }

  private drawHealthCheck(
    name: string,
    labels: Readonly<Record<string, string>>,
    atMost: number,
  ): void {
    const { clusterName } = this.props;
    this.object(MachineHealthCheck, name, {
      spec: healthCheck(clusterName, labels, atMost, this.props),
    });
  }
}

function kubeProxyWarning(definition: ControlPlaneDefinition | undefined): string | undefined {
  const mode = definition?.kubeProxyMode;
  return mode === 'nftables' || mode === 'ipvs'
    ? `Cluster API has no setting for kube-proxy's mode '${mode}'; it runs in its default one`
    : undefined;
}
