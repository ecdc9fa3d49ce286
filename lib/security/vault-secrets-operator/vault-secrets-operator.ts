import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import { SecretStores, type SecretStore } from '../../contracts/secret-stores';
import {
  Secrets,
  type FetchOptions,
  type GenerateOptions,
  type SecretSource,
} from '../../contracts/secrets';
import {
  ClusterRoleBinding,
  Component,
  highlyAvailable,
  KubeObject,
  resources,
  ServiceAccount,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type Kind,
  type Values,
  NOT_AWAITED as annotations,
} from '../../index';
import {
  brings,
  VaultAuth,
  VaultConnection,
  VaultDynamicSecret,
  VaultPKISecret,
  VaultStaticSecret,
} from './kinds';
import { alerts, dashboard } from './monitoring';
import { outsideStore, outsideError } from './outside';
import { AUTH, dynamicSpec, fetchedDestination, fetchError, pkiSpec, staticSpec } from './specs';
import type {
  DynamicSecretOptions,
  OutsideVault,
  PkiSecretOptions,
  StaticSecretOptions,
} from './words';

export interface VaultSecretsOperatorProps extends ComponentProps {
  /** A Vault outside of the platform. @default - the secret store that the platform runs */
  readonly vault?: OutsideVault;
  /**
   * Whether it is the platform's source of secrets. It fetches them and cannot make any: components
   * that want a random password then need to be given one.
   * @default false
   */
  readonly secretSource?: boolean;
  /** How many objects of a kind are worked on at a time. @default - the operator's own, 100 */
  readonly concurrency?: number;
}

const NAME = 'vault-secrets-operator';
/** ServiceAccount that each namespace logs in with. */
const ACCOUNT = 'vault-secrets';

/**
 * Writes Secrets from Vault or OpenBao: values, credentials that are made for the one who asks and
 * renewed, certificates; restarts what uses them. Each namespace logs in as itself. An alternative
 * to External Secrets, which has more kinds of stores and makes random values.
 *
 * Before its next version: the chart brings its CRDs up to date by a hook. Before it is removed:
 * delete its objects, or their finalizers stay.
 *
 * @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/vso
 */
export class VaultSecretsOperator extends Component implements SecretSource {
  static readonly chart: ChartPin = {
    repository: 'https://helm.releases.hashicorp.com',
    name: NAME,
    version: '1.4.1',
    kubeVersion: '>=1.21.0-0',
    images: [
      'docker.io/hashicorp/vault-secrets-operator:1.4.1',
      'quay.io/brancz/kube-rbac-proxy:v0.18.1',
    ],
  };
  static readonly images: ImageKeys = {
    'controller.manager.image.repository': 'docker.io/hashicorp/vault-secrets-operator',
    'controller.kubeRbacProxy.image.repository': 'quay.io/brancz/kube-rbac-proxy',
  };

  readonly release: HelmRelease;
  private readonly props: VaultSecretsOperatorProps;
  private store: SecretStore | undefined;
  private readonly namespaces = new Set<string>();

  /** @throws DefinitionError for an address that is none */
  constructor(scope: Construct, id: string, props: VaultSecretsOperatorProps = {}) {
    super(scope, id, props, { namespace: NAME, podSecurity: 'restricted' });
    this.props = props;
    this.orFail(props.vault && outsideError(props.vault));
    this.isolate({ egress: [{ with: 'api-server' }] });
    const options = { brings, images: VaultSecretsOperator.images };
    this.release = this.install(VaultSecretsOperator.chart, () => this.values(), options);
    if (props.vault) this.use(outsideStore(props.vault));
    else SecretStores.whenProvided(this, (store) => this.use(store));
    if (props.secretSource) Secrets.provide(this, this);
    this.watch();
    this.check(() =>
      this.store ? undefined : 'has no Vault to read; add one to the platform, or pass `vault`',
    );
  }

  /** Has a Secret that follows a secret of a key-value engine. */
  addStaticSecret(options: StaticSecretOptions): void {
    this.draw(this, VaultStaticSecret, options, () => ({
      spec: staticSpec(options, this.store?.path ?? 'kv'),
    }));
  }

  /** Has a Secret with credentials that Vault makes, renews and revokes. */
  addDynamicSecret(options: DynamicSecretOptions): void {
    this.draw(this, VaultDynamicSecret, options, { spec: dynamicSpec(options) });
  }

  /** Has a Secret with a certificate that Vault signs and the operator renews. */
  addPkiSecret(options: PkiSecretOptions): void {
    this.draw(this, VaultPKISecret, options, { spec: pkiSpec(options) });
  }

  /** @throws DefinitionError always: Vault gives out what is there */
  generate(_: Construct, { namespace, name }: GenerateOptions): void {
    this.fail(
      `secret '${namespace}/${name}' is to be made up, which this operator cannot; put it into Vault and name the Secret to its component, or add External Secrets`,
    );
  }

  /** @throws DefinitionError for a Secret of more than one path, or of another store */
  fetch(scope: Construct, options: FetchOptions): void {
    this.orFail(fetchError(options));
    const { name, namespace } = options;
    const path = Object.values(options.data)[0]?.path ?? '';
    const destination = fetchedDestination(options);
    this.draw(scope, VaultStaticSecret, options, () => ({
      spec: staticSpec({ name, namespace, path }, this.store?.path ?? 'kv', destination),
    }));
  }

  private use(store: SecretStore): void {
    this.store = store;
    const { name, server, ca, destination } = store;
    const caCertSecretRef = ca.name === '' ? undefined : ca.name;
    const spec = {
      address: server,
      skipTLSVerify: false,
      ...(caCertSecretRef && { caCertSecretRef }),
    };
    // Beside the Secret with the authority, which it cannot name elsewhere.
    this.object(VaultConnection, name, { spec }, { namespace: ca.namespace, annotations });
    this.connect(name, destination);
    for (const namespace of this.namespaces) store.admit({ namespace, serviceAccount: ACCOUNT });
  }

  private draw<Body extends object>(
    scope: Construct,
    kind: Kind<Body>,
    { name, namespace }: { readonly name: string; readonly namespace: string },
    body: Body | (() => Body),
  ): void {
    this.admit(namespace);
    const id = `${kind.kind}-${namespace}-${name}`;
    new KubeObject(scope, id, kind, {
      name,
      namespace,
      phase: scope === this ? 'after' : 'before',
      annotations,
      body,
    });
  }

  /** The Pods of a namespace share what it may read: it logs in once, with an account of its own. */
  private admit(namespace: string): void {
    if (this.namespaces.has(namespace)) return;
    this.namespaces.add(namespace);
    const reader = { namespace, serviceAccount: ACCOUNT };
    this.store?.admit(reader);
    this.object(ServiceAccount, ACCOUNT, { automountServiceAccountToken: false }, { namespace });
    const spec = () => {
      const { store } = this;
      const login = store?.admit(reader) ?? { mountPath: 'kubernetes', role: '' };
      return {
        vaultConnectionRef: store ? `${store.ca.namespace}/${store.name}` : '',
        method: 'kubernetes' as const,
        mount: login.mountPath,
        kubernetes: { role: login.role, serviceAccount: ACCOUNT },
      };
    };
    this.object(VaultAuth, AUTH, () => ({ spec: spec() }), { namespace, annotations });
  }

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      metrics.reach(this, { namespace, ports: [8443] });
      const apiGroup = 'rbac.authorization.k8s.io';
      this.object(ClusterRoleBinding, `${NAME}-metrics`, {
        roleRef: { apiGroup, kind: 'ClusterRole', name: `${NAME}-metrics-reader` },
        subjects: [
          { kind: 'ServiceAccount', name: metrics.serviceAccount, namespace: metrics.namespace },
        ],
      });
      metrics.addRules(this, { name: NAME, namespace, groups: [alerts(namespace)] });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard(namespace), namespace));
  }

  private values(): Values {
    const available = highlyAvailable(this);
    const metrics = Metrics.find(this);
    const { concurrency } = this.props;
    return {
      controller: {
        replicas: available ? 2 : 1,
        ...(available && { podDisruptionBudget: { enabled: true, maxUnavailable: 1 } }),
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
          },
        ],
        podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
        kubeRbacProxy: { resources: resources('5m', '32Mi', '128Mi') },
        manager: {
          resources: resources('50m', '128Mi', '512Mi'),
          ...(concurrency !== undefined && { maxConcurrentReconciles: concurrency }),
        },
      },
      telemetry: {
        serviceMonitor: {
          enabled: metrics !== undefined,
          ...(metrics && { selectors: metrics.monitorLabels }),
        },
      },
      tests: { enabled: false },
    };
  }
}
