import { hostPort } from '../../index';
import { ADMIN, PKI } from './paths';

/** The script that writes, to its output, how machines find the cluster and are let in. */
export const discoveryScript = (endpoint: { host: string; port: number }): string => `#!/bin/sh
set -eu
umask 077

# Writes a kubeconfig for 'kubeadm join', with the cluster's authority and a token of two hours.
usage() {
  echo "usage: $(basename "$0") [revoke]" >&2
  echo "writes the file to its output; 'revoke' takes back all tokens that let machines join" >&2
  exit 2
}

export KUBECONFIG=${ADMIN}
[ -r "$KUBECONFIG" ] || { echo "$(basename "$0"): run it as root, on a machine of the control plane that runs" >&2; exit 1; }

case \${1:-} in
  '') ;;
  revoke)
    kubectl --namespace kube-system delete secrets --field-selector type=bootstrap.kubernetes.io/token
    exit 0
    ;;
  *) usage ;;
esac

token=$(kubeadm token create --ttl 2h --description 'kubestrata: machines join')
authority=$(base64 < ${PKI}/ca.crt | tr -d '\\n')

cat << EOF
apiVersion: v1
kind: Config
clusters:
  - name: kubernetes
    cluster:
      server: https://${hostPort(endpoint.host, endpoint.port)}
      certificate-authority-data: $authority
users:
  - name: joining
    user:
      token: $token
contexts:
  - name: joining
    context:
      cluster: kubernetes
      user: joining
current-context: joining
EOF
`;

/** Files that all machines of the control plane share, below the folder of certificates. */
const SHARED = ['ca.crt', 'ca.key', 'sa.key', 'sa.pub', 'front-proxy-ca.crt', 'front-proxy-ca.key'];

/** The script that hands the authorities of the cluster from one control plane to another. */
export function pkiScript(hasStackedEtcd: boolean): string {
  const files = [...SHARED, ...(hasStackedEtcd ? ['etcd/ca.crt', 'etcd/ca.key'] : [])];
  return `#!/bin/sh
set -eu
umask 077

# Hands on what all machines of the control plane share. It holds private keys: pipe it from machine
# to machine, and never write it anywhere else.
files='${files.join(' ')}'

usage() {
  echo "usage: $(basename "$0") export | import" >&2
  echo "'export' writes an archive to its output, 'import' reads it from its input" >&2
  exit 2
}

[ $# = 1 ] || usage
case $1 in
  export)
    [ ! -t 1 ] || { echo "$(basename "$0"): pipe the output to '$(basename "$0") import' on the other machine" >&2; exit 1; }
    # shellcheck disable=SC2086 # the names are words
    tar -C ${PKI} -cf - $files
    ;;
  import)
    mkdir -p ${PKI}/etcd
    if [ -e ${PKI}/ca.crt ] && [ -e /etc/kubernetes/kubelet.conf ]; then
      work=$(mktemp -d)
      trap 'rm -rf "$work"' EXIT
      tar -C "$work" -xf - ca.crt
      if cmp -s "$work/ca.crt" ${PKI}/ca.crt; then
        echo "$(uname -n) is part of this cluster already, and keeps what it has"
        exit
      fi
      echo "$(basename "$0"): this machine is part of another cluster; reset it first" >&2
      exit 1
    fi
    # shellcheck disable=SC2086 # the names are words
    tar -C ${PKI} --no-same-owner -xf - $files
    cd ${PKI}
    chmod 0600 ./*.key
    chmod 0644 ./*.crt sa.pub
    if [ -e etcd/ca.key ]; then chmod 0600 etcd/ca.key; fi
    if [ -e etcd/ca.crt ]; then chmod 0644 etcd/ca.crt; fi
    ;;
  *) usage ;;
esac
`;
}
