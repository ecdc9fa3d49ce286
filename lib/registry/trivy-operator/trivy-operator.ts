import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { ImageRegistry } from '../../contracts/image-registry';
import { Metrics } from '../../contracts/metrics';
import { Secrets } from '../../contracts/secrets';
import {
  Component,
  ConfigMap,
  Platform,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
} from '../../index';
import { optionError } from './checks';
import { brings, ClusterComplianceReport, type ClusterComplianceReportSpec } from './kinds';
import { alerts, dashboard } from './monitoring';
import { complianceOf, SERVER_SECRET, trivyOperatorValues, TRUST, TRUST_KEY } from './values';
import type { ScanOptions } from './words';

export interface TrivyOperatorProps extends ComponentProps, ScanOptions {
  /** Critical vulnerabilities of a namespace above which people are told. @default 0 */
  readonly criticalThreshold?: number;
  /** Ports of registries that scans pull from, beside 443 and the mirror's. @default [] */
  readonly registryPorts?: readonly number[];
}

/**
 * Scans what runs in the cluster: images for vulnerabilities and forgotten passwords, workloads and
 * roles for risky settings, the whole for compliance. Reports are objects beside what they are
 * about, and metrics. One server keeps the databases; a scan is a Job of a minute.
 *
 * Where Harbor scans what is pushed, this adds what really runs: images from elsewhere, and old
 * ones that became vulnerable since.
 *
 * In an air gap the databases (`trivy-db:2`, `trivy-java-db:1`, both OCI artifacts) must be in the
 * mirror and fresh: they age within days. A mirror that asks for a login takes the account from
 * `trivy.valuesFromSecret`.
 *
 * Upgrades: Helm does not update its CRDs; apply those of the new version before. Reports of an
 * older format are made anew within `reportTtl`.
 *
 * @see https://aquasecurity.github.io/trivy-operator
 */
export class TrivyOperator extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://aquasecurity.github.io/helm-charts',
    name: 'trivy-operator',
    version: '0.34.0',
    images: [
      'ghcr.io/aquasecurity/node-collector:0.3.1',
      'mirror.gcr.io/aquasec/trivy-checks:1',
      'mirror.gcr.io/aquasec/trivy-db:2',
      'mirror.gcr.io/aquasec/trivy-java-db:1',
      'mirror.gcr.io/aquasec/trivy-operator:0.32.0',
      'mirror.gcr.io/aquasec/trivy:0.72.0',
    ],
  };
  static readonly images: ImageKeys = {
    'image.registry': 'mirror.gcr.io',
    'nodeCollector.registry': 'ghcr.io',
    'policiesBundle.registry': 'mirror.gcr.io',
    'trivy.dbRegistry': 'mirror.gcr.io',
    'trivy.image.registry': 'mirror.gcr.io',
    'trivy.javaDbRegistry': 'mirror.gcr.io',
  };

  readonly release: HelmRelease;
  private readonly props: TrivyOperatorProps;
  private readonly authorities: string[] = [];
  private readonly reports = new Set<string>();

  /** @throws DefinitionError for numbers or rules that cannot be */
  constructor(scope: Construct, id: string, props: TrivyOperatorProps = {}) {
    super(scope, id, props, {
      namespace: 'trivy-system',
      podSecurity: props.nodes === true ? 'privileged' : 'restricted',
    });
    this.props = props;
    this.orFail(optionError(props));
    // Scans pull from whatever registries the cluster's images are in.
    const { imageMirror } = Platform.of(this) ?? {};
    const mirror = imageMirror ? [portOf(imageMirror.registry)] : [];
    const ports = new Set([443, ...mirror, ...(props.registryPorts ?? [])]);
    this.isolate({ egress: [{ with: 'api-server' }, { with: 'anywhere', ports: [...ports] }] });
    this.trust(Platform.of(this)?.caCertificates);
    ImageRegistry.whenProvided(this, (registry) => {
      this.trust(registry.caCertificates);
      this.connect('registry', registry.destination);
    });
    const values = () => trivyOperatorValues(this, props, { trusts: this.pem !== '' });
    this.release = this.install(TrivyOperator.chart, values, {
      brings,
      images: TrivyOperator.images,
    });
    this.generateToken();
    this.watch();
    this.warn(() =>
      complianceOf(props).some((spec) => spec.includes('-cis-')) && props.nodes !== true
        ? 'reports on CIS without a look at the nodes, which half of its rules are about; set `nodes`'
        : undefined,
    );
  }

  /**
   * Adds a set of rules of your own.
   * @throws DefinitionError if there is one of that name
   */
  addComplianceReport(name: string, spec: ClusterComplianceReportSpec): void {
    if (this.reports.has(name)) {
      this.fail(`there is already a compliance report '${name}'; name it otherwise`);
    }
    this.reports.add(name);
    this.object(ClusterComplianceReport, name, { spec });
  }

  private trust(pem: string | undefined): void {
    const text = pem?.trim();
    if (text === undefined || this.authorities.includes(text)) return;
    if (this.authorities.length === 0) {
      const body = () => ({ data: { [TRUST_KEY]: this.pem } });
      this.object(ConfigMap, TRUST, body, { phase: 'before' });
    }
    this.authorities.push(text);
  }

  /** Authorities as one text, in an order that does not depend on who came first. */
  private get pem(): string {
    return [...this.authorities]
      .sort()
      .map((text) => `${text}\n`)
      .join('');
  }

  private generateToken(): void {
    const { namespace } = this;
    Secrets.whenProvided(this, (secrets) => {
      secrets.generate(this, {
        name: SERVER_SECRET,
        namespace,
        generated: { TRIVY_TOKEN: { length: 40 } },
        templated: { 'trivy.serverToken': '{{ .TRIVY_TOKEN }}' },
      });
    });
  }

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      metrics.reach(this, { namespace, ports: [8080] });
      const { criticalThreshold = 0, excludedNamespaces = [] } = this.props;
      const groups = alerts(namespace, criticalThreshold, excludedNamespaces);
      metrics.addRules(this, { name: 'trivy-operator', namespace, groups });
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard, namespace));
  }
}

/** Port of a registry, of which a path may follow. */
const portOf = (registry: string): number =>
  Number(/^[^/]+:(\d+)(\/|$)/.exec(registry)?.[1] ?? 443);
