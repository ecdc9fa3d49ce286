import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { Component, type Engine, type Manifest } from '../../kernel';

/** An API object whose manifest is read when the chart is synthesized. */
export class LateApiObject extends ApiObject {
  private readonly jsonPatches: JsonPatch[] = [];

  constructor(
    scope: Construct,
    id: string,
    first: Manifest,
    private readonly read: () => Manifest,
    private readonly drawn: () => boolean,
  ) {
    const { apiVersion, kind, metadata } = first;
    super(scope, id, { apiVersion, kind, metadata: { name: metadata.name } });
  }

  override addJsonPatch(...patches: JsonPatch[]): void {
    this.jsonPatches.push(...patches);
  }

  /** Whether it is part of the output: `false` where another tool deploys it. */
  get isDrawn(): boolean {
    return this.drawn();
  }

  // cdk8s would sort all keys and resolve tokens; manifests hold plain data, in a reader's order.
  override toJson(): Manifest {
    if (!this.drawn()) {
      throw new Error(
        `[${this.node.path}] is handed over to another tool, which only a \`LayeredApp\` can leave out; make that the app`,
      );
    }
    const manifest = this.read();
    const labels = { ...this.chart.labels, ...manifest.metadata.labels };
    const metadata =
      Object.keys(labels).length > 0 ? { ...manifest.metadata, labels } : manifest.metadata;
    return JsonPatch.apply({ ...manifest, metadata }, ...this.jsonPatches) as Manifest;
  }
}

/**
 * Objects and namespaces become API objects. Releases and bundles are left to the engine that
 * installs charts.
 */
export const cdk8sEngine: Engine = {
  object: (object) => {
    const { apiVersion, kind } = object.kind;
    const first = { apiVersion, kind, metadata: { name: object.name } };
    draw(object, first, () => object.manifest);
  },
  namespace: (namespace) => {
    draw(namespace, namespace.manifest, () => namespace.manifest);
  },
};

/**
 * Draws an API object for `intent`: in the user's Chart, or in one that is made for its component.
 * Where `drawn` says no at synthesis, the object is left out.
 */
export function draw(
  intent: IConstruct,
  first: Manifest,
  read: () => Manifest,
  drawn: () => boolean = () => true,
): LateApiObject {
  const inUsersChart = intent.node.scopes.some((scope) => Chart.isChart(scope));
  if (inUsersChart) return new LateApiObject(intent, 'Resource', first, read, drawn);
  const owner = Component.of(intent) ?? intent;
  const chart = owner.node.tryFindChild('manifests') ?? new Chart(owner, 'manifests');
  return new LateApiObject(chart, intent.node.addr, first, read, drawn);
}
