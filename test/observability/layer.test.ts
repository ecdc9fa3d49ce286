import { ObservabilityLayer } from '../../lib/observability';
import { freeRoot } from '../harness/sample';

test('collects and shows by default', () => {
  const layer = new ObservabilityLayer(freeRoot(), 'observability');
  expect(layer.crds?.namespace).toBe('kube-system');
  expect(layer.prometheus?.namespace).toBe('monitoring');
  expect(layer.grafana?.namespace).toBe('grafana');
});

test('passes settings on', () => {
  const { prometheus, grafana } = new ObservabilityLayer(freeRoot(), 'observability', {
    prometheus: { namespace: 'metrics' },
    grafana: { namespace: 'graphs', hostname: 'graphs.example.com' },
  });
  expect(prometheus?.namespace).toBe('metrics');
  expect(grafana?.hostname).toBe('graphs.example.com');
});

test('keeps the CRDs for collectors from elsewhere, unless told not to', () => {
  const none = { metrics: 'none', dashboards: 'none' } as const;
  const layer = new ObservabilityLayer(freeRoot(), 'observability', none);
  expect([layer.prometheus, layer.grafana]).toStrictEqual([undefined, undefined]);
  expect(layer.crds).toBeDefined();
  const without = { ...none, prometheusOperatorCrds: false };
  expect(new ObservabilityLayer(freeRoot(), 'observability', without).crds).toBeUndefined();
});

test.each([
  [{ metrics: 'none', prometheus: {} }, "`prometheus` is given, but 'kube-prometheus-stack'"],
  [{ dashboards: 'none', grafana: {} }, "`grafana` is given, but 'grafana' is not chosen"],
  [{ prometheusOperatorCrds: false }, "`prometheusOperatorCrds` is 'false'"],
] as const)('fails for %j', (props, reason) => {
  expect(() => new ObservabilityLayer(freeRoot(), 'observability', props)).toThrow(reason);
});
