import { Construct, type IConstruct } from 'constructs';
import { Capability, type Wiring } from './capability';
import { connect, type Destination } from './connections';
import { DefinitionError } from './errors';
import { claimHostPorts, type HostPort } from './exclusive';
import { HostFile, type HostFileProps } from './host-file';
import type { HostNeeds } from './host-needs';
import { HelmRelease, type ChartPin, type ReleaseOptions } from './helm-release';
import { mirrored } from './image-mirror';
import { isolate, type TrafficRules } from './isolation';
import type { Kind } from './kind';
import { KubeObject, type ObjectMeta } from './kube-object';
import { DNS_LABEL } from './names';
import { Namespace, type PodSecurityLevel } from './namespace';
import { Platform } from './platform';
import { Registry } from './registry';
import type { RunbookStep } from './runbook';
import { nearest } from './scopes';
import type { Values } from './values';

export interface ComponentProps {
  /** Namespace the component is installed into. @default - the component's own, see its class */
  readonly namespace?: string;
  /**
   * Whether to create that namespace. Components that name the same one must agree on its Pod
   * Security level.
   * @default true, but for `kube-system` and `default`, which every cluster has
   */
  readonly createNamespace?: boolean;
  /** Pod Security level of the namespace. @default - the strictest that the component runs under */
  readonly podSecurity?: PodSecurityLevel;
  /** Chart values, merged over everything the library sets. @default {} */
  readonly values?: Values;
  /** Another place or version of the chart. @default - the version that the library was tested with */
  readonly chart?: Partial<ChartPin>;
  /**
   * This component's own choice of what serves it: `[Metrics.with(other)]`, `[Metrics.none]`.
   * @default - what the platform provides
   */
  readonly wiring?: readonly Wiring[];
}

/** Where a component goes unless its props say otherwise. */
export interface ComponentDefaults {
  readonly namespace: string;
  /** The strictest level that its Pods run under. */
  readonly podSecurity: PodSecurityLevel;
}

/** What describes an object of a component: kind, name, body, and what is not the default. */
export type ObjectArguments<Body extends object> = [
  kind: Kind<Body>,
  name: string,
  body: Body | (() => Body),
  meta?: ObjectMeta,
];

/**
 * Defaults of a component that stands on machines and has no Pods of its own: `kube-system` is where
 * what kubelets start by themselves is at home.
 */
export const ON_MACHINES: ComponentDefaults = {
  namespace: 'kube-system',
  podSecurity: 'privileged',
};

const COMPONENT = Symbol.for('kubestrata.Component');
const EXISTING_NAMESPACES = new Set(['default', 'kube-system']);

/**
 * A system of the platform: its charts, the objects that configure it, and what it gives to and
 * takes from other systems (see `Capability`).
 */
export abstract class Component extends Construct {
  static isComponent(this: void, x: unknown): x is Component {
    return typeof x === 'object' && x !== null && COMPONENT in x;
  }

  /** The innermost component that `construct` is or stands in. */
  static of(construct: IConstruct): Component | undefined {
    return nearest(construct, (scope) => (Component.isComponent(scope) ? scope : undefined));
  }

  readonly namespace: string;
  readonly podSecurity: PodSecurityLevel;
  private readonly common: ComponentProps;

  constructor(scope: Construct, id: string, common: ComponentProps, defaults: ComponentDefaults) {
    super(scope, id);
    Object.defineProperty(this, COMPONENT, { value: true });
    this.common = common;
    this.namespace = common.namespace ?? defaults.namespace;
    this.podSecurity = common.podSecurity ?? defaults.podSecurity;
    if (!DNS_LABEL.test(this.namespace)) {
      this.fail(`namespace '${this.namespace}' is not a DNS label such as \`metallb-system\``);
    }
    Registry.of(this).components.push(this);
    if (common.wiring) Capability.wire(this, common.wiring);
    if (common.createNamespace ?? !EXISTING_NAMESPACES.has(this.namespace)) this.ownNamespace();
  }

  /** Puts everything of this component after everything of the others. */
  after(...others: readonly IConstruct[]): void {
    for (const to of others) Registry.of(this).edges.push({ from: this, to });
  }

  /**
   * Has `chart` installed, as child `id`. `values` is called at synthesis, when all wiring is
   * known. The user's `values` and `chart` props are for the release with id `release`.
   */
  protected install(
    chart: ChartPin,
    values: () => Values,
    options: ReleaseOptions = {},
    id = 'release',
  ): HelmRelease {
    const main = id === 'release';
    return new HelmRelease(this, id, {
      ...options,
      chart: main ? withOverrides(chart, this.common.chart) : chart,
      namespace: this.namespace,
      values,
      ...(main && this.common.values && { overrides: this.common.values }),
    });
  }

  /** Has an object, in the component's namespace if its kind has one. A `body` function is late. */
  protected object<Body extends object>(
    kind: Kind<Body>,
    name: string,
    body: Body | (() => Body),
    meta: ObjectMeta = {},
  ): KubeObject<Body> {
    const namespace = kind.namespaced === false ? {} : { namespace: this.namespace };
    const id = `${kind.kind}-${meta.namespace === undefined ? '' : `${meta.namespace}-`}${name}`;
    return new KubeObject(this, id, kind, { name, ...namespace, ...meta, body });
  }

  /**
   * Closes the component's namespace to all traffic but the given, DNS, and traffic within the
   * namespace. Metrics and exposed hostnames add their own rules.
   */
  protected isolate(rules: TrafficRules): void {
    isolate(this, this.namespace, rules);
  }

  /**
   * Lets Pods of this component's namespace connect to what it was given, on both sides.
   *
   * @param name what it connects to, as in the policies' names: `keycloak`
   * @param pods labels of the Pods that connect, default all of the namespace
   */
  protected connect(name: string, to: Destination, pods?: Readonly<Record<string, string>>): void {
    const from = { namespace: this.namespace, ...(pods && { pods }) };
    connect(this, { name: `${this.node.id}-to-${name}`, from, to });
  }

  /** Has a file on machines. */
  protected hostFile(props: HostFileProps): HostFile {
    const file = new HostFile(this, props);
    Registry.of(this).hostFileSources.push(() => [file]);
    return file;
  }

  /** Has files on machines; `files` is called at synthesis, when all wiring is known. */
  protected hostFiles(files: () => readonly HostFileProps[]): void {
    Registry.of(this).hostFileSources.push(() => files().map((props) => new HostFile(this, props)));
  }

  /** Says what machines must have before this component can run there; `needs` is called at synthesis. */
  protected hostNeeds(needs: () => HostNeeds): void {
    Registry.of(this).hostNeeds.push({ by: this, needs });
  }

  /** Adds steps to runbooks; `steps` is called at synthesis. */
  protected steps(steps: () => readonly RunbookStep[]): void {
    Registry.of(this).steps.push({ by: this, steps });
  }

  /** Takes ports of the nodes; two components with the same port fail synthesis. */
  protected hostPorts(ports: () => readonly HostPort[]): void {
    claimHostPorts(this, ports);
  }

  /** Takes addresses that nothing else in the cluster may use: a CIDR, one address, a range. */
  protected claimAddresses(
    what: string,
    range: string,
    options: { withinNodes?: boolean } = {},
  ): void {
    Registry.of(this).addresses.push({ by: this, what, range, ...options });
  }

  /** An image as the platform pulls it: from its mirror, if there is one. Counts among its images. */
  protected image(reference: string): string {
    Registry.of(this).recordImage(this, reference);
    const mirror = Platform.of(this)?.imageMirror;
    return mirror ? mirrored(mirror, reference) : reference;
  }

  /** Fails synthesis with what `rule` returns, together with all other failures. */
  protected check(rule: () => string | undefined): void {
    this.node.addValidation({ validate: () => [rule() ?? []].flat() });
  }

  /** Warns with `text`, or with what it returns at synthesis. */
  protected warn(text: string | (() => string | undefined)): void {
    const late = typeof text === 'function' ? text : () => text;
    Registry.of(this).warnings.push({ by: this, text: late });
  }

  /** Rejects a bad argument at once. */
  protected fail(message: string): never {
    throw new DefinitionError(this, message);
  }

  /** Rejects a bad argument at once, where a check found one. */
  protected orFail(error: string | undefined): void {
    if (error !== undefined) this.fail(error);
  }

  private ownNamespace(): void {
    const shared = Registry.of(this).namespaces.find((n) => n.name === this.namespace);
    if (shared === undefined) {
      new Namespace(this, 'namespace', { name: this.namespace, podSecurity: this.podSecurity });
    } else if (shared.podSecurity !== this.podSecurity) {
      this.fail(
        `namespace '${this.namespace}' is '${shared.podSecurity}' for '${shared.node.scope?.node.path}' but would be '${this.podSecurity}' here; give one of them its own \`namespace\`, or both the same \`podSecurity\``,
      );
    }
  }
}

/** The user's place or version of a chart; what else is known of it is known of the pinned version. */
function withOverrides(pin: ChartPin, own: Partial<ChartPin> = {}): ChartPin {
  if (own.version === undefined || own.version === pin.version) return { ...pin, ...own };
  const { images: _, kubeVersion: __, ...place } = pin;
  return { ...place, ...own };
}

/** Configurations of a component, by name: what the documentation and the tests over all components show. */
export type Examples = Readonly<Record<string, (scope: Construct) => void>>;
