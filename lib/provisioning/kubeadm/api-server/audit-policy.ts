import type { AuditOptions } from './audit';
import type { AuditRule } from './audit-rule';

const CHANGES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const READS = ['get', 'list', 'watch'];

/**
 * The platform's rules. Order matters: what is secret comes before what is noise, so that nobody
 * hides behind a name of the system, and before what is kept whole, so that no secret is written.
 */
export function platformRules(options: AuditOptions): readonly AuditRule[] {
  return [...secrets(), ...noise(), ...sensitive(options)];
}

/** Never more than metadata: requests or answers hold secrets. */
function secrets(): AuditRule[] {
  return [
    // Nodes and controllers read these all the time: only people and changes matter.
    {
      level: 'None',
      userGroups: ['system:nodes', 'system:serviceaccounts:kube-system'],
      verbs: ['watch'],
      resources: [{ resources: ['secrets', 'configmaps'] }],
    },
    {
      level: 'Metadata',
      resources: [
        { resources: ['secrets', 'configmaps', 'serviceaccounts/token'] },
        { group: 'authentication.k8s.io', resources: ['tokenreviews'] },
        { group: 'certificates.k8s.io', resources: ['certificatesigningrequests'] },
      ],
    },
  ];
}

/** What the cluster does by itself at every moment. */
function noise(): AuditRule[] {
  return [
    {
      level: 'None',
      nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version', '/openapi*', '/metrics'],
    },
    { level: 'None', verbs: READS, nonResourceURLs: ['/api*', '/apis*'] },
    {
      level: 'None',
      verbs: CHANGES,
      resources: [{ resources: ['events'] }, { group: 'events.k8s.io', resources: ['events'] }],
    },
    {
      level: 'None',
      users: [
        'system:apiserver',
        'system:kube-controller-manager',
        'system:kube-scheduler',
        'system:kube-proxy',
      ],
      verbs: READS,
    },
    {
      level: 'None',
      userGroups: ['system:nodes', 'system:serviceaccounts:kube-system'],
      verbs: READS,
    },
    {
      level: 'None',
      userGroups: ['system:nodes'],
      verbs: ['update', 'patch'],
      resources: [{ resources: ['nodes/status', 'pods/status'] }],
    },
    // Leader elections and heartbeats, of whoever: each a write every few seconds.
    {
      level: 'None',
      verbs: ['get', 'update', 'patch'],
      resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }],
    },
    {
      level: 'None',
      resources: [
        { group: 'authorization.k8s.io', resources: ['selfsubjectaccessreviews'] },
        { group: 'authorization.k8s.io', resources: ['subjectaccessreviews'] },
      ],
      userGroups: ['system:serviceaccounts', 'system:nodes'],
    },
  ];
}

/** What is asked for when something went wrong. */
function sensitive(options: AuditOptions): AuditRule[] {
  const { rights = 'RequestResponse', sessions = 'RequestResponse', guards = 'Request' } = options;
  return [
    {
      level: rights,
      verbs: CHANGES,
      resources: [{ group: 'rbac.authorization.k8s.io' }],
    },
    {
      level: sessions,
      resources: [
        {
          resources: [
            'pods/exec',
            'pods/attach',
            'pods/portforward',
            'pods/proxy',
            'pods/ephemeralcontainers',
            'services/proxy',
            'nodes/proxy',
          ],
        },
      ],
    },
    {
      level: guards,
      verbs: CHANGES,
      resources: [
        { resources: ['namespaces', 'resourcequotas', 'limitranges'] },
        { group: 'networking.k8s.io', resources: ['networkpolicies'] },
        { group: 'admissionregistration.k8s.io' },
        { group: 'apiregistration.k8s.io' },
        { group: 'apiextensions.k8s.io' },
      ],
    },
  ];
}
