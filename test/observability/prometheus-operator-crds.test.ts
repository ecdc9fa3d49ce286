import { Order } from '../../lib';
import { PrometheusOperatorCrds } from '../../lib/observability/prometheus-operator-crds';
import { freeRoot } from '../harness/sample';

test('comes without a namespace of its own, first of all', () => {
  const crds = new PrometheusOperatorCrds(freeRoot(), 'crds');
  expect(Order.of(crds).units.map(({ id }) => id)).toStrictEqual(['crds/release']);
  expect(crds.release.brings).toContain('ServiceMonitor.monitoring.coreos.com');
});

test('keeps the CRDs when the release is removed, unless told otherwise', () => {
  const annotations = (keepOnRemoval?: boolean): unknown =>
    new PrometheusOperatorCrds(freeRoot(), 'crds', {
      ...(keepOnRemoval !== undefined && { keepOnRemoval }),
    }).release.values['crds'];
  expect(annotations()).toStrictEqual({ annotations: { 'helm.sh/resource-policy': 'keep' } });
  expect(annotations(false)).toStrictEqual({ annotations: {} });
});
