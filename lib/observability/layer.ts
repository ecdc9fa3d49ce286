import type { Construct } from 'constructs';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { Grafana, type GrafanaProps } from './grafana';
import { KubePrometheusStack, type KubePrometheusStackProps } from './kube-prometheus-stack';
import { PrometheusOperatorCrds } from './prometheus-operator-crds';

export interface ObservabilityLayerProps {
  /** What collects metrics and sends alerts. @default 'kube-prometheus-stack' */
  readonly metrics?: 'kube-prometheus-stack' | 'none';
  /** What shows dashboards. @default 'grafana' */
  readonly dashboards?: 'grafana' | 'none';
  /** Whether the CRDs of monitors and rules are there; what collects metrics needs them. @default true */
  readonly prometheusOperatorCrds?: boolean;
  /** Settings of the Prometheus stack. @default {} */
  readonly prometheus?: KubePrometheusStackProps;
  /** Settings of Grafana. @default - its password comes from the platform's source of secrets */
  readonly grafana?: GrafanaProps;
}

/** What the platform does, and who is told when it does not: metrics, alerts, dashboards. */
export class ObservabilityLayer extends Layer {
  readonly crds: PrometheusOperatorCrds | undefined;
  readonly prometheus: KubePrometheusStack | undefined;
  readonly grafana: Grafana | undefined;

  /** @throws DefinitionError for settings of what is not chosen, or a collector without its CRDs */
  constructor(scope: Construct, id: string, props: ObservabilityLayerProps = {}) {
    super(scope, id);
    const reason = refusal(props);
    if (reason !== undefined) throw new DefinitionError(this, reason);
    const { metrics = 'kube-prometheus-stack', dashboards = 'grafana' } = props;
    if (props.prometheusOperatorCrds ?? true) {
      this.crds = new PrometheusOperatorCrds(this, 'prometheus-operator-crds');
    }
    if (metrics === 'kube-prometheus-stack') {
      this.prometheus = new KubePrometheusStack(this, 'kube-prometheus-stack', props.prometheus);
    }
    if (dashboards === 'grafana') this.grafana = new Grafana(this, 'grafana', props.grafana);
  }
}

function refusal({
  metrics,
  dashboards,
  ...settings
}: ObservabilityLayerProps): string | undefined {
  const unused = unusedSetting(settings, {
    prometheus: ['kube-prometheus-stack', metrics !== 'none'],
    grafana: ['grafana', dashboards !== 'none'],
  });
  if (unused !== undefined) return unused;
  return metrics !== 'none' && settings.prometheusOperatorCrds === false
    ? "collects metrics with 'kube-prometheus-stack', but `prometheusOperatorCrds` is 'false'; leave it out, or set `metrics: 'none'`"
    : undefined;
}
