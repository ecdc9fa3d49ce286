import type { Construct } from 'constructs';
import {
  Certificates,
  type CertificateIssuer,
  type CertificateRequest,
} from '../../contracts/certificates';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import {
  allowEgress,
  Component,
  Platform,
  untested,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { admitChallenges, drawCertificate, type Requested } from './certificate';
import { IMAGES, TESTED } from './images';
import { portOf } from './port-of';
import { acmeIssuer, internalCa, VAULT_ACCOUNT, vaultIssuer } from './issuers';
import { brings, Certificate, ClusterIssuer, type ClusterIssuerSpec } from './kinds';
import { alerts, panels } from './monitoring';
import {
  certManagerValues,
  GATEWAY,
  watchesGateways,
  type CertManagerValuesOptions,
} from './values';
import { tokenRequests } from './token-requests';
import type {
  AcmeIssuerOptions,
  CaIssuerOptions,
  InternalCaOptions,
  IssuerOptions,
  VaultIssuerOptions,
} from './words';

export interface CertManagerProps extends ComponentProps, CertManagerValuesOptions {
  /** @default [] */
  readonly acmeIssuers?: readonly AcmeIssuerOptions[];
  /** @default [] */
  readonly internalCas?: readonly InternalCaOptions[];
  /** @default [] */
  readonly caIssuers?: readonly CaIssuerOptions[];
  /** @default [] */
  readonly vaultIssuers?: readonly VaultIssuerOptions[];
  /** @default [] */
  readonly selfSignedIssuers?: readonly IssuerOptions[];
  /** Issuer of certificates that name none. @default - the one that was added first */
  readonly defaultIssuer?: string;
}

/**
 * Issues certificates into Secrets and renews them: from an ACME server (Let's Encrypt), from a CA
 * of the cluster's own, from Vault. Everything that is exposed under a hostname asks it.
 *
 * CRDs stay when the chart is removed. Coming from a version before 1.18: private keys are renewed
 * with each certificate, which pinned keys do not survive.
 *
 * @see https://cert-manager.io/docs
 */
export class CertManager extends Component implements CertificateIssuer {
  static readonly chart: ChartPin = {
    repository: 'oci://quay.io/jetstack/charts',
    name: 'cert-manager',
    version: 'v1.21.1',
    kubeVersion: '>= 1.22.0-0',
    images: IMAGES,
  };
  /** All images have one registry, the solver that runs during HTTP-01 challenges too. */
  static readonly images: ImageKeys = { imageRegistry: 'quay.io' };

  readonly release: HelmRelease;
  private readonly props: CertManagerProps;
  /** Issuers by name, in order of their addition; `true` for those that can sign wildcards. */
  private readonly issuers = new Map<string, boolean>();
  private readonly requests: Requested[] = [];
  private readonly tokenAccounts = new Set<string>();
  private solvesHttp01 = false;

  constructor(scope: Construct, id: string, props: CertManagerProps = {}) {
    super(scope, id, props, { namespace: 'cert-manager', podSecurity: 'restricted' });
    this.props = props;
    this.isolate({
      ingress: [{ with: 'api-server', ports: [10250] }],
      // Authorities, and the challenges' own look-ups: DNS, and HTTP on the names to be proven.
      egress: [{ with: 'api-server' }, { with: 'anywhere', ports: [80, 443, 53, '53/UDP'] }],
    });
    const values = () => certManagerValues(this, this.namespace, props);
    this.release = this.install(CertManager.chart, values, {
      brings,
      images: CertManager.images,
      needs: () => (watchesGateways(this, props) ? [GATEWAY] : []),
    });
    this.reachPorts('recursive-dns', (props.dns01RecursiveNameservers ?? []).map(portOf));
    for (const issuer of props.acmeIssuers ?? []) this.addAcmeIssuer(issuer);
    for (const issuer of props.internalCas ?? []) this.addInternalCa(issuer);
    for (const issuer of props.caIssuers ?? []) this.addCaIssuer(issuer);
    for (const issuer of props.vaultIssuers ?? []) this.addVaultIssuer(issuer);
    for (const issuer of props.selfSignedIssuers ?? []) this.addSelfSignedIssuer(issuer);
    Certificates.provide(this, this);
    Metrics.whenProvided(this, (metrics) => {
      const { namespace } = this;
      metrics.reach(this, { namespace, ports: [9402] });
      metrics.addRules(this, { name: 'cert-manager', namespace, groups: alerts(namespace) });
    });
    this.warn(() => untested(this.release, TESTED));
    Dashboards.whenProvided(this, (dashboards) => {
      dashboards.add(this, { uid: 'cert-manager', title: 'Certificates', panels }, this.namespace);
    });
    this.check(() => {
      const { defaultIssuer } = props;
      if (defaultIssuer === undefined || this.issuers.has(defaultIssuer)) return undefined;
      return `the default issuer '${defaultIssuer}' is not there; ${this.knownIssuers()}`;
    });
  }

  /** Name of the issuer of certificates that name none; `undefined` as long as there is none. */
  get defaultIssuer(): string | undefined {
    return this.props.defaultIssuer ?? [...this.issuers.keys()][0];
  }

  /** @throws DefinitionError if there is such an issuer, or it has no solver */
  addAcmeIssuer(options: AcmeIssuerOptions): void {
    const { name, solvers, server } = options;
    if (solvers.length === 0) this.fail(`issuer '${name}' has no solvers; pass one or more`);
    const onlyHttp01 = solvers.every((s) => s.http01);
    this.addIssuer(name, acmeIssuer(options), { wildcards: !onlyHttp01 });
    this.reachPorts(`issuer-${name}`, [
      server?.startsWith('https:') ? portOf(server) : undefined,
      ...solvers.map((s) => (s.dns01?.provider === 'rfc2136' ? portOf(s.dns01.nameserver) : 53)),
    ]);
    if (solvers.some((s) => s.http01) && !this.solvesHttp01) {
      this.solvesHttp01 = true;
      for (const request of this.requests) admitChallenges(request);
    }
  }

  /** @throws DefinitionError if there is such an issuer */
  addCaIssuer({ name, secretName, crlDistributionPoints }: CaIssuerOptions): void {
    this.addIssuer(name, {
      ca: { secretName, ...(crlDistributionPoints && { crlDistributionPoints }) },
    });
  }

  /**
   * Adds certificates that sign themselves, which no client trusts: for webhooks and tests.
   * @throws DefinitionError if there is such an issuer
   */
  addSelfSignedIssuer({ name }: IssuerOptions): void {
    this.addIssuer(name, { selfSigned: {} });
  }

  /**
   * Adds a CA of the cluster's own, and the issuer that signs with it. Clients must trust the
   * certificate in the Secret `<name>-ca`.
   * @throws DefinitionError if there is such an issuer
   */
  addInternalCa(options: InternalCaOptions): void {
    const { name } = options;
    const secretName = `${name}-ca`;
    const root = `${name}-root`;
    this.addIssuer(name, { ca: { secretName } });
    this.object(ClusterIssuer, root, { spec: { selfSigned: {} } });
    const commonName = `${Platform.of(this)?.name ?? 'cluster'} internal CA`;
    this.object(
      Certificate,
      secretName,
      { spec: internalCa({ commonName, ...options }, secretName, root) },
      { namespace: this.props.clusterResourceNamespace ?? this.namespace },
    );
  }

  /** @throws DefinitionError if there is such an issuer, or its address is not one */
  addVaultIssuer(options: VaultIssuerOptions): void {
    const { name, server, auth } = options;
    if (!/^https?:\/\/[^/]+$/.test(server)) {
      this.fail(
        `the server '${server}' of issuer '${name}' is not an address such as \`https://vault.example.com:8200\``,
      );
    }
    this.addIssuer(name, vaultIssuer(options));
    this.reachPorts(`issuer-${name}`, [portOf(server)]);
    if (auth.method === 'kubernetes') this.mayRequestTokens(auth.serviceAccount ?? VAULT_ACCOUNT);
  }

  request(scope: Construct, request: CertificateRequest): void {
    const { name, hosts } = request;
    if (hosts.length === 0) this.fail(`certificate '${name}' has no hosts; pass one or more`);
    const issuer = (): string | undefined => request.issuer ?? this.defaultIssuer;
    const requested = { scope, request };
    drawCertificate(requested, issuer);
    this.requests.push(requested);
    if (this.solvesHttp01) admitChallenges(requested);
    this.check(() => this.refusal(request, issuer()));
  }

  private refusal({ name, hosts }: CertificateRequest, issuer?: string): string | undefined {
    const wildcards = issuer === undefined ? undefined : this.issuers.get(issuer);
    if (issuer === undefined) {
      return `certificate '${name}' is asked for, but there is no issuer; add one, such as \`internalCas: [{ name: 'internal' }]\``;
    }
    if (wildcards === undefined) {
      return `certificate '${name}' names the issuer '${issuer}', which is not there; ${this.knownIssuers()}`;
    }
    const wildcard = hosts.find((host) => host.startsWith('*.'));
    if (wildcards || wildcard === undefined) return undefined;
    return `certificate '${name}' is for '${wildcard}', which HTTP-01 cannot prove; give the issuer '${issuer}' a DNS-01 solver`;
  }

  private addIssuer(
    name: string,
    spec: ClusterIssuerSpec,
    { wildcards }: { readonly wildcards: boolean } = { wildcards: true },
  ): void {
    if (this.issuers.has(name))
      this.fail(`there is already an issuer '${name}'; name it otherwise`);
    this.issuers.set(name, wildcards);
    this.object(ClusterIssuer, name, { spec });
  }

  private mayRequestTokens(account: string): void {
    if (this.tokenAccounts.has(account)) return;
    this.tokenAccounts.add(account);
    tokenRequests(this, {
      account,
      namespace: this.props.clusterResourceNamespace ?? this.namespace,
      controller: { name: 'cert-manager', namespace: this.namespace },
    });
  }

  /** Opens what is needed beside the usual ports. */
  private reachPorts(policy: string, ports: readonly (number | undefined)[]): void {
    const usual = [80, 443, 53];
    const more = [...new Set(ports)].filter(
      (p): p is number => p !== undefined && !usual.includes(p),
    );
    if (more.length === 0) return;
    const protocols = more.flatMap((port) => [port, `${port}/UDP`]);
    const rules = [{ with: 'anywhere' as const, ports: protocols }];
    allowEgress(this, { name: policy, namespace: this.namespace, rules });
  }

  private knownIssuers(): string {
    const known = [...this.issuers.keys()].map((name) => `'${name}'`).join(', ');
    return known === '' ? 'there is none: add it' : `there are ${known}`;
  }
}
