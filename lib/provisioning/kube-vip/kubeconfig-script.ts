import { MANIFEST } from './manifest';

/** Path of the script on the first control plane. */
export const KUBECONFIG_SCRIPT = '/usr/local/sbin/kubestrata-kube-vip-kubeconfig';

/**
 * A script that has kube-vip use one of kubeadm's two administrators. Until `kubeadm init` has bound
 * `admin.conf` to its rights, only `super-admin.conf` may renew the lease; that binding is made over
 * the very address that kube-vip is to hold.
 *
 * @see https://github.com/kube-vip/kube-vip/issues/684
 */
export const kubeconfigScript = `#!/bin/sh
# Says which of kubeadm's administrators kube-vip is on this machine.
set -eu

usage() {
  cat <<'END'
usage: kubestrata-kube-vip-kubeconfig super-admin | admin
  super-admin  before kubeadm init: admin.conf has no rights yet
  admin        ever after
END
}

case \${1:-} in
  super-admin | admin) ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

# Only tests set it: the folder that stands for the root of the machine.
root=\${KUBESTRATA_ROOT:-}
manifest=$root${MANIFEST}
if ! test -f "$manifest"; then
  echo "kubestrata-kube-vip-kubeconfig: there is no $manifest; put the files of this machine in place first" >&2
  exit 1
fi

# Not beside the manifest, where the kubelet would take it for a second Pod.
new=$(mktemp)
trap 'rm -f "$new"' EXIT
sed "s#^\\( *path: \\)/etc/kubernetes/[a-z-]*\\.conf\\$#\\1/etc/kubernetes/$1.conf#" "$manifest" >"$new"
if ! grep -q "^ *path: /etc/kubernetes/$1\\.conf\\$" "$new"; then
  echo "kubestrata-kube-vip-kubeconfig: $manifest names no kubeconfig of kubeadm; put the files of this machine in place again" >&2
  exit 1
fi
if cmp -s "$new" "$manifest"; then
  echo "kube-vip uses $1.conf already"
else
  cat "$new" >"$manifest"
  echo "kube-vip uses $1.conf; the kubelet starts it anew"
fi
`;
