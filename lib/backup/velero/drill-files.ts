import { NetworkPolicy, type Manifest } from '../../index';
import type { RestoreDrillOptions } from './drill-words';
import { Restore, type RestoreSpec } from './kinds';

/** A drill with what it stands on. */
export interface Drill extends RestoreDrillOptions {
  readonly into: string;
  /** Namespace of Velero. */
  readonly velero: string;
}

/** What would reach from the scratch namespace into production. */
const NEVER = [
  'gateways.gateway.networking.k8s.io',
  'grpcroutes.gateway.networking.k8s.io',
  'httproutes.gateway.networking.k8s.io',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
];

/** The objects that a drill applies, in this order: a closed namespace, then the restore into it. */
export const drillFiles = (drill: Drill): Readonly<Record<string, string>> => ({
  '1-namespace.json': text(namespace(drill)),
  '2-network.json': text(network(drill)),
  '3-restore.json': text(restore(drill)),
});

function namespace({ into, podSecurity = 'baseline' }: Drill): Manifest {
  const labels = {
    'app.kubernetes.io/managed-by': 'kubestrata',
    'pod-security.kubernetes.io/enforce': podSecurity,
  };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: into, labels } };
}

/** Restored programs see themselves, DNS and the check: they must not work on production's behalf. */
function network({ name, into, velero, check }: Drill): Manifest {
  const own = [{ podSelector: {} }];
  const system = byName('kube-system');
  const ports = ['UDP', 'TCP'].map((protocol) => ({ port: 53, protocol }));
  const checker = {
    namespaceSelector: byName(velero),
    podSelector: { matchLabels: drillLabels(name) },
  };
  const spec = {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: check ? [...own, checker] : own }],
    egress: [{ to: own }, { to: [{ namespaceSelector: system }], ports }],
  };
  const { apiVersion, kind } = NetworkPolicy;
  return { apiVersion, kind, metadata: { name: 'drill', namespace: into }, spec };
}

function restore({ name, velero, from, namespace: source, into, ...drill }: Drill): Manifest {
  const { exclude = [], hooks = [] } = drill;
  const resources = hooks.map((hook, i) => ({
    name: `${name}-${i + 1}`,
    includedNamespaces: [source],
    includedResources: ['pods'],
    labelSelector: { matchLabels: hook.pods },
    postHooks: [
      {
        exec: {
          container: hook.container,
          command: hook.command,
          onError: 'Fail' as const,
          waitForReady: true,
          waitTimeout: `${hook.waitSeconds ?? 300}s`,
          execTimeout: `${hook.timeoutSeconds ?? 60}s`,
        },
      },
    ],
  }));
  const spec: RestoreSpec = {
    scheduleName: from,
    includedNamespaces: [source],
    namespaceMapping: { [source]: into },
    excludedResources: [...NEVER, ...exclude],
    restorePVs: true,
    ...(resources.length > 0 && { hooks: { resources } }),
  };
  const { apiVersion, kind } = Restore;
  return { apiVersion, kind, metadata: { name, namespace: velero }, spec };
}

const byName = (namespace: string) => ({
  matchLabels: { 'kubernetes.io/metadata.name': namespace },
});

/** Labels of the Pods of a drill. */
export const drillLabels = (name: string) => ({ 'app.kubernetes.io/name': name });

const text = (manifest: Manifest): string => `${JSON.stringify(manifest, null, 2)}\n`;
