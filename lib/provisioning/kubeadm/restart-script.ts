import { STATIC_POD_FUNCTIONS } from './static-pod-functions';

/** The script that restarts parts of the control plane, so that they read files and certificates again. */
export const restartScript = (criSocket: string, hasStackedEtcd: boolean): string => `#!/bin/sh
set -eu

# Restarts parts of the control plane on this machine, one after another: takes away the manifest,
# waits until the kubelet has stopped the Pod, puts it back, and waits until the API server is ready.
all='${hasStackedEtcd ? 'etcd ' : ''}kube-apiserver kube-controller-manager kube-scheduler'
manifests=/etc/kubernetes/manifests
aside=/etc/kubernetes/kubestrata-restart
runtime=${criSocket}

usage() {
  echo "usage: $(basename "$0") [PART...]" >&2
  echo "PART is one of: $all; default all of them" >&2
  exit 2
}

for part in "$@"; do
  case " $all " in
    *" $part "*) ;;
    *) usage ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo "$(basename "$0"): run it as root" >&2; exit 1; }

${STATIC_POD_FUNCTIONS}

# Whatever happens, nothing stays away.
put_back() {
  for file in "$aside"/*.yaml; do
    if [ -e "$file" ]; then mv "$file" "$manifests/"; fi
  done
}
trap put_back EXIT
trap 'exit 130' INT TERM

mkdir -p "$aside"
chmod 0700 "$aside"
put_back
# shellcheck disable=SC2086 # the names are words
[ $# -gt 0 ] || set -- $all
for part in "$@"; do
  [ -e "$manifests/$part.yaml" ] || { echo "$(basename "$0"): there is no $manifests/$part.yaml" >&2; exit 1; }
  echo "restarting $part"
  mv "$manifests/$part.yaml" "$aside/"
  wait_for 120 stopped "$part" || { echo "$(basename "$0"): $part does not stop; look at 'journalctl -u kubelet'" >&2; exit 1; }
  mv "$aside/$part.yaml" "$manifests/"
  wait_for 180 started "$part" || { echo "$(basename "$0"): $part does not start; look at 'crictl ps -a' and 'crictl logs'" >&2; exit 1; }
  wait_for 180 ready || { echo "$(basename "$0"): the API server is not ready after $part; go no further" >&2; exit 1; }
done
echo "restarted"
`;
