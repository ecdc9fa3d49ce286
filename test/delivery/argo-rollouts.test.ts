import { Platform, Registry, valueAt, type PlatformProps } from '../../lib';
import { Exposure } from '../../lib/contracts/exposure';
import { Login } from '../../lib/contracts/login-gate';
import { Metrics } from '../../lib/contracts/metrics';
import {
  ArgoRollouts,
  blueGreen,
  canary,
  latency,
  successRate,
  type ArgoRolloutsProps,
  type CanaryStep,
} from '../../lib/delivery/argo-rollouts';
import { freeRoot } from '../harness/sample';
import { gateway, loginGate, metricsCollector } from '../harness/services';

const made = (props: ArgoRolloutsProps = {}, settings: PlatformProps = {}) =>
  new ArgoRollouts(
    new Platform(freeRoot(), 'prod', { domain: 'k8s.example.com', ...settings }),
    'rollouts',
    props,
  );
const values = (rollouts: ArgoRollouts, path: string) => valueAt(rollouts.release.values, path);
const manifest = (rollouts: ArgoRollouts, kind: string, name: string) =>
  Registry.of(rollouts).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;
const errors = (rollouts: ArgoRollouts) => rollouts.node.validate();
const metrics = () => Metrics.with(metricsCollector());
const good = successRate({ series: 'http_requests_total', matchers: 'service="{{args.service}}"' });
const workload = {
  name: 'shop',
  namespace: 'shop',
  selector: { app: 'shop' },
  workload: { deployment: 'shop' },
  port: 8080,
};
const route = { hostnames: ['shop.example.com'], gateway: { name: 'public', namespace: 'gw' } };
const drawn = (steps: readonly CanaryStep[]) => {
  const rollouts = made();
  rollouts.addRollout(rollouts, { ...workload, route, strategy: { canary: { steps } } });
  return rollouts;
};

test('copies its plugin out of an image of the mirror, and downloads nothing', () => {
  const rollouts = made({}, { imageMirror: { registry: 'mirror.example.com' } });
  expect(values(rollouts, 'controller.trafficRouterPlugins')).toStrictEqual([
    { name: 'argoproj-labs/gatewayAPI', location: 'file:///plugins/argoproj-labs-gatewayapi' },
  ]);
  expect(values(rollouts, 'controller.initContainers')).toMatchObject([
    {
      image:
        'mirror.example.com/ghcr.io/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi:v0.15.0',
    },
  ]);
});

test('has rights for the router that is there only', () => {
  const providers = values(made(), 'providerRBAC.providers') as Record<string, boolean>;
  expect(Object.keys(providers).filter((name) => providers[name])).toStrictEqual(['gatewayAPI']);
});

test('needs no plugin where no route is shifted', () => {
  expect(values(made({ gatewayApi: false }), 'controller.initContainers')).toBeUndefined();
});

test.each([
  [[{ name: 'plain', image: 'i', file: 'f' }], "the plugin 'plain' has no owner"],
  [
    [
      { name: 'a/b', image: 'i', file: 'f' },
      { name: 'a/B', image: 'i', file: 'f' },
    ],
    "there is already a plugin 'a/B'",
  ],
])('fails for plugins that cannot be: %j', (metricPlugins, message) => {
  expect(() => made({ metricPlugins })).toThrow(message);
});

test("asks the platform's metrics, and is let through to them", () => {
  const analysisTemplates = [{ name: 'http', args: ['service'], metrics: [good] }];
  const rollouts = made({ analysisTemplates, wiring: [metrics()] });
  expect(manifest(rollouts, 'ClusterAnalysisTemplate', 'http')).toMatchObject({
    spec: {
      args: [{ name: 'service' }],
      metrics: [{ provider: { prometheus: { address: 'http://prometheus.monitoring.svc:9090' } } }],
    },
  });
  const reached = Registry.of(rollouts).connections.map(({ name }) => name);
  expect(reached).toStrictEqual(['rollouts-to-metrics']);
});

test('counts no traffic as no failure', () => {
  expect(good.successCondition).toBe('len(result) == 0 || isNaN(result[0]) || result[0] >= 0.99');
  expect(latency({ series: 's_bucket', matchers: 'a="b"', quantile: 0.99 }).query).toBe(
    'histogram_quantile(0.99, sum by (le) (rate(s_bucket{a="b"}[2m])))',
  );
});

test('fails for measurements without metrics', () => {
  const rollouts = made({ analysisTemplates: [{ name: 'a', args: ['service'], metrics: [good] }] });
  expect(errors(rollouts)[0]).toContain('needs a metrics collector to measure new versions');
});

test.each([
  [{ metrics: [] }, "analysis template 'a' measures nothing"],
  [{ metrics: [good] }, "uses the argument 'service'; add it to `args`"],
])('fails for an analysis template that cannot be: %j', (wrong, message) => {
  expect(() => made({ analysisTemplates: [{ name: 'a', ...wrong }] })).toThrow(message);
});

test('shifts traffic on a route that begins with the running version', () => {
  const rollouts = drawn([{ weight: 20 }, { pause: '5m' }, { weight: 50 }]);
  expect(manifest(rollouts, 'HTTPRoute', 'shop')).toMatchObject({
    spec: {
      rules: [
        {
          backendRefs: [
            { name: 'shop', weight: 100 },
            { name: 'shop-canary', weight: 0 },
          ],
        },
      ],
    },
  });
  expect(manifest(rollouts, 'Rollout', 'shop')).toMatchObject({
    spec: {
      workloadRef: { kind: 'Deployment', name: 'shop' },
      strategy: {
        canary: {
          stableService: 'shop',
          canaryService: 'shop-canary',
          steps: [{ setWeight: 20 }, { pause: { duration: '5m' } }, { setWeight: 50 }],
          trafficRouting: {
            plugins: { 'argoproj-labs/gatewayAPI': { httpRoutes: [{ name: 'shop' }] } },
          },
        },
      },
    },
  });
});

test.each([
  [[], 'a canary has no steps'],
  [[{ weight: 120 }], "a step of a canary has weight '120'"],
  [[{ weight: 50 }, { weight: 20 }], "a canary falls back to weight '20'"],
  [[{ weight: 50 }, { pause: 'soon' }], "a canary pauses for 'soon'"],
])('fails for steps that cannot be: %j', (steps, message) => {
  expect(() => drawn(steps)).toThrow(`rollout 'shop': ${message}`);
});

test('waits for somebody to promote', () => {
  const options = { stableService: 'a', canaryService: 'b', httpRoutes: ['r'], namespace: 'n' };
  const { canary: made_ } = canary({ ...options, steps: [{ pause: 'until-promoted' }] });
  expect(made_?.steps).toStrictEqual([{ pause: {} }]);
});

test('switches to the new version only once it is promoted, unless told to', () => {
  const auto = (autoPromote?: boolean) =>
    blueGreen({ activeService: 'a', ...(autoPromote !== undefined && { autoPromote }) }).blueGreen
      ?.autoPromotionEnabled;
  expect([auto(), auto(true)]).toStrictEqual([false, true]);
});

test('shows its pages to those who log in, and lets only editors change through them', () => {
  const gate = loginGate();
  made({ dashboard: true, wiring: [Login.with(gate)] });
  made({ dashboard: true, writableDashboard: true, wiring: [Login.with(gate)] });
  expect(gate.asked.map(({ host, role }) => [host, role])).toStrictEqual([
    ['rollouts.k8s.example.com', 'viewer'],
    ['rollouts.k8s.example.com', 'editor'],
  ]);
});

test('shows its pages to everybody only where told to', () => {
  const exposer = gateway();
  made({ dashboard: true, login: 'none', wiring: [Exposure.with(exposer)] });
  expect(exposer.asked).toHaveLength(1);
});

test('fails for pages that nobody asks a login for', () => {
  expect(errors(made({ dashboard: true }))[0]).toContain('needs a login proxy');
});

test('measures a whole series where no matchers pick from it', () => {
  expect(successRate({ series: 'requests_total', matchers: '' }).query).toBe(
    '1 - (sum(rate(requests_total{code=~"5.."}[2m])) or vector(0)) / sum(rate(requests_total{}[2m]))',
  );
});
