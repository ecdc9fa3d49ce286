import type { Cluster } from './cluster';

const PKI = '/etc/kubernetes/pki/etcd';

/** The script that runs etcdctl in the etcd beside an API server. */
export const etcdctlScript = ({ criSocket }: Cluster): string => `#!/bin/sh
set -eu

# Runs etcdctl in the etcd of this machine, logged in.
if [ $# = 0 ]; then
  echo "usage: $(basename "$0") ARGUMENT..." >&2
  echo "for example: $(basename "$0") member list" >&2
  exit 2
fi

runtime=${criSocket}
container=$(crictl --runtime-endpoint "$runtime" ps --quiet --label io.kubernetes.container.name=etcd)
[ -n "$container" ] || { echo "$(basename "$0"): no etcd runs on this machine" >&2; exit 1; }
exec crictl --runtime-endpoint "$runtime" exec "$container" etcdctl \\
  --endpoints https://127.0.0.1:2379 --cacert ${PKI}/ca.crt \\
  --cert ${PKI}/healthcheck-client.crt --key ${PKI}/healthcheck-client.key "$@"
`;
