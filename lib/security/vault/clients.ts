import type { Construct } from 'constructs';
import { allowIngress, connect, type PodDestination } from '../../index';

/** Namespaces whose Pods may connect to the servers, as a role lets them log in. */
export class Clients {
  private readonly namespaces = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly name: string,
    private readonly servers: PodDestination,
  ) {}

  /** Lets Pods of a namespace through, of all where it is `*`. */
  letIn(from: string): void {
    const { scope, name, servers } = this;
    const { namespace, pods, ports } = servers;
    if (this.namespaces.has(from) || from === namespace) return;
    this.namespaces.add(from);
    if (from === '*') {
      const rule = { with: 'anywhere', ports } as const;
      allowIngress(scope, { name: 'all-roles', namespace, ...(pods && { pods }), rule });
    } else {
      connect(scope, { name: `${from}-to-${name}`, from: { namespace: from }, to: servers });
    }
  }
}
