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
  allowEgress,
  Component,
  Role,
  RoleBinding,
  ServiceAccount,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type Kind,
  type TrafficRule,
  NOT_AWAITED,
} from '../../index';
import { serverRule } from '../server-address';
import { SecretCopies } from './copies';
import { generateError } from './generate-error';
import {
  brings,
  ClusterExternalSecret,
  ClusterSecretStore,
  PushSecret,
  type ClusterSecretStoreSpecProvider,
} from './kinds';
import { alerts, dashboard } from './monitoring';
import { drawFetched, drawGenerated } from './secrets';
import { pushSecretSpec, sharedSecretSpec } from './specs';
import { StoreNames } from './store-names';
import { conditions, kubernetesProvider, serverError, vaultProvider } from './stores';
import { externalSecretsValues, WEBHOOK_ISSUER, type ExternalSecretsValuesOptions } from './values';
import type {
  CustomStoreOptions,
  KubernetesStoreOptions,
  PlatformStoreOptions,
  PushSecretOptions,
  SharedSecretOptions,
  StoreOptions,
  VaultStoreOptions,
} from './words';

export interface ExternalSecretsProps extends ComponentProps, ExternalSecretsValuesOptions {
  /** Vaults to read from, from the start. @default [] */
  readonly vaultStores?: readonly VaultStoreOptions[];
  /**
   * How the secret store is used that the platform runs itself, unless one of `vaultStores` has its name.
   * @default - every namespace may read it
   */
  readonly platformStore?: PlatformStoreOptions;
  /** Store of those who name none. @default - the platform's own, else the first one */
  readonly defaultStore?: string;
}

/** Issuer of cert-manager; its CRD comes with cert-manager, not with this chart. */
const Issuer: Kind<{ spec: { selfSigned: object } }> = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Issuer',
  from: 'kubestrata/network/cert-manager',
};

/**
 * Writes Secrets from Vault, OpenBao, another cluster or any other store, and generates the ones
 * that only have to be random, so that none stands in code. Generated values are made once: to
 * change one, or a plain value beside it, delete the Secret; its copies follow within minutes.
 *
 * Before the next major version: objects of `v1beta1` must be gone, and the CRDs come with the
 * chart's release, so that removing it removes every external secret.
 *
 * @see https://external-secrets.io
 */
export class ExternalSecrets extends Component implements SecretSource {
  static readonly chart: ChartPin = {
    repository: 'https://charts.external-secrets.io',
    name: 'external-secrets',
    version: '2.9.0',
    kubeVersion: '>= 1.19.0-0',
    images: ['ghcr.io/external-secrets/external-secrets:v2.9.0'],
  };
  static readonly images: ImageKeys = {
    'image.repository': 'ghcr.io/external-secrets/external-secrets',
    'webhook.image.repository': 'ghcr.io/external-secrets/external-secrets',
    'certController.image.repository': 'ghcr.io/external-secrets/external-secrets',
  };

  readonly release: HelmRelease;
  private readonly stores: StoreNames;
  private readonly copies = new SecretCopies(this);

  constructor(scope: Construct, id: string, props: ExternalSecretsProps = {}) {
    super(scope, id, props, { namespace: 'external-secrets', podSecurity: 'restricted' });
    this.stores = new StoreNames(props.defaultStore);
    this.isolate({
      ingress: [{ with: 'api-server', ports: [10250] }],
      egress: [{ with: 'api-server' }],
    });
    if (props.webhookCertificate === 'cert-manager') {
      this.object(Issuer, WEBHOOK_ISSUER, { spec: { selfSigned: {} } }, { phase: 'before' });
    }
    const values = () => externalSecretsValues(this, props);
    const needs = () =>
      props.webhookCertificate === 'cert-manager' ? ['Certificate.cert-manager.io'] : [];
    this.release = this.install(ExternalSecrets.chart, values, {
      brings,
      needs,
      images: ExternalSecrets.images,
    });
    for (const store of props.vaultStores ?? []) this.addVaultStore(store);
    SecretStores.whenProvided(this, (store) => {
      this.usePlatformStore(store, props.platformStore);
    });
    Secrets.provide(this, this);
    Metrics.whenProvided(this, (metrics) => {
      metrics.reach(this, { namespace: this.namespace, ports: [8080] });
      const groups = [alerts(this.namespace)];
      metrics.addRules(this, { name: 'external-secrets', namespace: this.namespace, groups });
    });
    Dashboards.whenProvided(this, (viewer) => {
      viewer.add(this, dashboard(this.namespace), this.namespace);
    });
    this.check(() => this.stores.error);
  }

  /** @throws DefinitionError if there is such a store, or the server is not an address with scheme */
  addVaultStore(options: VaultStoreOptions): void {
    const { name, server } = options;
    this.orFail(serverError(name, server));
    if (server.startsWith('http:')) {
      this.warn(`store '${name}' sends secrets in the clear, to '${server}'; use https`);
    }
    this.drawStore(options, { vault: vaultProvider(options, this.namespace) });
    this.reachStore(name, serverRule(server));
  }

  /**
   * Reads Secrets of a namespace, of this cluster or another one.
   * @throws DefinitionError if there is such a store, or another cluster is to be writable
   */
  addKubernetesStore(options: KubernetesStoreOptions): void {
    const { name, cluster, writable } = options;
    if (cluster && writable) {
      this.fail(`store '${name}' cannot be made writable; give its token the rights over there`);
    }
    const account = `store-${name}`;
    if (cluster) this.orFail(serverError(name, cluster.server));
    const { namespace } = this;
    const places = { authorities: namespace, account, accounts: namespace };
    this.drawStore(options, { kubernetes: kubernetesProvider(options, places) });
    if (cluster) this.reachStore(name, serverRule(cluster.server));
    else this.drawReader(account, options);
  }

  /**
   * Adds a store of another product, in the words of the CRD.
   * @throws DefinitionError if there is such a store, or not exactly one provider is named
   */
  addStore({ provider, ports = [443], ...options }: CustomStoreOptions): void {
    const given = Object.keys(provider);
    if (given.length !== 1) {
      this.fail(`store '${options.name}' has providers '${given.join(', ')}'; name exactly one`);
    }
    this.drawStore(options, provider);
    this.reachStore(options.name, { with: 'anywhere', ports });
  }

  /** Writes a Secret of the cluster to a store. */
  addPushSecret(options: PushSecretOptions): void {
    const { name, namespace } = options;
    const store = this.stores.need(options.store, `push secret '${namespace}/${name}'`);
    const body = () => ({ spec: pushSecretSpec(options, store()) });
    this.object(PushSecret, name, body, { namespace, annotations: NOT_AWAITED });
  }

  /** Writes one Secret into every namespace that has the labels, now and later. */
  addSharedSecret(options: SharedSecretOptions): void {
    const { name } = options;
    const store = this.stores.need(options.store, `shared secret '${name}'`);
    const body = () => ({ spec: sharedSecretSpec(options, store()) });
    this.object(ClusterExternalSecret, name, body);
  }

  generate(scope: Construct, options: GenerateOptions): void {
    this.orFail(generateError(options));
    drawGenerated(scope, options);
    this.copies.add(scope, options);
  }

  fetch(scope: Construct, { store, ...options }: FetchOptions): void {
    const by = `secret '${options.namespace}/${options.name}'`;
    drawFetched(scope, { ...options, store: this.stores.need(store, by) });
  }

  /** It logs in as the operator; what it may read is up to the store. */
  private usePlatformStore(store: SecretStore, options: PlatformStoreOptions = {}): void {
    const { name, server, path, ca, destination } = store;
    if (this.stores.has(name)) return;
    this.stores.addProvided(name);
    const { namespace } = this;
    const access = options.writable ? 'write' : 'read';
    const login = store.admit({ namespace, serviceAccount: 'external-secrets', access });
    const auth = { method: 'kubernetes', ...login } as const;
    const vault = vaultProvider({ name, server, path, auth, ca }, namespace);
    this.drawStoreObject({ name, ...options }, { vault });
    this.connect(name, destination);
  }

  private drawStore(options: StoreOptions, provider: ClusterSecretStoreSpecProvider): void {
    const { name } = options;
    if (!this.stores.add(name)) this.fail(`there is already a store '${name}'; rename one`);
    this.drawStoreObject(options, provider);
  }

  private drawStoreObject(options: StoreOptions, provider: ClusterSecretStoreSpecProvider): void {
    const { name } = options;
    const allowed = conditions(options);
    const body = { spec: { provider, ...(allowed && { conditions: allowed }) } };
    this.object(ClusterSecretStore, name, body, { annotations: NOT_AWAITED });
  }

  /** The operator never reads Secrets as itself, but as an account with just the rights. */
  private drawReader(account: string, { remoteNamespace, writable }: KubernetesStoreOptions): void {
    const verbs = ['get', 'list', 'watch'];
    if (writable) verbs.push('create', 'update', 'patch', 'delete');
    const apiGroup = 'rbac.authorization.k8s.io';
    const subject = { kind: 'ServiceAccount', name: account, namespace: this.namespace };
    this.object(ServiceAccount, account, { automountServiceAccountToken: false });
    const meta = { namespace: remoteNamespace };
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs }];
    this.object(Role, `external-secrets-${account}`, { rules }, meta);
    const roleRef = { apiGroup, kind: 'Role', name: `external-secrets-${account}` };
    this.object(RoleBinding, `external-secrets-${account}`, { roleRef, subjects: [subject] }, meta);
  }

  private reachStore(store: string, rule: TrafficRule): void {
    allowEgress(this, { name: `store-${store}`, namespace: this.namespace, rules: [rule] });
  }
}
