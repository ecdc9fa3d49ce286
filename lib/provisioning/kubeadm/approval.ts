import type { HostContent, PlatformNode } from '../../index';
import { ADMIN, SCRIPTS, scriptPath } from './paths';

/**
 * The script that signs certificates which kubelets serve with. Kubernetes leaves that to others, as
 * it does not know which names and addresses a machine has; the definition does.
 *
 * @param addresses of each node: one, or two with dual stack
 */
export function approvalScript(
  nodes: readonly PlatformNode[],
  addresses: (node: PlatformNode) => readonly string[],
): string {
  const rows = nodes.map((node) => [node.name, ...addresses(node)].join(' '));
  return `#!/bin/bash
set -euo pipefail

# Approves what kubelets ask for to serve with (signer kubernetes.io/kubelet-serving), where a node
# asks for itself, and for no other names and addresses than the definition gives it.
usage() {
  echo "usage: $(basename "$0")" >&2
  echo "looks once at all requests that nobody has decided on; a timer calls it" >&2
  exit 2
}

[ $# = 0 ] || usage
export KUBECONFIG=${ADMIN}
[ -r "$KUBECONFIG" ] || { echo "no $KUBECONFIG yet: nothing to approve"; exit 0; }

# Name and addresses of every node.
nodes() {
  cat << 'EOF'
${rows.join('\n')}
EOF
}

# The subject alternative names of a request, as 'DNS:name' and 'IP Address:address', one a line.
names_of() {
  openssl req -in "$1" -noout -text | grep -A1 'Subject Alternative Name' | tail -n 1 | tr ',' '\\n' | sed 's/^ *//; s/ *$//'
}

# IPv6 addresses are written in many ways: compare them as openssl writes them.
plain() {
  if [[ $1 != *:* ]]; then echo "$1"; return; fi
  local head tail
  head=\${1%%::*}
  tail=''
  if [[ $1 == *::* ]]; then tail=\${1#*::}; fi
  local -a first last
  IFS=: read -r -a first <<< "$head"
  IFS=: read -r -a last <<< "$tail"
  while (( \${#first[@]} + \${#last[@]} < 8 )); do first+=(0); done
  local part out=''
  for part in "\${first[@]}" \${last[@]+"\${last[@]}"}; do out+=$(printf ':%X' "0x\${part:-0}"); done
  echo "\${out#:}"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Whether a request is for the node that asks, and for nothing that is not its own.
fits() {
  local node=\${1#system:node:} file=$2 row name address allowed
  [[ $1 == system:node:* ]] || return 1
  row=$(nodes | awk -v node="$node" '$1 == node')
  [[ -n $row ]] || return 1
  [[ $(openssl req -in "$file" -noout -subject -nameopt multiline | awk '/commonName/ {print $3}') == "$1" ]] || return 1
  allowed="DNS:$node"
  for address in \${row#* }; do allowed+=$'\\n'"IP Address:$(plain "$address")"; done
  while read -r name; do
    grep -qxF "$name" <<< "$allowed" || return 1
  done < <(names_of "$file")
}

kubectl get certificatesigningrequests --field-selector spec.signerName=kubernetes.io/kubelet-serving \\
  -o go-template='{{range .items}}{{if not .status.conditions}}{{.metadata.name}} {{.spec.username}} {{.spec.request}}{{"\\n"}}{{end}}{{end}}' > "$work/requests"

refused=0
while read -r request user text; do
  base64 -d <<< "$text" > "$work/request.pem"
  if fits "$user" "$work/request.pem"; then
    kubectl certificate approve "$request"
  else
    echo "not approved: '$request' of '$user' asks for what the definition does not give it: $(names_of "$work/request.pem" | tr '\\n' ' ')" >&2
    refused=1
  fi
done < "$work/requests"
exit "$refused"
`;
}

/** The unit that the timer starts. */
export const APPROVAL_SERVICE: HostContent = {
  text: `[Unit]
Description=Sign certificates that kubelets serve with
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart=${scriptPath(SCRIPTS.approve)}
`,
};

/** Kubelets ask anew long before a certificate ends, and wait for minutes. */
export const APPROVAL_TIMER: HostContent = {
  text: `[Unit]
Description=Look for certificates that kubelets ask for

[Timer]
OnBootSec=2min
OnUnitActiveSec=5min
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
`,
};
