import { ADMIN } from './paths';

/**
 * Shell that knows how the static Pods of a machine are, and waits for that. It reads `runtime`, the
 * socket of the container runtime.
 */
export const STATIC_POD_FUNCTIONS = `containers() {
  crictl --runtime-endpoint "$runtime" ps --quiet --label "io.kubernetes.container.name=$1"
}
stopped() { [ -z "$(containers "$1")" ]; }
started() { [ -n "$(containers "$1")" ]; }
ready() {
  kubectl --kubeconfig ${ADMIN} --server https://127.0.0.1:6443 --tls-server-name kubernetes \\
    --request-timeout 5s get --raw /readyz > /dev/null 2>&1
}

# Waits up to a number of seconds for a command to succeed.
wait_for() {
  seconds=$1
  shift
  while [ "$seconds" -gt 0 ]; do
    if "$@"; then return 0; fi
    sleep 2
    seconds=$((seconds - 2))
  done
  return 1
}`;
