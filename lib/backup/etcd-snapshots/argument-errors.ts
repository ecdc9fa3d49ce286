import type { EtcdCertificates, EtcdSnapshotsProps } from './etcd-snapshots';

/** Where kubeadm has the certificates that etcd is asked with. */
export const KUBEADM: EtcdCertificates = {
  ca: '/etc/kubernetes/pki/etcd/ca.crt',
  certificate: '/etc/kubernetes/pki/etcd/healthcheck-client.crt',
  key: '/etc/kubernetes/pki/etcd/healthcheck-client.key',
};

/** The port of an address. */
export const portOf = (endpoint: string): number => Number(/:(\d+)$/.exec(endpoint)?.[1] ?? 443);

/** What cannot be, if anything. */
export function argumentError(props: EtcdSnapshotsProps): string | undefined {
  const { keepDays = 14, endpoint, prefix, etcdVersion, certificates = KUBEADM } = props;
  const { ca, certificate, key } = certificates;
  const file = [ca, certificate, key].find((path) => !/^(\/[^/]+)+$/.test(path));
  if (file !== undefined) {
    return `'${file}' is no file on the nodes; give an absolute path such as \`${KUBEADM.ca}\``;
  }
  if (!(Number.isInteger(keepDays) && keepDays >= 1)) {
    return `snapshots cannot be kept for '${keepDays}' days; give one or more`;
  }
  if (prefix !== undefined && !/^[\w.-]+(\/[\w.-]+)*$/.test(prefix)) {
    return `the prefix '${prefix}' is no folder of a bucket; write it as \`clusters/prod\``;
  }
  if (etcdVersion !== undefined && !/^\w[\w.-]{0,127}$/.test(etcdVersion)) {
    return `'${etcdVersion}' is no tag of etcd's image; write one such as \`3.6.8-0\``;
  }
  const port = portOf(endpoint ?? '');
  if (endpoint !== undefined && !(/^https:\/\/[^/]+$/.test(endpoint) && port <= 65535)) {
    return `the endpoint '${endpoint}' is not an address such as \`https://192.0.2.21:2379\``;
  }
  return undefined;
}
