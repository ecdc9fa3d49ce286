import { App } from 'cdk8s';
import { Order, Platform, type PlatformProps } from '../../lib';
import { NetworkLayer, type NetworkLayerProps } from '../../lib/network';

const pools = [{ name: 'public', addresses: ['192.0.2.240/28'] }];
const apiServer = { host: '192.0.2.1' };

function define(props: NetworkLayerProps = {}, settings: PlatformProps = {}) {
  const platform = new Platform(new App(), 'prod', { domain: 'k8s.example.com', ...settings });
  return { platform, network: new NetworkLayer(platform, 'network', props) };
}

const children = (layer: NetworkLayer) => layer.node.children.map(({ node }) => node.id);

test('has a network, addresses, certificates, a gateway and resource metrics', () => {
  const { platform, network } = define({ metallb: { pools } });
  expect(children(network)).toStrictEqual([
    'gateway-api',
    'calico',
    'metallb',
    'cert-manager',
    'envoy-gateway',
    'metrics-server',
  ]);
  expect(platform.node.findAll().flatMap((c) => c.node.validate())).toStrictEqual([]);
});

test('issues from a CA of its own where nothing is said', () => {
  expect(define().network.certManager?.defaultIssuer).toBe('internal');
  const acmeIssuers = [{ name: 'acme', solvers: [{ http01: { ingressClass: 'nginx' } }] }] as const;
  expect(define({ certManager: { acmeIssuers } }).network.certManager?.defaultIssuer).toBe('acme');
});

test('takes the CNI as load balancer, on layer 2 unless told otherwise', () => {
  const props: NetworkLayerProps = { cni: 'cilium', loadBalancer: 'cilium', cilium: { pools } };
  const { network } = define(props, { apiServer });
  expect(children(network)).toContain('cilium');
  expect(children(network)).not.toContain('metallb');
  expect(network.loadBalancer).toBe(network.cni);
  expect(network.cni?.release.values).toMatchObject({ l2announcements: { enabled: true } });
});

test('has Ingresses without the Gateway API', () => {
  const { network } = define({ gateway: 'ingress-nginx', metallb: { pools } });
  expect(network.gatewayApi).toBeUndefined();
  expect(children(network)).toContain('ingress-nginx');
});

test('brings the Gateway API where Cilium serves it', () => {
  const { network } = define(
    { cni: 'cilium', gateway: 'none', cilium: { gatewayApi: true } },
    { apiServer },
  );
  expect(network.gatewayApi).toBeDefined();
});

test('is empty where a cluster has everything', () => {
  const { network } = define({
    cni: 'none',
    loadBalancer: 'none',
    gateway: 'none',
    certificates: 'none',
    resourceMetrics: 'none',
  });
  expect(children(network)).toStrictEqual([]);
});

test('comes in the order network, names, everything else, after the CRDs', () => {
  const { platform } = define({
    metallb: { pools },
    coreDns: {},
    externalDns: { provider: { name: 'rfc2136', host: '192.0.2.53' } },
  });
  const order = Order.of(platform);
  const ids = order.units.map(({ id }) => id);
  const at = (id: string) => {
    expect(ids).toContain(`prod/network/${id}`);
    return ids.indexOf(`prod/network/${id}`);
  };
  expect(order.cycle).toBeUndefined();
  expect(at('calico/release')).toBeLessThan(at('coredns/release'));
  for (const later of [
    'metallb',
    'cert-manager',
    'envoy-gateway',
    'external-dns',
    'metrics-server',
  ]) {
    expect(at('coredns/release')).toBeLessThan(at(`${later}/release`));
  }
  expect(at('gateway-api/crds')).toBeLessThan(at('cert-manager/release'));
});

test('fails for Cilium as load balancer under another CNI', () => {
  expect(() => define({ loadBalancer: 'cilium' })).toThrow(
    "[prod/network] the load balancer is 'cilium' but the CNI is 'calico'; set `cni: 'cilium'`, or take 'metallb'",
  );
});

test('fails for settings of what is not chosen', () => {
  expect(() => define({ cni: 'cilium', calico: {} })).toThrow(
    "[prod/network] `calico` is given, but 'calico' is not chosen; choose it, or drop its settings",
  );
  expect(() => define({ certificates: 'none', certManager: {} })).toThrow(
    "`certManager` is given, but 'cert-manager' is not chosen",
  );
});
