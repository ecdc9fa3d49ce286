import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { exposeWithLogin } from '../../contracts/login-gate';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  highlyAvailable,
  Platform,
  resources,
  spread,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type Values,
} from '../../index';
import {
  notificationError,
  notificationValues,
  notifiedServers,
  type NotificationOptions,
} from '../notifications';
import { analysisError, analysisSpec, type AnalysisTemplateOptions } from './analysis';
import { brings, ClusterAnalysisTemplate } from './kinds';
import { alerts, dashboard } from './monitoring';
import { CATALOGUE, type RolloutTrigger } from './notification-texts';
import { GATEWAY_API, pluginEntry, pluginError, pluginValues, type PluginOptions } from './plugins';
import { drawRollout, type RolloutOptions } from './rollout';
import { GATEWAY_API_PLUGIN } from './strategies';

/** What an Argo Rollouts is told. */
export interface ArgoRolloutsProps extends ComponentProps {
  /** Copies of the controller, of which one works. @default 2, one on a single node */
  readonly replicas?: number;
  /** Whether traffic is shifted by the weights of HTTPRoutes. @default true */
  readonly gatewayApi?: boolean;
  /** Plugins that measure. @default [] */
  readonly metricPlugins?: readonly PluginOptions[];
  /** Measurements that Rollouts may ask for. @default [] */
  readonly analysisTemplates?: readonly AnalysisTemplateOptions[];
  /** Whether there are pages on which people see Rollouts. @default false */
  readonly dashboard?: boolean;
  /** Who asks for a login in front of the pages; they have none. `none` shows them to everybody. @default 'proxy' */
  readonly login?: 'proxy' | 'none';
  /** Whether people may promote and abort on the pages. @default false */
  readonly writableDashboard?: boolean;
  /** Host of the pages. @default - `rollouts` in the platform's domain */
  readonly hostname?: string;
  /**
   * Whom to tell, of all Rollouts; tokens are in the Secret `argo-rollouts-notification-secret`.
   * @default - nobody
   */
  readonly notifications?: NotificationOptions<RolloutTrigger>;
}

const PODS = {
  'app.kubernetes.io/name': 'argo-rollouts',
  'app.kubernetes.io/component': 'rollouts-controller',
};

/** As strict as Pods can be; the images name a user by number. */
const SECURITY: Values = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/**
 * Brings new versions in steps: a canary that gets more and more of the traffic, or a second copy
 * that takes over at once; measurements decide whether it goes on or is taken back. Autoscalers
 * must name the Rollout, not a Deployment.
 *
 * CRDs come with the chart and stay when it goes. The plugin for the Gateway API is copied out of
 * its image at start, so that nothing is downloaded; its version is raised with this component.
 *
 * @see https://argo-rollouts.readthedocs.io
 */
export class ArgoRollouts extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://argoproj.github.io/argo-helm',
    name: 'argo-rollouts',
    version: '2.41.0',
    images: [
      'quay.io/argoproj/argo-rollouts:v1.9.0',
      'quay.io/argoproj/kubectl-argo-rollouts:v1.9.0',
    ],
  };
  static readonly images: ImageKeys = {
    'controller.image.registry': 'quay.io',
    'dashboard.image.registry': 'quay.io',
  };

  readonly release: HelmRelease;
  private readonly props: ArgoRolloutsProps;
  private readonly templates = new Set<string>();

  /** @throws DefinitionError for options that cannot be */
  constructor(scope: Construct, id: string, props: ArgoRolloutsProps = {}) {
    super(scope, id, props, { namespace: 'argo-rollouts', podSecurity: 'restricted' });
    this.props = props;
    const { notifications } = props;
    this.orFail(notifications && notificationError(notifications));
    this.orFail(pluginError(this.plugins()));
    this.isolate({ egress: [{ with: 'api-server' }] });
    const values = () => this.values();
    this.release = this.install(ArgoRollouts.chart, values, {
      brings,
      images: ArgoRollouts.images,
    });
    for (const { image } of this.plugins()) this.image(image);
    for (const template of props.analysisTemplates ?? []) this.addAnalysisTemplate(template);
    for (const server of notifications ? notifiedServers(notifications) : []) {
      const name = `${server.host}-${server.port}`.replaceAll('.', '-').toLowerCase();
      this.connect(name, server, PODS);
    }
    if (props.dashboard) this.show();
    this.watch();
  }

  /**
   * Adds measurements, asked of the platform's metrics.
   * @throws DefinitionError if there is such a template, or it uses arguments that it does not have
   */
  addAnalysisTemplate(template: AnalysisTemplateOptions): void {
    const { name } = template;
    if (this.templates.has(name)) {
      this.fail(`there is already an analysis template '${name}'; name it otherwise`);
    }
    this.orFail(analysisError(template));
    if (this.templates.size === 0) Metrics.require(this, 'to measure new versions');
    this.templates.add(name);
    this.object(ClusterAnalysisTemplate, name, () => ({
      spec: analysisSpec(template, Metrics.find(this)?.url ?? ''),
    }));
  }

  /**
   * Draws a workload of a team whose new versions come in steps, below `scope`.
   * @throws DefinitionError for a canary whose steps cannot be
   */
  addRollout(scope: Construct, rollout: RolloutOptions): void {
    drawRollout(scope, rollout);
  }

  private plugins(): readonly PluginOptions[] {
    const { gatewayApi = true, metricPlugins = [] } = this.props;
    return [
      ...(gatewayApi ? [{ name: GATEWAY_API_PLUGIN, ...GATEWAY_API }] : []),
      ...metricPlugins,
    ];
  }

  private show(): void {
    const { props, namespace } = this;
    const host = props.hostname ?? Platform.of(this)?.hostname('rollouts') ?? 'rollouts.local';
    const { login = 'proxy' } = props;
    if (login === 'none') {
      this.warn('shows its pages to everybody who reaches the gateway; drop `login: none`');
    }
    const options = {
      name: 'argo-rollouts-dashboard',
      host,
      namespace,
      service: 'argo-rollouts-dashboard',
      port: 3100,
      role: props.writableDashboard ? ('editor' as const) : ('viewer' as const),
    };
    exposeWithLogin(this, login, options, 'its pages');
  }

  private watch(): void {
    const { namespace } = this;
    Metrics.whenProvided(this, (metrics) => {
      metrics.scrapeServices(this, {
        name: 'argo-rollouts',
        namespace,
        selector: PODS,
        endpoints: [{ port: 'metrics' }],
        podPorts: [8090],
      });
      metrics.addRules(this, { name: 'argo-rollouts', namespace, groups: [alerts(namespace)] });
      // Analyses of teams may ask too, beside those of the platform.
      this.connect('metrics', metrics.queryDestination, PODS);
    });
    Dashboards.whenProvided(this, (viewer) => viewer.add(this, dashboard(namespace), namespace));
  }

  private values(): Values {
    const { props } = this;
    const ha = highlyAvailable(this);
    const { replicas = ha ? 2 : 1, gatewayApi = true, metricPlugins = [] } = props;
    const routers = ['istio', 'smi', 'ambassador', 'awsLoadBalancerController', 'awsAppMesh'];
    const others = [...routers, 'traefik', 'apisix', 'contour', 'glooPlatform'];
    const plugins = this.plugins();
    return {
      installCRDs: true,
      keepCRDs: true,
      // Only the rights for the router that is there.
      providerRBAC: {
        enabled: true,
        providers: {
          ...Object.fromEntries(others.map((router) => [router, false])),
          gatewayAPI: gatewayApi,
        },
      },
      controller: {
        replicas,
        resources: resources('50m', '128Mi', '512Mi'),
        metrics: { enabled: Metrics.find(this) !== undefined },
        ...(replicas > 1 && {
          pdb: { enabled: true, maxUnavailable: 1 },
          topologySpreadConstraints: spread(PODS),
        }),
        ...(gatewayApi && {
          trafficRouterPlugins: plugins
            .filter(({ name }) => name === GATEWAY_API_PLUGIN)
            .map(pluginEntry),
        }),
        ...(metricPlugins.length > 0 && { metricProviderPlugins: metricPlugins.map(pluginEntry) }),
        ...pluginValues(plugins, (reference) => this.image(reference), SECURITY),
      },
      dashboard: props.dashboard
        ? {
            enabled: true,
            readonly: props.writableDashboard !== true,
            resources: resources('20m', '64Mi', '256Mi'),
            containerSecurityContext: SECURITY,
          }
        : { enabled: false },
      ...(props.notifications && {
        notifications: notificationValues(props.notifications, CATALOGUE),
      }),
    };
  }
}
