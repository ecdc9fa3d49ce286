import type { Construct } from 'constructs';
import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { ClusterAccess } from '../../contracts/cluster-access';
import { ClusterDns } from '../../contracts/cluster-dns';
import { Network } from '../../contracts/cluster-network';
import { ControlPlane, type ControlPlaneDefinition } from '../../contracts/control-plane';
import {
  Component,
  ON_MACHINES,
  Platform,
  type HostContent,
  type HostFileProps,
  type PlatformNode,
} from '../../index';
import {
  apiServerErrors,
  apiServerFiles,
  apiServerSteps,
  benchmark,
  hasLocalKey,
  keyRotation,
  type ApiServerInput,
} from './api-server';
import { certificateSteps } from './certificate-steps';
import { errorsOf, WARNINGS, type Known } from './checks';
import { clusterOf, type Cluster } from './cluster';
import { benchmarkFacts, definitionOf, lateDefinition } from './definition';
import { installSteps } from './install-steps';
import { filesOfControlPlane, filesOfMachine, filesOfNodes, type Source } from './machine-files';
import { alwaysPulled, CONTROL_PLANE_NEEDS, imagesOf, nodeNeeds, portsOf } from './machine-needs';
import { recoverySteps } from './recovery-steps';
import { upgradeSteps } from './upgrade-steps';
import type { KubeadmProps } from './words';

/**
 * Makes a cluster of the platform's machines: the files that kubeadm reads on each of them, those of
 * API servers, kubelets and kube-proxy, the scripts around them, and the runbooks. Choose it where
 * machines are looked after by people or by Ansible; Kubespray makes the same cluster from the same
 * definition.
 *
 * The first of the platform's control planes starts the cluster, the others join it one by one. No
 * file holds a secret: tokens, keys and certificates are made on machines, and scripts hand them on.
 * Settings follow the CIS benchmark; `CIS.md` says which of its controls are met.
 *
 * A new version, or new settings, come to a running cluster by `UPGRADE.md`: one minor version at a
 * time, control planes before workers.
 *
 * @see https://kubernetes.io/docs/reference/setup-tools/kubeadm/
 */
export class Kubeadm extends Component {
  private readonly props: KubeadmProps;

  constructor(scope: Construct, id: string, props: KubeadmProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.props = props;
    for (const image of alwaysPulled(this.cluster)) this.image(image);
    this.drawFiles();
    this.drawSteps();
    this.hostPorts(() => portsOf(this.cluster, this.props));
    this.hostNeeds(() => nodeNeeds(this.cluster));
    this.hostNeeds(() => CONTROL_PLANE_NEEDS);
    ControlPlane.provide(
      this,
      lateDefinition(() => this.definition),
    );
    this.drawChecks();
  }

  /** The control plane as other tools that make one need to know it; final at synthesis. */
  get definition(): ControlPlaneDefinition {
    return definitionOf(this.cluster, this.props, this.apiServer);
  }

  private get cluster(): Cluster {
    return clusterOf(this, this.props);
  }

  private get apiServer(): ApiServerInput {
    const { apiServer = {}, kubelet, sshUser } = this.props;
    return {
      options: apiServer,
      kubernetesVersion: Platform.of(this)?.kubernetesVersion ?? '1.36',
      authentication: ClusterAccess.find(this)?.authenticationConfiguration,
      systemNamespaces: ['kube-system'],
      controlPlanes: this.controlPlanes,
      sshUser,
      kubeletServingCertificates: kubelet?.servingCertificates !== 'self-signed',
    };
  }

  private get controlPlanes(): readonly PlatformNode[] {
    return (Platform.of(this)?.nodes ?? []).filter(({ role }) => role === 'control-plane');
  }

  private drawFiles(): void {
    const { props } = this;
    const source: Source = {
      cluster: () => this.cluster,
      props,
      apiServer: () => this.apiServer,
    };
    const [first] = this.controlPlanes;
    if (first === undefined) return;
    const nodes = Platform.of(this)?.nodes ?? [];
    const files: readonly HostFileProps[] = [
      ...nodes.flatMap((node) => filesOfMachine(node, node === first, source)),
      ...filesOfNodes(source),
      ...filesOfControlPlane(source),
      { on: 'operator', path: 'CIS.md', content: () => ({ text: this.benchmark() }) },
    ];
    for (const file of files) this.hostFile({ ...file, content: () => this.contentOf(file) });
    this.hostFiles(() =>
      apiServerFiles(this.apiServer).map((file) => ({ on: 'control-plane', ...file })),
    );
  }

  /** Files name images; the platform's list has them from here. */
  private contentOf({ content }: HostFileProps): HostContent | undefined {
    for (const image of imagesOf(this.cluster)) this.image(image);
    return typeof content === 'function' ? content() : content;
  }

  private benchmark(): string {
    return benchmark(this.definition, benchmarkFacts(this.cluster, this.props, this.apiServer));
  }

  private drawSteps(): void {
    this.steps(() => [
      ...apiServerSteps(this.apiServer),
      ...installSteps(this.cluster, this.props),
      ...upgradeSteps(this.cluster, this.props),
      ...certificateSteps(this.cluster, this.props),
      ...keyRotation(this.apiServer),
      ...recoverySteps(this.cluster, this.props, hasLocalKey(this.apiServer)),
    ]);
  }

  private drawChecks(): void {
    const { props } = this;
    const known = (): Known => ({
      cluster: this.cluster,
      props,
      minor: Platform.of(this)?.kubernetesVersion ?? '1.36',
      surroundings: {
        apiServer: Platform.of(this)?.apiServer,
        balancer: ApiLoadBalancer.find(this),
        network: Network.find(this),
        dnsDomain: ClusterDns.find(this)?.domain,
      },
    });
    this.node.addValidation({
      validate: () => [...errorsOf(known()), ...apiServerErrors(this.apiServer)],
    });
    for (const warning of WARNINGS) this.warn(() => warning(known()));
  }
}
