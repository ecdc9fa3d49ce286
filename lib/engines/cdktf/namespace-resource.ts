import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import type { Namespace } from '../../kernel';
import { deploys } from './depends-on';

/** A `kubernetes_namespace_v1` with the labels of its Pod Security level. */
export class NamespaceResource extends NamespaceV1 {
  constructor(namespace: Namespace) {
    const { name, labels } = namespace;
    super(namespace, 'Resource', { metadata: { name, labels } });
    deploys(namespace.node.path, this);
  }

  get addresses(): readonly string[] {
    return [`kubernetes_namespace_v1.${this.friendlyUniqueId}`];
  }
}
