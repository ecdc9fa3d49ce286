import type { Namespace } from '../../kernel';
import { LateResource } from './late-resource';

/** A `kubernetes_namespace_v1` with the labels of its Pod Security level. */
export class NamespaceResource extends LateResource {
  constructor(
    private readonly namespace: Namespace,
    deployed: () => boolean,
  ) {
    const type = { type: 'kubernetes_namespace_v1', provider: 'kubernetes' };
    super(namespace, 'Resource', type, namespace.node.path, deployed);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { name, labels } = this.namespace;
    return { metadata: { name, labels } };
  }
}
