import type { Construct } from 'constructs';
import { Exposure } from '../../contracts/exposure';
import { Identity, type IdentityClient } from '../../contracts/identity';
import {
  SecretStores,
  type SecretStore,
  type StoreAuthority,
  type StoreLogin,
  type StoreReader,
} from '../../contracts/secret-stores';
import { Secrets } from '../../contracts/secrets';
import {
  Component,
  ConfigMap,
  CronJob,
  highlyAvailable,
  Platform,
  ServiceAccount,
  type ChartPin,
  type HelmRelease,
  type ImageKeys,
  type PodDestination,
  type SecretRef,
} from '../../index';
import { Clients } from './clients';
import { CONFIGURE_SCRIPT } from './configure-script';
import { requestCertificate } from './certificate';
import { openbao, vault, type DistributionFacts } from './distributions';
import { configureJob, serverUrl, type JobPlace } from './jobs';
import {
  CONFIGURE,
  lostPolicyError,
  ownPolicies,
  policyError,
  READER,
  roleError,
  WRITER,
} from './policies';
import { propsError, type VaultProps } from './props';
import { sealParts, type SealParts } from './seals';
import { API_PORT, initializeConfig, METRICS_PORT } from './server-config';
import { declareBackup, takeSnapshots } from './snapshots';
import { peopleLogin, redirectUrisOf } from './people';
import { configurationFiles, firstRequests, type DesiredState } from './steps';
import { vaultValues } from './values';
import { warnings } from './warnings';
import { watch } from './watch';
import type { KubernetesRole, KvMount, VaultPolicy } from './words';

/**
 * Keeps secrets out of the cluster's own API: OpenBao, or Vault, in one configuration. Policies,
 * roles of Pods, key-value engines and the login of people are brought to what is declared every
 * ten minutes. Choose OpenBao: it is free software; Vault's licence (BUSL) forbids some uses.
 *
 * Nothing waits for it, as it starts sealed. With a `seal` and `selfInit` OpenBao needs nobody.
 * Else, once: run `operator init` in the first Pod and keep the shares apart from each other; run
 * `operator unseal` in each Pod where there is no `seal`; put the root token into the Secret
 * `vault-bootstrap`, key `token`; wait for a Job of `platform-configure` to succeed; run
 * `token revoke -self` with it and delete the Secret. Without a `seal` each restart needs unsealing.
 *
 * To upgrade: take a snapshot, read the notes of the version, deploy, then delete the Pods one by
 * one, the leader last (the StatefulSet replaces none by itself). To change the seal: keep the old
 * one in the configuration as `disabled`, unseal each server with `-migrate`. OpenBao's seals of
 * clouds are deprecated from 2.6 in favour of plugins.
 *
 * @see https://openbao.org/docs
 */
export class Vault extends Component implements SecretStore {
  static readonly chart: ChartPin = openbao.chart;
  static readonly images: ImageKeys = openbao.images;
  static readonly vaultChart: ChartPin = vault.chart;
  static readonly vaultImages: ImageKeys = vault.images;

  readonly release: HelmRelease;
  readonly hostname: string;
  readonly name: string;
  readonly server: string;
  readonly ca: StoreAuthority;
  readonly path: string;
  readonly destination: PodDestination;
  private readonly props: VaultProps;
  private readonly facts: DistributionFacts;
  private readonly replicas: number;
  private readonly tlsSecret: string;
  private readonly place: JobPlace;
  private readonly seal: SealParts | undefined;
  private readonly mounts: readonly KvMount[];
  private readonly policies: VaultPolicy[] = [];
  private readonly roles: KubernetesRole[] = [];
  private readonly readers = new Map<string, KubernetesRole>();
  private readonly clients: Clients;
  private client: IdentityClient | undefined;

  /** @throws DefinitionError for settings that exclude each other, a policy or role that cannot be */
  constructor(scope: Construct, id: string, props: VaultProps = {}) {
    const facts = props.distribution === 'vault' ? vault : openbao;
    super(scope, id, props, { namespace: facts.name, podSecurity: 'restricted' });
    this.orFail(propsError(props));
    const { namespace } = this;
    this.props = props;
    this.facts = facts;
    this.name = facts.name;
    this.replicas = props.replicas ?? (highlyAvailable(this) ? 3 : 1);
    this.tlsSecret = props.tls?.secretName ?? `${facts.name}-tls`;
    this.place = { facts, namespace, tlsSecret: this.tlsSecret };
    this.server = serverUrl(this.place, 'active');
    this.ca = { name: this.tlsSecret, key: 'ca.crt', namespace };
    this.mounts = props.kvMounts ?? [{ path: 'kv' }];
    this.path = this.mounts[0]?.path ?? 'kv';
    this.hostname = props.hostname ?? Platform.of(this)?.hostname('vault') ?? 'vault.cluster.local';
    const pods = { 'app.kubernetes.io/name': facts.name, component: 'server' };
    this.destination = { namespace, pods, ports: [API_PORT] };
    this.clients = new Clients(this, this.name, this.destination);
    this.seal = props.seal && sealParts(props.seal, generatedKey(facts));
    this.isolate({ egress: [{ with: 'api-server' }, ...(this.seal?.egress ?? [])] });
    this.release = this.installServers();
    for (const policy of props.policies ?? []) this.addPolicy(policy);
    for (const role of props.kubernetesRoles ?? []) this.addKubernetesRole(role);
    this.secure();
    this.logPeopleIn();
    this.configure();
    if (props.snapshots !== false) takeSnapshots(this, this.place, props.snapshots ?? {});
    declareBackup(this, this.place, props.snapshots !== false);
    const port = facts === openbao ? METRICS_PORT : API_PORT;
    const { name, replicas } = this;
    watch(this, port, { namespace, name, replicas, snapshots: props.snapshots !== false });
    const people = Object.values(props.people ?? {}).flat();
    this.check(() => lostPolicyError('`people` have', people, this.allPolicies));
    for (const warning of warnings(this, props, this.hostname)) this.warn(warning);
    SecretStores.provide(this, this);
  }

  /** @throws DefinitionError if there is such a policy, or the server would not take it */
  addPolicy(policy: VaultPolicy): void {
    this.orFail(policyError(policy, this.policies));
    this.policies.push(policy);
  }

  /**
   * Lets Pods log in, and lets them through from their namespaces.
   * @throws DefinitionError if there is such a role, or it is bound to nobody or to everybody
   */
  addKubernetesRole(role: KubernetesRole): void {
    this.orFail(roleError(role, this.roles));
    this.roles.push(role);
    for (const namespace of role.namespaces) this.clients.letIn(namespace);
    this.check(() => lostPolicyError(`role '${role.name}' has`, role.policies, this.allPolicies));
  }

  admit({ namespace, serviceAccount, access = 'read' }: StoreReader): StoreLogin {
    const role = `platform-${namespace}-${serviceAccount}`;
    this.readers.set(role, {
      name: role,
      namespaces: [namespace],
      serviceAccounts: [serviceAccount],
      policies: [access === 'write' ? WRITER : READER],
    });
    return { mountPath: 'kubernetes', role };
  }

  private get allPolicies(): readonly VaultPolicy[] {
    return [...ownPolicies(this.mounts), ...this.policies];
  }

  private installServers(): HelmRelease {
    const { facts, props, replicas, seal, tlsSecret } = this;
    const serverName = `${facts.name}.${this.namespace}.svc`;
    const initialize = props.selfInit ? `${facts.name}-initialize` : undefined;
    if (initialize !== undefined) {
      const text = () => initializeConfig(firstRequests(this.desired));
      const body = () => ({ data: { 'initialize.hcl': text() } });
      this.object(ConfigMap, initialize, body, { phase: 'before' });
    }
    const image = () => this.image(facts.image);
    const options = { facts, replicas, seal, tlsSecret, serverName, initialize };
    const values = () => vaultValues(this, props, { ...options, image: image() });
    // It is ready once it is unsealed, which may take people.
    return this.install(facts.chart, values, { images: facts.images, wait: false });
  }

  /** Certificate, key of the seal, hostname. */
  private secure(): void {
    const { props, namespace, name, tlsSecret: secretName, hostname } = this;
    if (props.tls?.secretName === undefined) {
      const issuer = props.tls?.issuer;
      const of = { name, namespace, secretName, hostname };
      requestCertificate(this, { ...of, ...(issuer !== undefined && { issuer }) });
    }
    if (props.seal?.type === 'static' && !props.seal.key) {
      const { name: secret, key } = generatedKey(this.facts);
      Secrets.require(this, "to make the key of seal 'static'; or pass its `key`");
      Secrets.whenProvided(this, (secrets) => {
        secrets.generate(this, { name: secret, namespace, generated: { [key]: { length: 32 } } });
      });
    }
    if (!(props.expose ?? true)) return;
    Exposure.whenProvided(this, (gateway) => {
      const route = { name, host: hostname, namespace, service: `${name}-active`, port: API_PORT };
      gateway.expose(this, { ...route, protocol: 'https' });
    });
  }

  private logPeopleIn(): void {
    const { namespace } = this;
    const redirectUris = redirectUrisOf(this.hostname);
    Identity.whenProvided(this, (provider) => {
      const displayName = this.facts === openbao ? 'OpenBao' : 'Vault';
      this.client = provider.client(this, { id: this.name, displayName, namespace, redirectUris });
      this.connect('identity', provider.destination, this.destination.pods);
    });
  }

  private get desired(): DesiredState {
    const { client, props, roles, readers } = this;
    const provider = Identity.find(this);
    return {
      namespace: this.namespace,
      mounts: this.mounts,
      policies: this.allPolicies,
      roles: [...[...readers.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), ...roles],
      prune: props.prune ?? false,
      auditByApi: (props.audit ?? true) && this.facts === vault,
      login:
        client && provider && peopleLogin({ provider, client, hostname: this.hostname, ...props }),
    };
  }

  private configure(): void {
    const configMap = `${this.name}-configuration`;
    this.object(ConfigMap, configMap, () => ({
      data: { 'configure.sh': CONFIGURE_SCRIPT, ...configurationFiles(this.desired) },
    }));
    this.object(ServiceAccount, CONFIGURE, {});
    const bootstrapToken = this.props.bootstrapToken ?? { name: 'vault-bootstrap', key: 'token' };
    this.object(CronJob, CONFIGURE, () => ({
      spec: configureJob({
        ...{ ...this.place, configMap, bootstrapToken },
        oidcSecret: this.client?.clientSecret?.name,
      }),
    }));
  }
}

const generatedKey = ({ name }: DistributionFacts): SecretRef => ({
  name: `${name}-seal`,
  key: 'key',
});
