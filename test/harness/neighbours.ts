import type { Construct } from 'constructs';
import { Layer, Platform, Registry } from '../../lib';
import { Velero } from '../../lib/backup/velero';
import { CloudNativePg } from '../../lib/data/cloudnative-pg';
import { Valkey } from '../../lib/data/valkey';
import { Exposure } from '../../lib/contracts/exposure';
import { ArgoCd } from '../../lib/delivery/argo-cd';
import { ExternalIdentity, ExternalObjectStore } from '../../lib/external';
import { OAuth2Proxy } from '../../lib/identity/oauth2-proxy';
import { CertManager } from '../../lib/network/cert-manager';
import { EnvoyGateway } from '../../lib/network/envoy-gateway';
import { GatewayApi } from '../../lib/network/gateway-api';
import { MetalLB } from '../../lib/network/metallb';
import { Grafana } from '../../lib/observability/grafana';
import { KubePrometheusStack } from '../../lib/observability/kube-prometheus-stack';
import { PrometheusOperatorCrds } from '../../lib/observability/prometheus-operator-crds';
import { ExternalSecrets } from '../../lib/security/external-secrets';
import { SnapshotController } from '../../lib/storage/snapshot-controller';
import { freeRoot } from './sample';
import { gateway } from './services';
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
  {
    gives: 'kind:VolumeSnapshotClass.snapshot.storage.k8s.io',
    make: (scope) => void new SnapshotController(scope, 'snapshot-controller'),
  },
  {
    gives: 'object-storage',
    make: (scope) => {
      new ExternalObjectStore(scope, 'object-store', { endpoint: 'https://s3.example.com' });
    },
  },
  {
    gives: 'identity',
    make: (scope) => {
      new ExternalIdentity(scope, 'identity', {
        issuer: 'https://sso.example.com/realms/company',
        groups: { admin: ['admins'], editor: ['editors'], viewer: ['viewers'] },
      });
    },
  },
  { gives: 'login', make: (scope) => void new OAuth2Proxy(scope, 'oauth2-proxy') },
  { gives: 'databases', make: (scope) => void new CloudNativePg(scope, 'cloudnative-pg') },
  { gives: 'caches', make: (scope) => void new Valkey(scope, 'valkey') },
  { gives: 'backups', make: (scope) => void new Velero(scope, 'velero') },
  { gives: 'delivery', make: (scope) => void new ArgoCd(scope, 'argo-cd') },
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
    const own = givenBy(example, Platform.of(scope));
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
function givenBy(example: Definition, like: Platform | undefined): ReadonlySet<string> {
  const { nodes, machines, networks, apiServer, kubernetesVersion } = like ?? {};
  const probe = new Platform(freeRoot(), 'probe', {
    ...(nodes && { nodes }),
    ...(machines && { machines }),
    ...(networks && { networks }),
    ...(apiServer && { apiServer }),
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
  });
  example(probe);
  // Some give something only where there is a gateway.
  if (!Registry.of(probe).providers.has('exposure')) {
    Exposure.provide(probe, gateway());
    Registry.of(probe).providers.delete('exposure');
  }
  const { providers, releases, bundles } = Registry.of(probe);
  const kinds = [...releases, ...bundles].flatMap((r) => r.brings.map((kind) => `kind:${kind}`));
  return new Set([...providers.keys(), ...kinds]);
}
