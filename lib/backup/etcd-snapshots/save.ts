import type { Container, SecurityContext } from 'kubernetes-types/core/v1';
import type { EtcdCertificates } from './etcd-snapshots';

/** Where a snapshot is until it is uploaded, in a volume of the Pod's own. */
export const SNAPSHOT = '/snapshot/etcd.db';

/** Where the members are reached as one, within the Pod; their certificates are for it too. */
const GATEWAY = '127.0.0.1:23790';

/** What a snapshot is taken with. */
export interface SaveOptions {
  /** Client addresses of members; `$(HOST_IP)` is the node's own. */
  readonly endpoints: readonly string[];
  readonly certificates: EtcdCertificates;
  /** Tag of etcd's image. */
  readonly etcdVersion: string;
}

/** All are root, whom certificates and snapshot belong to, and may do nothing else. */
export const NOTHING_ELSE: SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/**
 * Takes a snapshot and checks it. etcdctl takes a snapshot of one address only, and the image has no
 * shell to try another: where there are several members, etcd's own gateway stands before them. It
 * passes connections on, TLS and all, to those that take them, one after another.
 */
export const savers = (options: SaveOptions): Container[] => [
  ...(options.endpoints.length > 1 ? [anyMember(options)] : []),
  save(options),
  verify(options),
];

/** Files on the nodes by the name of their volume; three, as the folder has the key of etcd's authority too. */
export const files = ({ ca, certificate, key }: EtcdCertificates) => ({
  'etcd-ca': ca,
  'etcd-certificate': certificate,
  'etcd-key': key,
});

/** Runs beside the others until they end; they start once a member answers through it. */
const anyMember = (options: SaveOptions): Container => ({
  name: 'members',
  image: imageOf(options),
  restartPolicy: 'Always',
  command: [
    'etcd',
    'gateway',
    'start',
    `--listen-addr=${GATEWAY}`,
    `--endpoints=${options.endpoints.map((url) => url.replace('https://', '')).join(',')}`,
  ],
  startupProbe: {
    exec: { command: [...etcdctl(options), 'endpoint', 'health'] },
    periodSeconds: 5,
    timeoutSeconds: 10,
    failureThreshold: 24,
  },
  ...fromNode(options),
});

const save = (options: SaveOptions): Container => ({
  name: 'save',
  image: imageOf(options),
  command: [...etcdctl(options), 'snapshot', 'save', SNAPSHOT],
  ...fromNode(options, [{ name: 'snapshot', mountPath: '/snapshot' }]),
});

const verify = (options: SaveOptions): Container => ({
  name: 'verify',
  image: imageOf(options),
  command: ['etcdutl', 'snapshot', 'status', SNAPSHOT, '--write-out=table'],
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '1Gi' } },
  securityContext: NOTHING_ELSE,
  volumeMounts: [{ name: 'snapshot', mountPath: '/snapshot' }],
});

const imageOf = ({ etcdVersion }: SaveOptions): string => `registry.k8s.io/etcd:${etcdVersion}`;

const etcdctl = ({ endpoints: [first = '', ...others], certificates }: SaveOptions): string[] => [
  'etcdctl',
  `--endpoints=${others.length > 0 ? `https://${GATEWAY}` : first}`,
  `--cacert=${certificates.ca}`,
  `--cert=${certificates.certificate}`,
  `--key=${certificates.key}`,
];

/** What speaks to members has of its node. */
const fromNode = (
  { certificates }: SaveOptions,
  mounts: readonly { name: string; mountPath: string }[] = [],
) => ({
  env: [{ name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
  resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } },
  securityContext: NOTHING_ELSE,
  volumeMounts: [
    ...mounts,
    ...Object.entries(files(certificates)).map(([name, mountPath]) => ({
      name,
      mountPath,
      readOnly: true,
    })),
  ],
});
