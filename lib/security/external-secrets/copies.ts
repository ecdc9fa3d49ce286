import type { Construct } from 'constructs';
import type { GenerateOptions } from '../../contracts/secrets';
import { KubeObject, Role, RoleBinding, ServiceAccount, type Component } from '../../index';
import { ClusterSecretStore, ExternalSecret } from './kinds';
import { kubernetesProvider } from './stores';

/** Secrets of one namespace that others have copies of. */
interface Source {
  readonly secrets: Set<string>;
  readonly readers: Set<string>;
}

/**
 * Copies of Secrets in other namespaces. Each namespace that something is copied from has a store
 * that only the namespaces with copies may use, and that reads nothing but what is copied.
 */
export class SecretCopies {
  private readonly sources = new Map<string, Source>();

  /** @param owner below which stores stand, and in whose namespace the operator runs */
  constructor(private readonly owner: Component) {}

  /** Has copies made, drawn below `scope`, before the releases that mount them. */
  add(scope: Construct, { name, namespace, type, copies = [] }: GenerateOptions): void {
    if (copies.length === 0) return;
    const source = this.source(namespace);
    source.secrets.add(name);
    for (const target of copies) {
      source.readers.add(target);
      new KubeObject(scope, `${ExternalSecret.kind}-${target}-${name}`, ExternalSecret, {
        name,
        namespace: target,
        phase: 'before',
        body: {
          spec: {
            refreshInterval: '5m0s',
            secretStoreRef: { kind: 'ClusterSecretStore', name: storeOf(namespace) },
            target: {
              name,
              creationPolicy: 'Owner',
              deletionPolicy: 'Retain',
              ...(type !== undefined && {
                template: { engineVersion: 'v2', mergePolicy: 'Merge', type },
              }),
            },
            dataFrom: [{ extract: { key: name } }],
          },
        },
      });
    }
  }

  private source(namespace: string): Source {
    const known = this.sources.get(namespace);
    if (known) return known;
    const source: Source = { secrets: new Set(), readers: new Set() };
    this.sources.set(namespace, source);
    this.drawStore(namespace, source);
    return source;
  }

  /** The number of objects is fixed before all copies are known; their content is not. */
  private drawStore(namespace: string, { secrets, readers }: Source): void {
    const { owner } = this;
    const account = 'external-secrets-copies';
    const store = storeOf(namespace);
    const provider = {
      kubernetes: kubernetesProvider(
        { name: store, remoteNamespace: namespace },
        { authorities: owner.namespace, account, accounts: namespace },
      ),
    };
    new KubeObject(owner, `ClusterSecretStore-${store}`, ClusterSecretStore, {
      name: store,
      body: () => ({ spec: { provider, conditions: [{ namespaces: [...readers].sort() }] } }),
    });
    const meta = { name: account, namespace };
    const id = (kind: string): string => `${kind}-${namespace}-${account}`;
    new KubeObject(owner, id('ServiceAccount'), ServiceAccount, {
      ...meta,
      body: { automountServiceAccountToken: false },
    });
    new KubeObject(owner, id('Role'), Role, {
      ...meta,
      body: () => ({
        rules: [
          {
            apiGroups: [''],
            resources: ['secrets'],
            verbs: ['get'],
            resourceNames: [...secrets].sort(),
          },
        ],
      }),
    });
    new KubeObject(owner, id('RoleBinding'), RoleBinding, {
      ...meta,
      body: {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: account },
        subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
      },
    });
  }
}

const storeOf = (namespace: string): string => `copies-of-${namespace}`;
