import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpsClient } from './https-client';
import type { KubeObject } from './kube-object';

/** Where objects of one kind are found. */
export interface Mapping {
  /** `/api/v1` or `/apis/<group>/<version>`. */
  readonly base: string;
  /** Name of the resource in paths, for example `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
}

interface DiscoveredGroup {
  readonly metadata: { readonly name?: string };
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly {
      readonly resource: string;
      readonly scope: string;
      readonly responseKind?: { readonly kind: string };
    }[];
  }[];
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Knows the path of each kind that the API server serves; asks the server anew when a kind is unknown. */
export class RestMapper {
  private kinds: ReadonlyMap<string, Mapping> = new Map();

  constructor(private readonly client: HttpsClient) {}

  /** The mapping of a kind, or undefined when the server does not serve it. */
  async find(apiVersion: string, kind: string): Promise<Mapping | undefined> {
    const key = `${apiVersion} ${kind}`;
    for (let attempt = 0; attempt < 3 && !this.kinds.has(key); attempt++) {
      // A definition is established a moment before discovery lists it.
      if (attempt > 0) await sleep(150);
      await this.refresh();
    }
    return this.kinds.get(key);
  }

  /** True when discovery, as last read, lists the kind. */
  lists(apiVersion: string, kind: string): boolean {
    return this.kinds.has(`${apiVersion} ${kind}`);
  }

  /** Reads discovery: two requests for all groups together. */
  async refresh(): Promise<void> {
    const answers = await Promise.all(
      ['/api', '/apis'].map((path) =>
        this.client.request('GET', path, undefined, { accept: AGGREGATED }),
      ),
    );
    const groups = answers.flatMap(
      ({ body }) => (body as { items?: DiscoveredGroup[] }).items ?? [],
    );
    this.kinds = new Map(groups.flatMap(kindsOf));
  }

  /** The path of an object, or of its collection when it has no name yet. */
  static path(
    { base, plural, namespaced }: Mapping,
    { metadata }: KubeObject,
    name?: string,
  ): string {
    const scope = namespaced
      ? `/namespaces/${encodeURIComponent(metadata.namespace ?? 'default')}`
      : '';
    return `${base}${scope}/${plural}${name ? `/${encodeURIComponent(name)}` : ''}`;
  }
}

function kindsOf({ metadata, versions = [] }: DiscoveredGroup): [string, Mapping][] {
  return versions.flatMap(({ version, resources = [] }) => {
    const apiVersion = metadata.name ? `${metadata.name}/${version}` : version;
    const base = metadata.name ? `/apis/${apiVersion}` : `/api/${version}`;
    return resources.flatMap(({ resource, scope, responseKind }): [string, Mapping][] =>
      responseKind
        ? [
            [
              `${apiVersion} ${responseKind.kind}`,
              { base, plural: resource, namespaced: scope === 'Namespaced' },
            ],
          ]
        : [],
    );
  });
}
