import type { Examples } from '../../index';
import { KubePrometheusStack } from './kube-prometheus-stack';

export const examples: Examples = {
  default: (scope) => {
    new KubePrometheusStack(scope, 'kube-prometheus-stack');
  },

  'on-call': (scope) => {
    new KubePrometheusStack(scope, 'kube-prometheus-stack', {
      retention: '30d',
      storage: { size: '200Gi', storageClass: 'fast' },
      externalLabels: { region: 'eu-central' },
      disabledAlerts: ['CPUThrottlingHigh'],
      targets: { kubeProxy: false },
      receivers: [
        { name: 'on-call', pagerDuty: { routingKey: { name: 'receivers', key: 'pagerduty' } } },
        {
          name: 'platform',
          slack: { webhookUrl: { name: 'receivers', key: 'slack' }, channel: '#platform' },
          email: {
            to: ['platform@example.com'],
            from: 'alerts@example.com',
            smarthost: 'mail.example.com:587',
            auth: { username: 'alerts', password: { name: 'receivers', key: 'smtp' } },
          },
        },
        { name: 'watcher', webhook: { url: { name: 'receivers', key: 'watcher-url' } } },
      ],
      defaultReceiver: 'platform',
      watchdogReceiver: 'watcher',
      routes: [
        { receiver: 'on-call', matchers: ['severity = critical'], continue: true },
        {
          receiver: 'platform',
          matchers: ['namespace =~ "team-.*"'],
          muteTimeIntervals: ['nights'],
          groupBy: ['namespace'],
        },
      ],
      timeIntervals: [
        { name: 'nights', intervals: [{ times: [{ start: '20:00', end: '24:00' }] }] },
      ],
      inhibitRules: [
        { source: ['alertname = NodeDown'], target: ['severity = warning'], equal: ['node'] },
      ],
    });
  },

  'long-term-store': (scope) => {
    const stack = new KubePrometheusStack(scope, 'kube-prometheus-stack', {
      retention: '2d',
      storage: 'ephemeral',
      alertmanager: false,
      nodeExporter: false,
      otlpReceiver: true,
      remoteWriteReceiver: true,
      thanosSidecar: { objectStorageConfig: { name: 'thanos', key: 'objstore.yml' } },
    });
    stack.addRemoteWrite({
      name: 'mimir',
      url: 'https://mimir.example.com/api/v1/push',
      headers: { 'X-Scope-OrgID': 'platform' },
      basicAuth: {
        username: { name: 'mimir', key: 'user' },
        password: { name: 'mimir', key: 'password' },
      },
      dropMetrics: ['go_.*'],
    });
  },
};

/** Images of the chart's default render that never run here. */
export const unusedImages = {
  'docker.io/bats/bats': 'only the chart test of a sub-chart that is off',
  'docker.io/grafana/grafana': 'Grafana is a component of its own',
  'quay.io/kiwigrid/k8s-sidecar': 'Grafana is a component of its own',
};

/** Keys that the chart takes though its defaults do not show them. */
export const undocumentedKeys = {
  'alertmanager.config.time_intervals': 'the configuration is passed on to Alertmanager as it is',
  'kube-state-metrics.image': 'values of the sub-chart kube-state-metrics',
  'kube-state-metrics.resources': 'values of the sub-chart kube-state-metrics',
  'kube-state-metrics.selfMonitor': 'values of the sub-chart kube-state-metrics',
  'prometheus-node-exporter.extraHostVolumeMounts':
    'values of the sub-chart prometheus-node-exporter',
  'prometheus-node-exporter.image': 'values of the sub-chart prometheus-node-exporter',
  'prometheus-node-exporter.resources': 'values of the sub-chart prometheus-node-exporter',
  'prometheus-node-exporter.priorityClassName': 'values of the sub-chart prometheus-node-exporter',
};

/** Why a namespace may be stricter than the chart's defaults need. */
export const stricterPodSecurity = 'without the agent on the nodes, nothing in it is privileged';
