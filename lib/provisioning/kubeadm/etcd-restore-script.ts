import type { Cluster } from './cluster';
import { SCRIPTS, scriptPath } from './paths';
import { STATIC_POD_FUNCTIONS } from './static-pod-functions';

/** Where manifests are while the control plane of a machine is stopped. */
export const STOPPED = '/etc/kubernetes/kubestrata-etcd-restore';

/**
 * The script that puts a snapshot in the place of the data of the etcd beside an API server. The
 * machine has no etcdutl: the kubelet runs the one in etcd's own image, whatever the container
 * runtime is.
 *
 * The restored etcd is a cluster of this machine alone, with another token than kubeadm's, as the
 * identities of the first machine would else be those of the cluster that was. Its revisions are
 * far above those that clients have seen, all compacted: each of them lists anew.
 */
export const etcdRestoreScript = ({ criSocket }: Cluster): string => `#!/bin/sh
set -eu
umask 077

# Brings the etcd of this machine back from a snapshot, as the only member.
runtime=${criSocket}
manifests=/etc/kubernetes/manifests
stopped=${STOPPED}
parts='kube-apiserver kube-controller-manager kube-scheduler etcd'

usage() {
  echo "usage: $(basename "$0") stop | from FILE [--skip-hash-check] | start [--as-before]" >&2
  echo "stop   stops the control plane of this machine, also for when it boots" >&2
  echo "from   puts the snapshot FILE in the place of etcd's data, which is kept beside it;" >&2
  echo "       --skip-hash-check is for a copy of the file member/snap/db" >&2
  echo "start  starts the control plane again; --as-before does so with the data that was" >&2
  exit 2
}
die() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

[ $# -gt 0 ] || usage
[ "$(id -u)" = 0 ] || die 'run it as root'

${STATIC_POD_FUNCTIONS}
healthy() { ${scriptPath(SCRIPTS.etcdctl)} endpoint health > /dev/null 2>&1; }

# The value of a flag in etcd's manifest.
flag() {
  value=$(sed -n "s/^ *- --$1=//p" "$stopped/etcd.yaml")
  [ -n "$value" ] || die "$stopped/etcd.yaml does not say --$1"
  echo "$value"
}

stop() {
  mkdir -p "$stopped"
  for part in $parts; do
    if [ -e "$manifests/$part.yaml" ]; then mv "$manifests/$part.yaml" "$stopped/"; fi
  done
  for part in $parts; do
    wait_for 120 stopped "$part" || die "$part does not stop; see 'systemctl status kubelet', which has to run"
  done
  echo 'stopped'
}

# Has the kubelet run etcdutl in the image that etcd has, and waits for its end.
etcdutl_restore() {
  run=restore-$stamp
  cat > "$work/pod.yaml" << EOF
apiVersion: v1
kind: Pod
metadata:
  name: kubestrata-etcd-$run
  namespace: kube-system
spec:
  hostNetwork: true
  restartPolicy: Never
  priority: 2000001000
  priorityClassName: system-node-critical
  securityContext:
    seLinuxOptions:
      type: spc_t
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: $run
      image: $(sed -n 's/^ *image: //p' "$stopped/etcd.yaml")
      command:
        - etcdutl
        - snapshot
        - restore
        - $work/snapshot.db
        - --data-dir=$work/data
        - --name=$name
        - --initial-cluster=$name=$peer
        - --initial-advertise-peer-urls=$peer
        - --initial-cluster-token=$run
        - --bump-revision=1000000000
        - --mark-compacted=true
        - --skip-hash-check=$skip
      volumeMounts:
        - name: data
          mountPath: $data
  volumes:
    - name: data
      hostPath:
        path: $data
        type: Directory
EOF
  mv "$work/pod.yaml" "$manifests/kubestrata-etcd-restore.yaml"
  wait_for 600 ended || die "etcdutl was not run; see 'journalctl -u kubelet', and 'crictl ps --all'"
  code=$(crictl --runtime-endpoint "$runtime" inspect --output go-template --template '{{.status.exitCode}}' "$ended")
  if [ "$code" != 0 ]; then
    crictl --runtime-endpoint "$runtime" logs "$ended" >&2 || true
    die "etcdutl failed; etcd's data is as it was"
  fi
}
ended() {
  ended=$(crictl --runtime-endpoint "$runtime" ps --all --state exited --quiet --label "io.kubernetes.container.name=$run")
  [ -n "$ended" ]
}
clean() {
  rm -f "$manifests/kubestrata-etcd-restore.yaml"
  rm -rf "$work"
}

from() {
  [ -s "$1" ] || die "there is no snapshot '$1'"
  [ -e "$stopped/etcd.yaml" ] || die "run '$(basename "$0") stop' first: $stopped has no etcd.yaml"
  [ ! -e "$manifests/etcd.yaml" ] || die "etcd is to run here; run '$(basename "$0") stop' first"
  stopped etcd || die "etcd runs; run '$(basename "$0") stop' first"
  data=$(flag data-dir)
  name=$(flag name)
  peer=$(flag initial-advertise-peer-urls)
  stamp=$(date -u +%Y%m%d%H%M%S)
  work=$data/kubestrata-restore
  rm -rf "$work"
  mkdir -p "$work"
  trap clean EXIT
  trap 'exit 130' INT TERM
  cp "$1" "$work/snapshot.db"
  etcdutl_restore
  rm -f "$stopped/restored"
  if [ -e "$data/member" ]; then
    mkdir "$data/before-$run"
    mv "$data/member" "$data/before-$run/"
    echo "the data that was is in $data/before-$run"
  fi
  mv "$work/data/member" "$data/"
  # Where etcd does not run as root, the folder is its own.
  chown -R --reference="$data" "$data/member"
  : > "$stopped/restored"
  echo "restored $1 for $name, alone at $peer"
}

start() {
  [ -e "$stopped/restored" ] || [ "\${1:-}" = --as-before ] ||
    die "no snapshot was restored here: etcd would come with the data that was; a machine beside the restored one has to be reset, and join"
  for part in $parts; do
    if [ -e "$stopped/$part.yaml" ]; then mv "$stopped/$part.yaml" "$manifests/"; fi
  done
  wait_for 180 started etcd || die "etcd does not start; see 'crictl ps --all' and 'crictl logs'"
  # Without the others it waits for their votes.
  [ -n "\${1:-}" ] || wait_for 120 healthy || die "etcd is not healthy; see 'crictl logs'"
  if [ -z "\${1:-}" ] && [ -e "$manifests/kube-apiserver.yaml" ]; then
    wait_for 180 ready || die "the API server is not ready; see 'crictl ps --all' and 'crictl logs'"
  fi
  rm -rf "$stopped"
  echo 'started'
}

case "$1 $#" in
  'stop 1') stop ;;
  'from 2' | 'from 3')
    skip=false
    if [ $# = 3 ]; then
      [ "$3" = --skip-hash-check ] || usage
      skip=true
    fi
    from "$2"
    ;;
  'start 1') start ;;
  'start 2')
    [ "$2" = --as-before ] || usage
    start "$2"
    ;;
  *) usage ;;
esac
`;
