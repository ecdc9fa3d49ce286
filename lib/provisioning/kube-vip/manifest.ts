import { hostPort } from '../../index';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Host } from '../../index';
import { isIpv6 } from '../api-endpoint';
import type { BgpAnnouncement, SharedAddressOptions } from './words';

/** Where the kubelet looks for Pods that it starts by itself. */
export const MANIFEST = '/etc/kubernetes/manifests/kube-vip.yaml';
/** Name of the lease that the holder of the address renews, in `kube-system`. */
export const LEASE = 'plndr-cp-lock';
/** Where metrics are given, unless told otherwise. */
export const METRICS_PORT = 2112;
/** Labels of the Pods, by which monitors find them. */
export const LABELS: Readonly<Record<string, string>> = {
  'app.kubernetes.io/name': 'kube-vip',
  'app.kubernetes.io/component': 'api-address',
};

const KUBECONFIG = '/etc/kubernetes/admin.conf';

/** What the manifest of a machine is made from. */
export interface ManifestInput {
  readonly image: string;
  readonly address: string;
  readonly port: number;
  readonly options: SharedAddressOptions;
  readonly host: Host;
}

/** The static Pod of a control plane. */
export function staticPod({ image, ...input }: ManifestInput): Pod {
  const { metricsPort = METRICS_PORT } = input.options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-vip', namespace: 'kube-system', labels: LABELS },
    spec: {
      hostNetwork: true,
      // What kubeadm gives its own: the address must not be evicted.
      priority: 2_000_001_000,
      priorityClassName: 'system-node-critical',
      automountServiceAccountToken: false,
      // It asks the API server of its own machine: one that fails gives the address away.
      hostAliases: [{ ip: '127.0.0.1', hostnames: ['kubernetes'] }],
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'kube-vip',
          image,
          imagePullPolicy: 'IfNotPresent',
          args: ['manager'],
          env: environment(input),
          ports: [{ name: 'metrics', containerPort: metricsPort }],
          resources: {
            requests: { cpu: '20m', memory: '48Mi' },
            limits: { memory: '128Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'], add: ['NET_ADMIN', 'NET_RAW'] },
          },
          volumeMounts: [{ name: 'kubeconfig', mountPath: KUBECONFIG, readOnly: true }],
        },
      ],
      // The Pod waits until kubeadm has written the file, instead of finding a folder there.
      volumes: [{ name: 'kubeconfig', hostPath: { path: KUBECONFIG, type: 'File' } }],
    },
  };
}

/** The interface of a machine that takes the address. */
export const interfaceOf = ({ interface: own, bgp }: SharedAddressOptions, host: Host): string =>
  own ?? (bgp ? 'lo' : (host.interface ?? 'eth0'));

function environment({ address, port, options, host }: Omit<ManifestInput, 'image'>) {
  const { bgp, leaseSeconds = 15, metricsPort = METRICS_PORT } = options;
  const values: Readonly<Record<string, string>> = {
    address,
    port: `${port}`,
    vip_interface: interfaceOf(options, host),
    vip_subnet: isIpv6(address) ? '128' : '32',
    vip_arp: `${bgp === undefined}`,
    cp_enable: 'true',
    cp_namespace: 'kube-system',
    svc_enable: 'false',
    vip_leaderelection: 'true',
    vip_leasename: LEASE,
    vip_leaseduration: `${leaseSeconds}`,
    vip_renewdeadline: `${Math.floor((leaseSeconds * 2) / 3)}`,
    vip_retryperiod: `${Math.max(1, Math.floor(leaseSeconds / 7))}`,
    prometheus_server: `:${metricsPort}`,
    ...(bgp && announcement(bgp, host)),
  };
  return [
    ...Object.entries(values).map(([name, value]) => ({ name, value })),
    { name: 'vip_nodename', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  ];
}

const announcement = ({ asn, routers }: BgpAnnouncement, { address }: Host) => ({
  bgp_enable: 'true',
  bgp_as: `${asn}`,
  bgp_routerid: address,
  bgp_sourceip: address,
  bgp_peers: routers
    // Between the second and third colon stands the password, of which there is none.
    .map((router) => `${hostPort(router.address, router.asn)}::${router.multihop ?? false}`)
    .join(','),
});
