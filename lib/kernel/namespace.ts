import { Construct } from 'constructs';
import { Engines } from './engine';
import type { Manifest } from './manifest';
import { Platform } from './platform';
import { Registry } from './registry';

/** A level of the Pod Security Standards, weakest first. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

export interface NamespaceProps {
  readonly name: string;
  /** What Pods of this namespace may do; enforced, audited and warned about. */
  readonly podSecurity: PodSecurityLevel;
  /** Labels beside those for Pod Security and the platform's own. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The intent to have a namespace. */
export class Namespace extends Construct {
  readonly name: string;
  readonly podSecurity: PodSecurityLevel;
  private readonly props: NamespaceProps;

  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    this.name = props.name;
    this.podSecurity = props.podSecurity;
    this.props = props;
    Registry.of(this).namespaces.push(this);
    Engines.of(this)?.namespace?.(this);
  }

  /** All labels: the platform's, the Pod Security ones, those of the props. */
  get labels(): Record<string, string> {
    const level = this.podSecurity;
    return {
      'app.kubernetes.io/managed-by': 'kubestrata',
      ...Platform.of(this)?.labels,
      'pod-security.kubernetes.io/audit': level,
      'pod-security.kubernetes.io/enforce': level,
      'pod-security.kubernetes.io/warn': level,
      ...this.props.labels,
    };
  }

  /** The object, for engines that write manifests. */
  get manifest(): Manifest {
    return {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: this.name, labels: this.labels },
    };
  }
}
