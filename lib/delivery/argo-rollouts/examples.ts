import { Metrics } from '../../contracts/metrics';
import type { Examples } from '../../index';
import { latency, successRate } from './analysis';
import { ArgoRollouts } from './argo-rollouts';

const nothing = (): void => undefined;

/** Metrics that somebody else runs. */
const company = Metrics.with({
  namespace: 'monitoring',
  serviceAccount: 'prometheus',
  monitorLabels: {},
  url: 'https://prometheus.example.com',
  alertmanagerUrl: undefined,
  queryDestination: { host: 'prometheus.example.com', port: 443 },
  alertDestination: undefined,
  scrapeServices: nothing,
  scrapePods: nothing,
  scrapeMachines: () => undefined,
  reach: nothing,
  addRules: nothing,
});

export const examples: Examples = {
  default: (scope) => {
    new ArgoRollouts(scope, 'argo-rollouts');
  },

  'canary-with-analysis': (scope) => {
    const matchers = 'namespace="{{args.namespace}}",service="{{args.service}}"';
    const argoRollouts = new ArgoRollouts(scope, 'argo-rollouts', {
      wiring: [company],
      analysisTemplates: [
        {
          name: 'http',
          args: ['namespace', 'service'],
          metrics: [
            successRate({ series: 'http_requests_total', matchers }),
            latency({ series: 'http_request_duration_seconds_bucket', matchers, atMost: 0.5 }),
          ],
        },
      ],
      notifications: { slack: { channels: ['deployments'] } },
    });
    argoRollouts.addRollout(argoRollouts, {
      name: 'shop',
      namespace: 'argo-rollouts',
      selector: { app: 'shop' },
      workload: { deployment: 'shop' },
      replicas: 4,
      port: 8080,
      strategy: {
        canary: {
          steps: [
            { weight: 10 },
            { pause: '5m' },
            {
              analysis: {
                templates: ['http'],
                args: { namespace: 'argo-rollouts', service: 'shop-canary' },
              },
            },
            { weight: 50 },
            { pause: 'until-promoted' },
          ],
        },
      },
    });
  },

  'blue-green-and-pages': (scope) => {
    const argoRollouts = new ArgoRollouts(scope, 'argo-rollouts', {
      dashboard: true,
      login: 'none',
      metricPlugins: [
        {
          name: 'example/queue-length',
          image: 'registry.example.com/rollouts/queue-length:1.0.0',
          file: '/bin/queue-length',
        },
      ],
    });
    argoRollouts.addRollout(argoRollouts, {
      name: 'worker',
      namespace: 'argo-rollouts',
      selector: { app: 'worker' },
      workload: { deployment: 'worker' },
      port: 8080,
      strategy: { blueGreen: { autoPromote: true, scaleDownDelaySeconds: 600 } },
    });
  },
};
