import { Catalog } from './catalog';
import { catalog, testWithCatalog } from './with-catalog';

const withCatalog = testWithCatalog('the catalogue');

test('fails for a folder without systems', () => {
  expect(() => new Catalog(__dirname)).toThrow('the catalogue is empty');
});

withCatalog('a chart is found by its name and by its repository', () => {
  const metallb = catalog?.chart('metallb', 'https://metallb.github.io/metallb/');
  expect(metallb).toBe(catalog?.chart('metallb'));
  expect([metallb?.system, metallb?.podSecurity, metallb?.schema !== undefined]).toStrictEqual([
    'metallb',
    'privileged',
    true,
  ]);
  expect(catalog?.chart('metallb', 'https://example.org')).toBeUndefined();
});

withCatalog('an OCI repository may be given without the chart at its end', () => {
  const chart = catalog?.chart('cert-manager', 'oci://quay.io/jetstack/charts');
  expect(chart?.system).toBe('cert-manager');
});

withCatalog('the defaults of a sub-chart show under its name', () => {
  const defaults = catalog?.chart('kube-prometheus-stack')?.defaults['grafana'];
  expect(defaults).toMatchObject({
    defaultDashboardsEnabled: true,
    persistence: { enabled: false },
  });
});

withCatalog('a CRD is the one of the system that owns it, or the one preferred', () => {
  const route = ['gateway.networking.k8s.io/v1', 'HTTPRoute'] as const;
  expect(catalog?.crd(...route)?.system).toBe('gateway-api');
  expect(catalog?.crd(...route, ['gateway-api-experimental'])?.system).toBe(
    'gateway-api-experimental',
  );
  expect(catalog?.crd('v1', 'ConfigMap')).toBeUndefined();
});

withCatalog('every chart of the catalogue is found again by its name and repository', () => {
  const lost = (catalog?.charts() ?? []).filter(
    (chart) => catalog?.chart(chart.name, chart.repository) !== chart,
  );
  expect(lost).toStrictEqual([]);
});
