import type { Construct } from 'constructs';
import { Layer, Platform, Registry } from '../../lib';
import { CertManager } from '../../lib/network/cert-manager';
import { EnvoyGateway } from '../../lib/network/envoy-gateway';
import { GatewayApi } from '../../lib/network/gateway-api';
import { MetalLB } from '../../lib/network/metallb';
import { Grafana } from '../../lib/observability/grafana';
import { KubePrometheusStack } from '../../lib/observability/kube-prometheus-stack';
import { PrometheusOperatorCrds } from '../../lib/observability/prometheus-operator-crds';
import { ExternalSecrets } from '../../lib/security/external-secrets';
import { freeRoot } from './sample';
import type { Definition } from './trees';

interface Neighbour {
  /** Id of the capability that it gives; `kind:…` for one that brings a CRD. */
  readonly gives: string;
  make(scope: Construct): void;
}

/** What most platforms have, and most components are wired to. */
const NEIGHBOURS: readonly Neighbour[] = [
  {
    gives: 'kind:ServiceMonitor.monitoring.coreos.com',
    make: (scope) => void new PrometheusOperatorCrds(scope, 'prometheus-operator-crds'),
  },
  {
    gives: 'kind:HTTPRoute.gateway.networking.k8s.io',
    make: (scope) => void new GatewayApi(scope, 'gateway-api'),
  },
  {
    gives: 'load-balancing',
    make: (scope) => {
      new MetalLB(scope, 'metallb', {
        pools: [{ name: 'public', addresses: ['203.0.113.64/28'] }],
      });
    },
  },
  {
    gives: 'certificates',
    make: (scope) => new CertManager(scope, 'cert-manager').addInternalCa({ name: 'platform-ca' }),
  },
  { gives: 'exposure', make: (scope) => void new EnvoyGateway(scope, 'envoy-gateway') },
  { gives: 'secrets', make: (scope) => void new ExternalSecrets(scope, 'external-secrets') },
  {
    gives: 'metrics',
    make: (scope) => void new KubePrometheusStack(scope, 'kube-prometheus-stack'),
  },
  { gives: 'dashboards', make: (scope) => void new Grafana(scope, 'grafana') },
];

/**
 * The example among what most platforms have: each neighbour that the example does not make
 * itself. They stand in a layer `neighbours` of their own.
 *
 * @param order whether they are constructed before the example or after it
 */
export function withNeighbours(
  example: Definition,
  order: 'before' | 'after' = 'after',
): Definition {
  return (scope) => {
    const own = givenBy(example);
    const others = NEIGHBOURS.filter(({ gives }) => !own.has(gives));
    const platform = Platform.of(scope) ?? scope;
    const steps = [
      () => example(scope),
      () => {
        const layer = new Layer(platform, 'neighbours');
        for (const neighbour of others) neighbour.make(layer);
      },
    ];
    for (const step of order === 'before' ? steps.reverse() : steps) step();
  };
}

/** What an example gives, found by making it once where nobody looks. */
function givenBy(example: Definition): ReadonlySet<string> {
  const probe = new Platform(freeRoot(), 'probe');
  example(probe);
  const { providers, releases, bundles } = Registry.of(probe);
  const kinds = [...releases, ...bundles].flatMap((r) => r.brings.map((kind) => `kind:${kind}`));
  return new Set([...providers.keys(), ...kinds]);
}
