import { Platform, type HostGroup } from '../../index';
import type { IConstruct } from 'constructs';
import type { MeasuredCertificate } from './words';

/** Groups that no machine shares with another. */
export type Role = Exclude<HostGroup, 'nodes' | 'operator'>;

/** Machines outside the cluster, which no agent of the cluster watches. */
export const OUTER_ROLES = ['load-balancer', 'etcd', 'build'] as const satisfies readonly Role[];

const ROLES = ['control-plane', 'worker', ...OUTER_ROLES] as const satisfies readonly Role[];

/** Folder of what kubelets renew by themselves. */
export const KUBELET_PKI = '/var/lib/kubelet/pki';

const OF_KUBELETS: readonly string[] = [
  `${KUBELET_PKI}/kubelet-client-current.pem`,
  // Only where the cluster signs it; a kubelet's own `kubelet.crt` is verified by nobody.
  `${KUBELET_PKI}/kubelet-server-current.pem`,
];

const CERTIFICATES: Readonly<Record<Role, readonly string[]>> = {
  'control-plane': [
    '/etc/kubernetes/pki/*.crt',
    '/etc/kubernetes/pki/etcd/*.crt',
    ...OF_KUBELETS,
    // Authorities of registries, of containerd and of CRI-O. Workers have the same ones.
    '/etc/containerd/certs.d/*/ca.crt',
    '/etc/containers/certs.d/*/ca.crt',
  ],
  worker: OF_KUBELETS,
  'load-balancer': [],
  // The authority is there on the member that issues.
  etcd: ['/etc/etcd/pki/*.crt', '/etc/etcd/ca/ca.crt'],
  build: [
    '/etc/docker/certs.d/*/ca.crt',
    '/etc/containers/certs.d/*/ca.crt',
    '/etc/buildkit/tls/ca.pem',
    '/etc/buildkit/tls/cert.pem',
  ],
};

/** Roles that machines of the platform have. */
export const rolesOf = (scope: IConstruct): readonly Role[] =>
  ROLES.filter((role) => (Platform.of(scope)?.hosts(role).length ?? 0) > 0);

/** Whether machines of the role are nodes of the cluster. */
export const isNode = (role: Role): boolean => role === 'control-plane' || role === 'worker';

/** Where certificates are on machines of the role; what is not there is left out. */
export const certificatesOf = (role: Role, own: readonly MeasuredCertificate[]): string[] => [
  ...CERTIFICATES[role],
  ...own
    .filter(({ on }) => on === role || (on === 'nodes' && isNode(role)))
    .map(({ path }) => path),
];

/** Files of kubectl's form that may hold a certificate themselves. */
export const kubeconfigsOf = (role: Role): readonly string[] =>
  role === 'control-plane' ? ['/etc/kubernetes/*.conf'] : [];
