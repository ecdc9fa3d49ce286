import { object, type PolicyCase } from './policy-case';

const RBAC = 'rbac.authorization.k8s.io/v1';
const rule = (verbs: string[], resources: string[]) => [{ apiGroups: [''], resources, verbs }];
const host = (name: string) => ({
  host: name,
  http: {
    paths: [
      {
        path: '/',
        pathType: 'Prefix',
        backend: { service: { name: 'app', port: { number: 80 } } },
      },
    ],
  },
});
const listener = (protocol: string, from?: string) => ({
  name: protocol.toLowerCase(),
  port: 80,
  protocol,
  ...(from && { allowedRoutes: { namespaces: { from } } }),
});

type Row = readonly [title: string, breaks: readonly string[], object: PolicyCase['object']];

const ROWS: Row[] = [
  ['a Service', [], service({})],
  ['an external IP', ['no-external-ips'], service({ externalIPs: ['192.0.2.1'] })],
  ['an allowed external IP', [], service({ externalIPs: ['192.0.2.9'] })],
  ['a NodePort Service', ['node-port-services'], service({ type: 'NodePort' })],
  ['a LoadBalancer Service', ['load-balancer-services'], service({ type: 'LoadBalancer' })],

  ['a Role', [], object(RBAC, 'Role', { rules: rule(['get'], ['pods']) })],
  [
    'a Role with all verbs',
    ['no-wildcard-rbac'],
    object(RBAC, 'Role', { rules: rule(['*'], ['pods']) }),
  ],
  [
    'a ClusterRole with all resources',
    ['no-wildcard-rbac'],
    object(RBAC, 'ClusterRole', { rules: rule(['get'], ['*']) }),
  ],
  [
    'an allowed ClusterRole',
    [],
    object(RBAC, 'ClusterRole', { rules: rule(['*'], ['*']) }, { name: 'argocd-server' }),
  ],
  [
    'a ClusterRole of Kubernetes',
    [],
    object(RBAC, 'ClusterRole', { rules: rule(['*'], ['*']) }, { name: 'system:controller:x' }),
  ],
  [
    'an aggregated ClusterRole',
    [],
    object(RBAC, 'ClusterRole', {
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
      rules: [],
    }),
  ],

  ['an Ingress without TLS', ['ingress-tls'], ingress(undefined, 'a.example.com')],
  ['an Ingress with TLS', [], ingress(['a.example.com'], 'a.example.com')],
  ['an Ingress with a wildcard', [], ingress(['*.example.com'], 'a.example.com')],
  [
    'a host without TLS beside one with it',
    ['ingress-tls'],
    ingress(['a.example.com'], 'a.example.com', 'b.example.com'),
  ],

  ['a Gateway with TLS for all', [], gateway(listener('HTTPS', 'All'))],
  ['a Gateway without TLS for its own namespace', [], gateway(listener('HTTP'))],
  ['a Gateway without TLS for all', ['gateway-tls'], gateway(listener('HTTP', 'All'))],

  ['a claim', [], claim('standard', '1Gi')],
  ['a claim of another class', ['storage-classes'], claim('gold', '1Gi')],
  ['a claim that is too large', ['volume-size'], claim('standard', '2000Gi')],
  ['a claim of just that size', [], claim('standard', '1024Gi')],
];

/** Cluster-scoped ones break policies in the last group of a rollout only. */
export const networkAndAccessCases: PolicyCase[] = ROWS.map(([title, breaks, object]) => ({
  ...{ title, breaks, object },
}));

function service(spec: object) {
  return object('v1', 'Service', { spec: { ports: [{ port: 80 }], ...spec } });
}

function ingress(tls: string[] | undefined, ...hosts: string[]) {
  const spec = { rules: hosts.map(host), ...(tls && { tls: [{ hosts: tls, secretName: 'tls' }] }) };
  return object('networking.k8s.io/v1', 'Ingress', { spec });
}

function gateway(...listeners: object[]) {
  return object('gateway.networking.k8s.io/v1', 'Gateway', {
    spec: { gatewayClassName: 'public', listeners },
  });
}

function claim(storageClassName: string, storage: string) {
  return object('v1', 'PersistentVolumeClaim', {
    spec: {
      ...{ accessModes: ['ReadWriteOnce'], storageClassName },
      resources: { requests: { storage } },
    },
  });
}
