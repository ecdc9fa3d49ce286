import { cases, podTemplate, type PolicyCase } from './policy-case';

const RUN_AS_NON_ROOT = 'pod-security-run-as-non-root';
const SECCOMP = 'pod-security-seccomp-required';
const image = 'harbor.example.com/team/app:1.0';
const [main] = podTemplate().spec['containers'] as object[];

export const restrictedCases: PolicyCase[] = cases(
  // Volume types
  [
    'an NFS volume',
    ['pod-security-volume-types'],
    volumes({ nfs: { server: '192.0.2.1', path: '/' } }),
  ],
  [
    'an iSCSI volume',
    ['pod-security-volume-types'],
    volumes({ iscsi: { targetPortal: '192.0.2.1', iqn: 'iqn.2001-04.com.example:a', lun: 0 } }),
  ],
  [
    'volumes of all core types',
    [],
    volumes(
      { configMap: { name: 'a' } },
      { csi: { driver: 'csi.example.com' } },
      { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name' } }] } },
      { emptyDir: {} },
      { ephemeral: { volumeClaimTemplate: { spec: claim() } } },
      { image: { reference: image } },
      { persistentVolumeClaim: { claimName: 'a' } },
      { projected: { sources: [{ configMap: { name: 'a' } }] } },
      { secret: { secretName: 'a' } },
    ),
  ],

  // Privilege escalation
  [
    'nothing about privilege escalation',
    ['pod-security-privilege-escalation'],
    { context: { allowPrivilegeEscalation: undefined } },
  ],
  [
    'privilege escalation',
    ['pod-security-privilege-escalation'],
    { context: { allowPrivilegeEscalation: true } },
  ],

  // Root
  ['nothing about root', [RUN_AS_NON_ROOT], { context: { runAsNonRoot: undefined } }],
  ['a container as root', [RUN_AS_NON_ROOT], { context: { runAsNonRoot: false } }],
  [
    'a Pod as root, though its containers are not',
    [RUN_AS_NON_ROOT],
    { spec: { securityContext: { runAsNonRoot: false } } },
  ],
  [
    'not as root, said for the Pod',
    [],
    { spec: { securityContext: { runAsNonRoot: true } }, context: { runAsNonRoot: undefined } },
  ],
  [
    'an init container without a word about root',
    [RUN_AS_NON_ROOT],
    init({ ...context(), runAsNonRoot: undefined }),
  ],
  ['an init container that says all it should', [], init(context())],
  [
    'root in a user namespace',
    [],
    { spec: { hostUsers: false }, context: { runAsNonRoot: false, runAsUser: 0 } },
  ],
  ['user 0 in a container', ['pod-security-run-as-user'], { context: { runAsUser: 0 } }],
  [
    'user 0 in the Pod',
    ['pod-security-run-as-user'],
    { spec: { securityContext: { runAsUser: 0 } } },
  ],
  ['another user', [], { context: { runAsUser: 1000 } }],

  // Seccomp
  ['no seccomp profile', [SECCOMP], { context: { seccompProfile: undefined } }],
  [
    'a seccomp profile of the Pod',
    [],
    {
      spec: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      context: { seccompProfile: undefined },
    },
  ],

  // Capabilities
  [
    'capabilities that are not dropped',
    ['pod-security-drop-capabilities'],
    { context: { capabilities: undefined } },
  ],
  [
    'some capabilities dropped',
    ['pod-security-drop-capabilities'],
    { context: { capabilities: { drop: ['NET_RAW'] } } },
  ],
  [
    'NET_BIND_SERVICE',
    [],
    { context: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } },
  ],
);

function volumes(...sources: readonly object[]) {
  return { spec: { volumes: sources.map((source, i) => ({ name: `v${i}`, ...source })) } };
}

function init(securityContext: object) {
  return {
    spec: {
      initContainers: [{ ...main, name: 'init', readinessProbe: undefined, securityContext }],
    },
  };
}

function context(): object {
  return (main as { securityContext: object }).securityContext;
}

function claim(): object {
  return {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'standard',
    resources: { requests: { storage: '1Gi' } },
  };
}
