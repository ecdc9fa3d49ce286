import { Construct } from 'constructs';
import { Engines } from './engine';
import { DefinitionError } from './errors';
import { mirrorContainers } from './image-mirror';
import { kindId, type Kind } from './kind';
import type { Manifest } from './manifest';
import { DNS_LABEL, DNS_SUBDOMAIN } from './names';
import { Platform } from './platform';
import { Registry } from './registry';

/**
 * When an object is applied, seen from the releases of its component: before them, right after them
 * to wait until they work (Jobs that end when they do), or once they do.
 */
export type Phase = 'before' | 'ready' | 'after';

/** Where an object goes, and what it is marked with. */
export interface ObjectMeta {
  /** @default - the component's namespace; none for a kind that lives outside namespaces */
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * `before` for what the component's releases wait for, such as a Secret that their Pods mount;
   * `ready` for Jobs that end when the releases serve what later objects need, and what those Jobs
   * run under; `after` for what needs the releases.
   * @default 'after'
   */
  readonly phase?: Phase;
}

export interface KubeObjectProps<Body extends object> extends ObjectMeta {
  readonly name: string;
  /** The fields beside `apiVersion`, `kind` and `metadata`; a function is called at synthesis. */
  readonly body: Body | (() => Body);
}

/** The intent to have an object in the cluster. */
export class KubeObject<Body extends object = object> extends Construct {
  readonly kind: Kind<Body>;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly phase: Phase;
  private readonly props: KubeObjectProps<Body>;

  constructor(scope: Construct, id: string, kind: Kind<Body>, props: KubeObjectProps<Body>) {
    super(scope, id);
    this.kind = kind;
    this.name = props.name;
    this.namespace = props.namespace;
    this.phase = props.phase ?? 'after';
    this.props = props;
    const error = nameError(kind, props);
    if (error !== undefined) throw new DefinitionError(this, error);
    Registry.of(this).objects.push(this);
    Engines.of(this)?.object?.(this);
  }

  /** `IPAddressPool.metallb.io metallb-system/public`: names the object in the cluster. */
  get identity(): string {
    const where = this.namespace === undefined ? '' : `${this.namespace}/`;
    return `${kindId(this.kind)} ${where}${this.name}`;
  }

  /** The object as it would be applied; final once the tree is complete. */
  get manifest(): Manifest {
    const mirror = Platform.of(this)?.imageMirror;
    return mirror ? mirrorContainers(mirror, this.unmirrored) : this.unmirrored;
  }

  /** The object with its images where their projects publish them. */
  get unmirrored(): Manifest {
    const { name, namespace, labels, annotations, body } = this.props;
    const { apiVersion, kind } = this.kind;
    return {
      apiVersion,
      kind,
      metadata: {
        name,
        ...(namespace !== undefined && { namespace }),
        ...(labels && Object.keys(labels).length > 0 && { labels: { ...labels } }),
        ...(annotations &&
          Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
      },
      ...(withoutUndefined(typeof body === 'function' ? body() : body) as object),
    };
  }
}

/** What the API server would say of the names, if anything. RBAC alone takes any characters. */
function nameError(kind: Kind<object>, { name, namespace }: ObjectMeta & { name: string }) {
  if (namespace !== undefined && !DNS_LABEL.test(namespace)) {
    return `${kind.kind} '${name}' is in namespace '${namespace}', which is not a DNS label such as \`monitoring\``;
  }
  const isFree = kind.apiVersion.startsWith('rbac.authorization.k8s.io/') && name !== '';
  return isFree || DNS_SUBDOMAIN.test(name)
    ? undefined
    : `${kind.kind} '${name}' has a name that is not made of \`a-z0-9-.\`, with a letter or digit at both ends and at most 253 characters; rename it`;
}

/** Copies plain data, leaving out `undefined`: it means "not set" in every props interface. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((v) => v !== undefined).map(withoutUndefined);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner !== undefined) out[key] = withoutUndefined(inner);
  }
  return out;
}
