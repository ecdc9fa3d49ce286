import type { Construct } from 'constructs';
import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { ClusterDns } from '../../contracts/cluster-dns';
import { ContainerRuntime } from '../../contracts/container-runtime';
import { ControlPlane } from '../../contracts/control-plane';
import { EtcdCluster } from '../../contracts/etcd-cluster';
import { ImageRegistry } from '../../contracts/image-registry';
import { Metrics } from '../../contracts/metrics';
import { Component, ON_MACHINES, Platform, type ComponentProps } from '../../index';
import { ApiAddressOwner, apiEndpoint } from '../api-endpoint';
import { errorsOf, machinesError, optionsError, warningsOf } from './checks';
import { FILE_NAMES, fileVariables } from './files';
import { inventory } from './inventory';
import type { KubesprayOptions, KubesprayVip } from './options';
import { readme } from './readme';
import { COMPANIONS, KUBE_VIP_IMAGE, NODE_LOCAL_DNS_IMAGE } from './release';
import { REGISTRY_CA } from './runtime';
import { etcdDeployment, type Source } from './source';

export interface KubesprayProps extends Pick<ComponentProps, 'wiring'>, KubesprayOptions {}

/**
 * Inventory and variables with which kubespray, a collection of Ansible playbooks, sets up the same
 * cluster as the platform's definition of a control plane: versions, networks, container runtime,
 * etcd, audit, admission, authentication, encryption. Choose it to have many machines set up, grown
 * and upgraded by one command; leave it out where the kubeadm files are enough.
 *
 * Everything lies below `kubespray/` in the folder of the machines' files, with a README that says
 * how to run it. kubespray's add-ons are off, its CNI too: both are components here. Variables are
 * those of release 2.31.0; before another one is used, its release notes must be read.
 *
 * @see https://kubespray.io
 */
export class Kubespray extends Component {
  private readonly props: KubesprayProps;

  /** @throws DefinitionError for versions and ways to run etcd that cannot be */
  constructor(scope: Construct, id: string, props: KubesprayProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.props = props;
    this.orFail(optionsError(Platform.of(this), props));
    if (props.kubeVip) this.holdAddress(props.kubeVip);
    ControlPlane.require(this, 'to know what kubespray has to set up');
    this.hostFile({
      on: 'operator',
      path: 'kubespray/inventory.yaml',
      content: () => this.yaml((source) => inventory(source)),
    });
    for (const file of FILE_NAMES) {
      this.hostFile({
        on: 'operator',
        path: `kubespray/group_vars/${file}`,
        content: () => this.yaml((source) => fileVariables(source, file)),
      });
    }
    this.hostFile({
      on: 'operator',
      path: 'kubespray/README.md',
      content: () => this.given((source) => ({ text: readme(source) })),
    });
    this.hostFile({
      on: 'nodes',
      path: REGISTRY_CA,
      content: () =>
        this.given(({ registry, runtime }) =>
          registry?.caCertificates === undefined || runtime?.name === 'cri-o'
            ? undefined
            : { text: registry.caCertificates },
        ),
    });
    this.recordImages();
    this.drawSteps();
    this.drawChecks();
  }

  /** What there is to write from; `undefined` outside a platform, and before there is a control plane. */
  private get source(): Source | undefined {
    const [platform, definition] = [Platform.of(this), ControlPlane.find(this)];
    if (!platform || !definition) return undefined;
    return {
      platform,
      definition,
      options: this.props,
      version: this.props.kubeVersion ?? definition.version,
      runtime: ContainerRuntime.find(this),
      balancer: ApiLoadBalancer.find(this),
      dns: ClusterDns.find(this),
      registry: ImageRegistry.find(this),
      remoteMetrics: Metrics.find(this) !== undefined,
      externalEtcd: EtcdCluster.find(this) !== undefined,
    };
  }

  private given<T>(make: (source: Source) => T | undefined): T | undefined {
    return this.source && make(this.source);
  }

  /** Data as a file; nothing makes no file. */
  private yaml(make: (source: Source) => object): { yaml: object } | undefined {
    const data = this.given(make);
    return data && Object.keys(data).length > 0 ? { yaml: data } : undefined;
  }

  private holdAddress({ virtualAddress }: KubesprayVip): void {
    const { endpoint } = apiEndpoint(this, virtualAddress);
    this.claimAddresses("the API servers' virtual address", endpoint.virtualAddress, {
      withinNodes: true,
    });
    ApiAddressOwner.claim(this);
    ApiLoadBalancer.provide(this, endpoint);
  }

  /** Images of kubespray's own choice; those of Kubernetes are the control plane's. */
  private recordImages(): void {
    const platform = Platform.of(this);
    if (!platform) return;
    const own = COMPANIONS[platform.kubernetesVersion];
    const etcd = etcdDeployment({ platform, options: this.props });
    if (own) this.image(`registry.k8s.io/pause:${own.pause}`);
    if (own && etcd === 'kubeadm') this.image(`quay.io/coreos/etcd:v${own.etcd}`);
    if (this.props.kubeVip) this.image(KUBE_VIP_IMAGE);
    if (this.props.nodeLocalDns) this.image(NODE_LOCAL_DNS_IMAGE);
  }

  private drawSteps(): void {
    this.steps(() =>
      PLAYS.map(([runbook, play]) => ({
        runbook,
        stage: 'preparation',
        title: 'Or let kubespray do it',
        text: `\`kubespray/README.md\` sets up the same cluster with \`${play}\`. It stands in for all steps below from etcd to the joining of nodes; load balancers and all after that stay.`,
      })),
    );
  }

  private drawChecks(): void {
    this.check(() => machinesError(Platform.of(this)));
    this.check(() => this.given((source) => errorsOf(source).join('; ') || undefined));
    this.warn(() => this.given((source) => warningsOf(source).join('; ') || undefined));
  }
}

const PLAYS = [
  ['install', 'cluster.yml'],
  ['upgrade', 'upgrade-cluster.yml'],
] as const;
