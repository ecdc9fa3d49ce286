import { Construct, type IConstruct } from 'constructs';
import { describePlatform, type PlatformDescription } from './description';
import { DefinitionError } from './errors';
import { graphErrors } from './graph-checks';
import type { ImageMirror } from './image-mirror';
import { imagesOf, type PlatformImages } from './images';
import type { KindId } from './kind';
import { DNS_LABEL } from './names';
import { hostsOf } from './hosts';
import type { Host, HostGroup, Machine, PlatformNetworks, PlatformNode } from './nodes';
import { Registry } from './registry';

/** A year of the Kubernetes standard architecture. */
export type Edition = 2024 | 2025 | 2026;

/** How much of everything there is. */
export type Profile = 'high-availability' | 'single-node';

export interface PlatformProps {
  /** Name of the cluster, a DNS label. @default - the construct's id */
  readonly name?: string;
  /** DNS zone under which hostnames are made: `grafana.<domain>`. @default 'cluster.local' */
  readonly domain?: string;
  /** Which year's standard architecture. @default 2025 */
  readonly edition?: Edition;
  /** Minor version of the cluster's Kubernetes. @default '1.34' */
  readonly kubernetesVersion?: string;
  /**
   * `high-availability`: two or more replicas of everything, spread over nodes.
   * `single-node`: one of everything, small requests, no disruption budgets.
   * @default 'high-availability'
   */
  readonly profile?: Profile;
  /** Registry that mirrors every image. @default - images come from their own registries */
  readonly imageMirror?: ImageMirror;
  /** Machines of the cluster. @default [] */
  readonly nodes?: readonly PlatformNode[];
  /** Machines beside the cluster: load balancers, members of an external etcd, build hosts. @default [] */
  readonly machines?: readonly Machine[];
  /** Address ranges of the cluster. @default - kubeadm's usual ones */
  readonly networks?: PlatformNetworks;
  /** How nodes and Pods reach the API server. @default - the Service `kubernetes` */
  readonly apiServer?: ApiServerEndpoint;
  /**
   * Certificates (PEM) of the authorities that the organization trusts beside the public ones, as
   * one text. Components that call an address signed by one of them are given it.
   * @default - public authorities only
   */
  readonly caCertificates?: string;
  /** Labels of the environment (`stage: production`), put on every namespace. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Kinds whose CRDs the cluster has already from elsewhere, as `Kind.group` or `*.group`.
   * @default []
   */
  readonly existingKinds?: readonly KindId[];
}

/** Where the API servers answer. */
export interface ApiServerEndpoint {
  /** Host name or address of the load balancer in front of the API servers. */
  readonly host: string;
  /** @default 6443 */
  readonly port?: number;
}

const PLATFORM = Symbol.for('kubestrata.Platform');
const DNS_NAME = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/**
 * One cluster: its settings, and the boundary within which components find each other. Stands
 * below a TerraformStack, a cdk8s App or Chart, or nothing.
 */
export class Platform extends Construct {
  static isPlatform(this: void, x: unknown): x is Platform {
    return typeof x === 'object' && x !== null && PLATFORM in x;
  }

  /** The platform that `construct` is part of, if any. */
  static of(construct: IConstruct): Platform | undefined {
    const boundary = Registry.boundaryOf(construct);
    return Platform.isPlatform(boundary) ? boundary : undefined;
  }

  readonly name: string;
  readonly domain: string;
  readonly edition: Edition;
  /** `major.minor`. */
  readonly kubernetesVersion: string;
  readonly profile: Profile;
  readonly imageMirror: ImageMirror | undefined;
  readonly nodes: readonly PlatformNode[];
  readonly machines: readonly Machine[];
  readonly networks: Required<PlatformNetworks>;
  readonly apiServer: Required<ApiServerEndpoint> | undefined;
  readonly caCertificates: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly existingKinds: readonly KindId[];

  /** @throws DefinitionError for a name, domain, version or node that cannot be */
  constructor(scope: Construct, id: string, props: PlatformProps = {}) {
    super(scope, id);
    Object.defineProperty(this, PLATFORM, { value: true });
    Registry.bound(this);
    this.name = this.matching('name', props.name ?? id, DNS_LABEL, 'a DNS label such as `prod-1`');
    const zone = 'a DNS zone such as `k8s.example.com`';
    this.domain = this.matching('domain', props.domain ?? 'cluster.local', DNS_NAME, zone);
    this.edition = props.edition ?? 2025;
    const version = props.kubernetesVersion ?? '1.34';
    this.kubernetesVersion = this.matching(
      'Kubernetes version',
      version,
      /^1\.\d{2}$/,
      'major and minor such as `1.34`',
    );
    this.profile = props.profile ?? 'high-availability';
    this.imageMirror = props.imageMirror;
    this.nodes = [...(props.nodes ?? [])];
    this.machines = [...(props.machines ?? [])];
    const { pods, services, nodes } = props.networks ?? {};
    this.networks = {
      pods: pods ?? ['10.244.0.0/16'],
      services: services ?? ['10.96.0.0/16'],
      nodes: nodes ?? [],
    };
    this.apiServer = props.apiServer && { port: 6443, ...props.apiServer };
    this.caCertificates = props.caCertificates;
    if (props.caCertificates?.includes('-----BEGIN CERTIFICATE-----') === false) {
      throw new DefinitionError(
        this,
        'caCertificates hold no certificate; give PEM text that starts with `-----BEGIN CERTIFICATE-----`',
      );
    }
    this.labels = { ...props.labels };
    this.existingKinds = [...(props.existingKinds ?? [])];
    this.node.addValidation({ validate: () => graphErrors(this) });
  }

  /** Whether everything runs in more than one copy. */
  get highlyAvailable(): boolean {
    return this.profile === 'high-availability';
  }

  /** Addresses of the control plane's machines. */
  get controlPlaneAddresses(): readonly string[] {
    return this.nodes.filter((n) => n.role === 'control-plane').map((n) => n.address);
  }

  /** Machines of a group; none for `operator`. */
  hosts(group: HostGroup): readonly Host[] {
    return hostsOf(this, group);
  }

  /** Whether the cluster's Kubernetes is `version` (`1.36`) or newer. */
  atLeast(version: string): boolean {
    const minor = (v: string): number => Number(v.split('.')[1]);
    return minor(this.kubernetesVersion) >= minor(version);
  }

  /** Whether the cluster has the CRD of `kind` from elsewhere (`existingKinds`). */
  hasKindAlready(kind: KindId): boolean {
    const group = `*${kind.slice(kind.indexOf('.'))}`;
    return this.existingKinds.some((known) => known === kind || known === group);
  }

  /** A hostname of this platform: `grafana` → `grafana.k8s.example.com`. */
  hostname(label: string): string {
    return `${label}.${this.domain}`;
  }

  /**
   * The whole graph as data: components, releases, objects, capabilities given and used, order.
   * Call it when everything is defined.
   */
  describe(): PlatformDescription {
    return describePlatform(this);
  }

  /**
   * Every image that the cluster may pull, with who needs it: what an air gap has to bring along.
   * Call it when everything is defined.
   */
  images(): PlatformImages {
    return imagesOf(this);
  }

  private matching(what: string, value: string, pattern: RegExp, expected: string): string {
    if (pattern.test(value)) return value;
    throw new DefinitionError(this, `${what} '${value}' is not ${expected}`);
  }
}
