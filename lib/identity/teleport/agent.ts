import type { Construct } from 'constructs';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  ConfigMap,
  DNS_LABEL,
  Platform,
  type ChartPin,
  type ComponentProps,
  type Destination,
  type HelmRelease,
  type ImageKeys,
  type SecretRef,
} from '../../index';
import { drawCleanup } from './agent-cleanup';
import { agentAlerts } from './agent-monitoring';
import { agentValues, destinationOf, rolesOf } from './agent-values';
import type { AgentApplication, AgentDatabase } from './agent-words';
import type { Teleport } from './teleport';

export type { AgentApplication, AgentDatabase } from './agent-words';

export interface TeleportAgentProps extends ComponentProps {
  /** Teleport of this platform, which lets the agent in by its ServiceAccount. @default - `proxyAddress` and `joinToken` are given */
  readonly teleport?: Teleport;
  /** Teleport of elsewhere, as host and port: `teleport.example.com:443`. @default - the one of `teleport` */
  readonly proxyAddress?: string;
  /** Token of elsewhere, in the agent's namespace. @default - none: the ServiceAccount is enough */
  readonly joinToken?: SecretRef;
  /** Name of the release and of the ServiceAccount; unique in the cluster. @default 'teleport-agent' */
  readonly name?: string;
  /**
   * Name under which Teleport lists this Kubernetes cluster; not for the cluster that Teleport
   * itself runs in, which it serves anyway.
   * @default - Kubernetes is not served
   */
  readonly kubeClusterName?: string;
  /** Labels of this Kubernetes cluster, by which roles admit people. @default {} */
  readonly kubeLabels?: Readonly<Record<string, string>>;
  /** @default [] */
  readonly applications?: readonly AgentApplication[];
  /** @default [] */
  readonly databases?: readonly AgentDatabase[];
  /** Whether Teleport is of the Enterprise edition. @default false */
  readonly enterprise?: boolean;
}

const AUTHORITIES = 'teleport-authorities';
/** Port of the agent's metrics. */
const DIAGNOSTICS = 3000;

/**
 * Brings what stands in this cluster's network to people through Teleport: applications,
 * databases, and Kubernetes of clusters that Teleport does not run in. It connects outwards only.
 *
 * Keep its version at Teleport's, or one major version behind; upgrade Teleport first. It writes its
 * identity into a Secret: delete that, and it joins anew.
 *
 * @see https://goteleport.com/docs/reference/helm-reference/teleport-kube-agent
 */
export class TeleportAgent extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://charts.releases.teleport.dev',
    name: 'teleport-kube-agent',
    version: '18.3.0',
    images: [
      'public.ecr.aws/gravitational/teleport-distroless:18.3.0',
      'public.ecr.aws/gravitational/teleport-ent-distroless:18.3.0',
    ],
  };
  static readonly images: ImageKeys = {
    image: 'public.ecr.aws/gravitational/teleport-distroless',
    enterpriseImage: 'public.ecr.aws/gravitational/teleport-ent-distroless',
    'updater.image': 'public.ecr.aws/gravitational/teleport-kube-agent-updater',
  };

  readonly release: HelmRelease;
  private readonly agentName: string;
  private readonly kubeClusterName: string | undefined;
  private readonly applications: AgentApplication[] = [];
  private readonly databases: AgentDatabase[] = [];

  /** @throws DefinitionError without a way to join, or for a name or address that cannot be */
  constructor(scope: Construct, id: string, props: TeleportAgentProps) {
    super(scope, id, props, { namespace: 'teleport-agent', podSecurity: 'restricted' });
    const { teleport, joinToken, name = 'teleport-agent', kubeLabels = {} } = props;
    this.agentName = name;
    this.kubeClusterName = props.kubeClusterName;
    if (!DNS_LABEL.test(name)) this.fail(`name '${name}' is not a DNS label such as \`agent\``);
    const proxyAddress = props.proxyAddress ?? teleport?.address;
    if (proxyAddress === undefined) {
      this.fail(
        'has no Teleport to connect to; pass `teleport`, or `proxyAddress` and `joinToken`',
      );
    }
    if (!teleport && !joinToken) {
      this.fail(`has no way into '${proxyAddress}'; pass the Secret of its \`joinToken\``);
    }
    this.reachTeleport(proxyAddress, teleport);
    this.isolate({ egress: [{ with: 'api-server' }] });
    const authorities = this.trust();
    const values = () =>
      agentValues(this, {
        name,
        proxyAddress,
        joinToken,
        kubeClusterName: this.kubeClusterName,
        applications: this.applications,
        databases: this.databases,
        labels: kubeLabels,
        enterprise: props.enterprise ?? false,
        authorities,
      });
    // An agent is ready once Teleport has let it in, which may come up after it.
    this.release = this.install(TeleportAgent.chart, values, {
      name,
      images: TeleportAgent.images,
      wait: false,
    });
    for (const application of props.applications ?? []) this.addApplication(application);
    for (const database of props.databases ?? []) this.addDatabase(database);
    if (teleport && !joinToken) this.letIn(teleport);
    if (this.kubeClusterName === undefined) drawCleanup(this, this.namespace, name);
    this.watch();
    this.check(() =>
      rolesOf(this.served).length === 0
        ? 'serves nothing; pass `applications`, `databases` or `kubeClusterName`'
        : undefined,
    );
  }

  /** @throws DefinitionError if there is such an application, or its address is none */
  addApplication(application: AgentApplication): void {
    this.admit('application', application, this.applications);
    if (!/^(https?|tcp):\/\//.test(application.uri)) {
      this.fail(
        `uri '${application.uri}' of application '${application.name}' has no scheme; start it with \`http://\``,
      );
    }
    this.applications.push(application);
  }

  /** @throws DefinitionError if there is such a database, or its address is none */
  addDatabase(database: AgentDatabase): void {
    this.admit('database', database, this.databases);
    this.databases.push(database);
  }

  private get served() {
    const { kubeClusterName, applications, databases } = this;
    return { kubeClusterName, applications, databases };
  }

  private admit(
    what: string,
    added: { readonly name: string; readonly uri: string; readonly destination?: Destination },
    others: readonly { readonly name: string }[],
  ): void {
    const { name, uri } = added;
    if (!DNS_LABEL.test(name))
      this.fail(`${what} '${name}' is not named by a DNS label; rename it`);
    if (others.some((other) => other.name === name)) {
      this.fail(`there is already the ${what} '${name}'; name it otherwise`);
    }
    const destination = added.destination ?? destinationOf(uri);
    if (!destination) {
      this.fail(`uri '${uri}' of ${what} '${name}' is no address; write host and port`);
    }
    this.connect(`${what}-${name}`, destination);
  }

  private letIn(teleport: Teleport): void {
    const serviceAccounts = [`${this.namespace}:${this.agentName}`];
    const kubernetes = this.kubeClusterName === undefined ? [] : (['Kube'] as const);
    teleport.addJoinToken({
      name: this.agentName,
      roles: [...kubernetes, 'App', 'Db'],
      serviceAccounts,
    });
  }

  private reachTeleport(address: string, teleport: Teleport | undefined): void {
    const port = Number(/:(\d+)$/.exec(address)?.[1]);
    if (!(port > 0 && port < 65536)) {
      this.fail(`proxyAddress '${address}' has no port; write it as \`teleport.example.com:443\``);
    }
    const host = address.replace(/:\d+$/, '');
    // By its public name: the address of a load balancer leads to the Pods, or out and back.
    this.connect('teleport', { host, port });
    if (teleport) this.connect('teleport-pods', teleport.proxies);
  }

  private trust(): string | undefined {
    const { caCertificates } = Platform.of(this) ?? {};
    if (caCertificates === undefined) return undefined;
    const body = { data: { 'ca.pem': caCertificates } };
    this.object(ConfigMap, AUTHORITIES, body, { phase: 'before' });
    return AUTHORITIES;
  }

  private watch(): void {
    const { namespace, agentName: name } = this;
    Metrics.whenProvided(this, (metrics) => {
      metrics.scrapePods(this, {
        name,
        namespace,
        selector: { app: name },
        endpoints: [{ port: 'diag' }],
        podPorts: [DIAGNOSTICS],
      });
      metrics.addRules(this, { name, namespace, groups: [agentAlerts(namespace, name)] });
    });
  }
}
