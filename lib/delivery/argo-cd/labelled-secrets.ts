import type { Construct } from 'constructs';
import {
  KubeObject,
  Role,
  RoleBinding,
  ServiceAccount,
  type Kind,
  type SecretRef,
} from '../../index';
import { ExternalSecret } from '../../security/external-secrets/kinds';

/** Reads what a Secret of External Secrets is made from. */
const SecretStore: Kind<{ spec: { provider: object } }> = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'SecretStore',
  from: 'kubestrata/security/external-secrets',
};

/** The store, its account and its rights. */
const STORE = 'argocd-own-secrets';

/** A Secret that Argo CD finds by its labels, made from others of the same namespace. */
export interface LabelledSecret {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Values of the new Secret as templates, in which the keys of `secret` stand: `{{ .password }}`. */
  readonly template: Readonly<Record<string, string>>;
  /** Where values come from. */
  readonly secret: Readonly<Record<string, SecretRef>>;
}

/** Kinds whose CRDs must be there for labelled Secrets. */
export const LABELLING_KIND = 'ExternalSecret.external-secrets.io';

/** Plain text for a template: what looks like a template in it means what it says. */
export const literal = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');

/**
 * Draws Secrets with Argo CD's labels from Secrets without, through a store that reads the named
 * Secrets of the namespace and no others: whoever writes a password, by hand or by a source of
 * secrets, need not know these labels.
 */
export class LabelledSecrets {
  private readonly read = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly namespace: string,
  ) {}

  /** Whether any was drawn. */
  get some(): boolean {
    return this.read.size > 0;
  }

  /** Draws one. */
  add({ name, labels, template, secret }: LabelledSecret): void {
    const { scope, namespace } = this;
    if (!this.some) this.drawStore();
    for (const ref of Object.values(secret)) this.read.add(ref.name);
    new KubeObject(scope, `ExternalSecret-${name}`, ExternalSecret, {
      name,
      namespace,
      body: {
        spec: {
          refreshInterval: '1h0m0s',
          secretStoreRef: { kind: 'SecretStore', name: STORE },
          target: {
            name,
            creationPolicy: 'Owner',
            deletionPolicy: 'Retain',
            template: { engineVersion: 'v2', metadata: { labels }, data: template },
          },
          data: Object.entries(secret).map(([secretKey, ref]) => ({
            secretKey,
            remoteRef: { key: ref.name, property: ref.key },
          })),
        },
      },
    });
  }

  private drawStore(): void {
    const { scope, namespace } = this;
    const draw = <Body extends object>(kind: Kind<Body>, body: Body | (() => Body)): void => {
      new KubeObject(scope, `${kind.kind}-${STORE}`, kind, { name: STORE, namespace, body });
    };
    const apiGroup = 'rbac.authorization.k8s.io';
    draw(ServiceAccount, { automountServiceAccountToken: false });
    draw(Role, () => ({
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [...this.read].sort(),
          verbs: ['get'],
        },
      ],
    }));
    draw(RoleBinding, {
      roleRef: { apiGroup, kind: 'Role', name: STORE },
      subjects: [{ kind: 'ServiceAccount', name: STORE, namespace }],
    });
    draw(SecretStore, {
      spec: {
        provider: {
          kubernetes: {
            remoteNamespace: namespace,
            server: {
              caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' },
            },
            auth: { serviceAccount: { name: STORE } },
          },
        },
      },
    });
  }
}
