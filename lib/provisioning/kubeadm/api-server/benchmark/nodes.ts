import { STRONG_CIPHER_SUITES } from '../tls';
import { always, decided, met, toCheck, type Control, type Judged } from './control';

/** Sections 4.2 and 4.3: kubelets and kube-proxy. */
export const NODES: readonly Control[] = [
  kubelet(
    '4.2.1',
    'Kubelets refuse requests without a name',
    'authentication.anonymous.enabled',
    (on) => on !== true,
  ),
  kubelet(
    '4.2.2',
    'Kubelets ask the API servers what is allowed',
    'authorization.mode',
    (mode) => (mode ?? 'Webhook') === 'Webhook',
  ),
  always(
    '4.2.3',
    'Kubelets know the authority of clients',
    met('`authentication.x509.clientCAFile`: kubeadm sets it'),
  ),
  kubelet(
    '4.2.4',
    'Kubelets have no port without login',
    'readOnlyPort',
    (port) => (port ?? 0) === 0,
  ),
  kubelet(
    '4.2.5',
    'Idle connections into Pods end',
    'streamingConnectionIdleTimeout',
    (time) => !['0', '0s'].includes(String(time)),
  ),
  kubelet(
    '4.2.6',
    'Kubelets see to their rules of iptables',
    'makeIPTablesUtilChains',
    (on) => on !== false,
  ),
  always(
    '4.2.7',
    'Nodes have the names of their machines',
    toCheck(
      "a flag only: `ps -o args -C kubelet` has no `--hostname-override`; kubeadm sets it where a name is given that is not the machine's own",
    ),
  ),
  kubelet(
    '4.2.8',
    'Events of kubelets are not cut off',
    'eventRecordQPS',
    (qps) => Number(qps ?? 50) >= 0,
  ),
  serving('4.2.9', 'Kubelets serve with certificates of the cluster'),
  kubelet(
    '4.2.10',
    'Kubelets renew their certificates',
    'rotateCertificates',
    (on) => on !== false,
  ),
  serving('4.2.11', 'Kubelets renew the certificates that they serve with'),
  {
    id: '4.2.12',
    title: 'Kubelets: strong ciphers only',
    judge: ({ definition: { kubelet: all } }) => {
      const suites = all['tlsCipherSuites'];
      if (all['tlsMinVersion'] === 'VersionTLS13') return met('TLS 1.3 only');
      if (!Array.isArray(suites)) return toCheck('the suites that Go has by default');
      const weak = suites.filter((suite) => !STRONG_CIPHER_SUITES.includes(String(suite)));
      return decided(weak.length === 0, '`tlsCipherSuites`', `weak: ${weak.join(', ')}`);
    },
  },
  kubelet(
    '4.2.13',
    'Pods may not start processes without end',
    'podPidsLimit',
    (limit) => Number(limit ?? -1) > 0,
  ),
  kubelet(
    '4.2.14',
    'Containers have a seccomp profile by default',
    'seccompDefault',
    (on) => on === true,
  ),
  {
    id: '4.3.1',
    title: 'kube-proxy gives metrics on its own machine only',
    judge: ({ definition, kubeProxyMetricsAddress: address = '127.0.0.1:10249' }) => {
      if (definition.kubeProxyMode === undefined) return met('there is no kube-proxy');
      return decided(
        /^(127\.0\.0\.1|\[::1\]|localhost)(:|$)/.test(address),
        `\`metricsBindAddress: ${address}\``,
        `\`metricsBindAddress: ${address}\`, so that metrics can be collected`,
      );
    },
  },
];

function kubelet(
  id: string,
  title: string,
  field: string,
  holds: (value: unknown) => boolean,
): Control {
  const judge = ({ definition }: Judged) => {
    const value = valueAt(definition.kubelet, field);
    const said =
      value === undefined ? `\`${field}\` by default` : `\`${field}: ${JSON.stringify(value)}\``;
    return decided(holds(value), said, said);
  };
  return { id, title, judge };
}

function serving(id: string, title: string): Control {
  const judge = ({ definition }: Judged) =>
    decided(
      definition.kubelet['serverTLSBootstrap'] === true,
      '`serverTLSBootstrap`; somebody has to approve the requests',
      'kubelets sign the certificates that they serve with themselves',
    );
  return { id, title, judge };
}

function valueAt(data: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>(
      (at, key) =>
        typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined,
      data,
    );
}
