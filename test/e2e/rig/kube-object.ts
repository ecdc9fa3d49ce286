/** Metadata of a Kubernetes object, as far as the rig reads it. */
export interface ObjectMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly [field: string]: unknown;
}

/** Any Kubernetes object as plain data. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

/** Names an object in messages: `Deployment 'shop/web'`. */
export function describeObject({ kind, metadata }: KubeObject): string {
  const name = metadata.name ?? `${metadata.generateName ?? ''}…`;
  return `${kind} '${metadata.namespace ? `${metadata.namespace}/` : ''}${name}'`;
}
