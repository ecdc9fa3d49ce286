import { thing, type Thing } from './pod-needs';
import type { Rendered } from './rendered';

// Who makes what at run time, and what it takes for that.

interface Ref {
  readonly kind?: string;
  readonly name: string;
}

interface ExternalSecret {
  readonly target?: { readonly name?: string };
  readonly secretStoreRef?: Ref;
  readonly data?: readonly { readonly remoteRef: { readonly key: string } }[];
  readonly dataFrom?: readonly {
    readonly extract?: { readonly key: string };
    readonly sourceRef?: { readonly generatorRef?: Ref };
  }[];
}

/** Secrets of a database that CloudNativePG makes. */
const DATABASE_SECRETS = ['app', 'superuser', 'ca', 'server', 'replication'];

/** What an object is, and what its operator makes of it. */
export function madeBy({ object, namespace }: Pick<Rendered, 'object' | 'namespace'>): Thing[] {
  const name = object.metadata.name ?? '';
  const spec = (object['spec'] ?? {}) as Record<string, unknown>;
  const own = thing(object.kind, namespace, name);
  switch (object.kind) {
    case 'ExternalSecret': {
      const { target } = spec as ExternalSecret;
      return [own, thing('Secret', namespace, target?.name ?? name)];
    }
    case 'Certificate':
      return [own, thing('Secret', namespace, String(spec['secretName']))];
    case 'Cluster':
      return [own, ...DATABASE_SECRETS.map((s) => thing('Secret', namespace, `${name}-${s}`))];
    case 'ObjectBucketClaim':
      return [own, thing('Secret', namespace, name), thing('ConfigMap', namespace, name)];
    case 'Namespace':
      return [
        thing('ServiceAccount', name, 'default'),
        thing('ConfigMap', name, 'kube-root-ca.crt'),
      ];
    case 'ClusterIssuer':
    case 'ClusterSecretStore':
    case 'StorageClass':
      return [thing(object.kind, '', name)];
    default:
      return [own];
  }
}

/** What an operator needs to make its part of an object. */
export function neededBy(one: Rendered, all: readonly Rendered[]): Thing[] {
  const { object, namespace } = one;
  const spec = (object['spec'] ?? {}) as Record<string, unknown>;
  const inScope = ({ kind, name }: Ref, fallback: string) =>
    thing(kind ?? fallback, kind?.startsWith('Cluster') ? '' : namespace, name);
  switch (object.kind) {
    case 'ExternalSecret':
      return ofExternalSecret(spec, namespace, all);
    case 'Certificate':
      return [inScope(spec['issuerRef'] as Ref, 'Issuer')];
    case 'ClusterIssuer':
    case 'Issuer': {
      const { ca } = spec as { ca?: { secretName: string } };
      const home = object.kind === 'Issuer' ? namespace : 'cert-manager';
      return ca ? [thing('Secret', home, ca.secretName)] : [];
    }
    case 'ObjectBucketClaim':
      return [thing('StorageClass', '', String(spec['storageClassName']))];
    case 'Cluster':
    case 'PersistentVolumeClaim': {
      const { storageClassName, storage } = spec as {
        storageClassName?: string;
        storage?: { storageClass?: string };
      };
      const storageClass = storageClassName ?? storage?.storageClass;
      return storageClass ? [thing('StorageClass', '', storageClass)] : [];
    }
    default:
      return [];
  }
}

function ofExternalSecret(
  { secretStoreRef, data = [], dataFrom = [] }: ExternalSecret,
  namespace: string,
  all: readonly Rendered[],
): Thing[] {
  const generators = dataFrom.flatMap(({ sourceRef }) => sourceRef?.generatorRef ?? []);
  const made = generators.map(({ kind = '', name }) => thing(kind, namespace, name));
  if (!secretStoreRef) return made;
  const store = all.find(
    ({ object: { kind, metadata } }) =>
      kind === secretStoreRef.kind && metadata.name === secretStoreRef.name,
  );
  const { provider = {} } = (store?.object['spec'] ?? {}) as {
    provider?: { kubernetes?: { remoteNamespace?: string } };
  };
  const from = provider.kubernetes?.remoteNamespace;
  const keys = [
    ...data.map(({ remoteRef }) => remoteRef.key),
    ...dataFrom.flatMap(({ extract }) => extract?.key ?? []),
  ];
  return [
    ...made,
    thing(secretStoreRef.kind ?? 'SecretStore', '', secretStoreRef.name),
    ...(from === undefined ? [] : keys.map((key) => thing('Secret', from, key))),
  ];
}
