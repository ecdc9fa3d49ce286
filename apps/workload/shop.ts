import { Chart, Duration, Size } from 'cdk8s';
import {
  Capability,
  Cpu,
  Deployment,
  DeploymentStrategy,
  EnvValue,
  HorizontalPodAutoscaler,
  Metric,
  MetricTarget,
  PercentOrAbsolute,
  Probe,
  SeccompProfileType,
  ServiceAccount,
  Topology,
  Volume,
  type ContainerProps,
  type Service,
} from 'cdk8s-plus-30';
import {
  IntOrString,
  KubeNetworkPolicy,
  KubePodDisruptionBudget,
} from 'cdk8s-plus-30/lib/imports/k8s';
import type { Construct } from 'constructs';
import { KubeObject } from 'kubestrata';
import { HTTPRoute } from 'kubestrata/network/gateway-api';
import { ServiceMonitor } from 'kubestrata/observability/prometheus-operator-crds';

export interface ShopProps {
  /** Hostname under which customers reach it. */
  readonly host: string;
  /** Image with tag and digest, from the company's registry. */
  readonly image: string;
  /** Namespace of the platform's Gateway. @default 'envoy-gateway-system' */
  readonly gatewayNamespace?: string;
  /** Namespace of the platform's Prometheus. @default 'monitoring' */
  readonly metricsNamespace?: string;
}

/** Made by the platform team, with the labels that say which policies hold (see apps/standard). */
const NAMESPACE = 'shop';
const SELECTOR = { 'app.kubernetes.io/name': 'shop' };
const LABELS = {
  ...SELECTOR,
  'app.kubernetes.io/version': '2.4.1',
  'app.kubernetes.io/part-of': 'storefront',
  'app.kubernetes.io/managed-by': 'cdk8s',
  owner: 'team-shop',
};

/**
 * What an application team writes: a web service that is replicated, scaled, spread, probed,
 * measured, closed to all but the gateway, and that passes every policy of the platform.
 */
export class Shop extends Chart {
  constructor(scope: Construct, id: string, props: ShopProps) {
    super(scope, id, { namespace: NAMESPACE, labels: LABELS });
    const deployment = this.deployment(props.image);
    this.disruptionBudget();
    this.autoscale(deployment);
    this.route(
      deployment.exposeViaService({
        name: 'shop',
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      }),
      props,
    );
    this.monitor();
    this.closeNetwork(props);
  }

  private deployment(image: string): Deployment {
    const serviceAccount = new ServiceAccount(this, 'account', {
      metadata: { name: 'shop' },
      automountToken: false,
    });
    const deployment = new Deployment(this, 'deployment', {
      metadata: { name: 'shop' },
      podMetadata: { labels: LABELS },
      serviceAccount,
      automountServiceAccountToken: false,
      strategy: DeploymentStrategy.rollingUpdate({
        maxSurge: PercentOrAbsolute.absolute(1),
        maxUnavailable: PercentOrAbsolute.absolute(0),
      }),
      securityContext: { ensureNonRoot: true, user: 10001, group: 10001, fsGroup: 10001 },
      terminationGracePeriod: Duration.seconds(45),
      containers: [this.container(image)],
    });
    // Preferred, not required: with more replicas than nodes some must share one.
    deployment.scheduling.spread({ topology: Topology.HOSTNAME, weight: 100 });
    return deployment;
  }

  private container(image: string): ContainerProps {
    const temporary = Volume.fromEmptyDir(this, 'tmp', 'tmp', { sizeLimit: Size.mebibytes(64) });
    return {
      name: 'shop',
      image,
      ports: [{ name: 'http', number: 8080 }],
      envVariables: { LISTEN: EnvValue.fromValue(':8080') },
      volumeMounts: [{ path: '/tmp', volume: temporary }],
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.millis(500) },
        memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
        ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(1) },
      },
      startup: Probe.fromHttpGet('/healthz', { port: 8080, failureThreshold: 30 }),
      liveness: Probe.fromHttpGet('/healthz', { port: 8080, periodSeconds: Duration.seconds(10) }),
      readiness: Probe.fromHttpGet('/ready', { port: 8080, periodSeconds: Duration.seconds(5) }),
      securityContext: {
        user: 10001,
        group: 10001,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: [Capability.ALL] },
        seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
      },
    };
  }

  private disruptionBudget(): void {
    new KubePodDisruptionBudget(this, 'budget', {
      metadata: { name: 'shop' },
      spec: { maxUnavailable: IntOrString.fromNumber(1), selector: { matchLabels: SELECTOR } },
    });
  }

  private autoscale(target: Deployment): void {
    new HorizontalPodAutoscaler(this, 'autoscaler', {
      metadata: { name: 'shop' },
      target,
      minReplicas: 3,
      maxReplicas: 12,
      metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
    });
  }

  /** A kind that cdk8s-plus does not know is a `KubeObject`, typed by the CRD that the platform pins. */
  private route(service: Service, { host, gatewayNamespace }: ShopProps): void {
    new KubeObject(this, 'route', HTTPRoute, {
      name: 'shop',
      namespace: NAMESPACE,
      body: {
        spec: {
          parentRefs: [{ name: 'platform', namespace: gatewayNamespace ?? 'envoy-gateway-system' }],
          hostnames: [host],
          rules: [{ backendRefs: [{ name: service.name, port: service.port }] }],
        },
      },
    });
  }

  private monitor(): void {
    new KubeObject(this, 'monitor', ServiceMonitor, {
      name: 'shop',
      namespace: NAMESPACE,
      body: {
        spec: {
          selector: { matchLabels: SELECTOR },
          endpoints: [{ port: 'http', path: '/metrics', interval: '30s' }],
        },
      },
    });
  }

  /** Everything is denied but the gateway, the metrics collector and DNS. */
  private closeNetwork({ gatewayNamespace, metricsNamespace }: ShopProps): void {
    const namespace = (name: string) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    });
    const port = (number: number, protocol = 'TCP') => ({
      port: IntOrString.fromNumber(number),
      protocol,
    });
    new KubeNetworkPolicy(this, 'network', {
      metadata: { name: 'shop' },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [
              namespace(gatewayNamespace ?? 'envoy-gateway-system'),
              namespace(metricsNamespace ?? 'monitoring'),
            ],
            ports: [port(8080)],
          },
        ],
        egress: [{ to: [namespace('kube-system')], ports: [port(53, 'UDP'), port(53)] }],
      },
    });
  }
}
