import type { EncryptionAtRest } from '../../../contracts/control-plane';
import { KEY_COMMANDS } from './encryption-key-commands';
import { KEY_FUNCTIONS } from './encryption-key-functions';
import { FILES } from './paths';

/**
 * The script for the key of encryption at rest. With a local key it makes it, hands it over, and
 * changes it; with a plugin, which has the key, it only writes everything again.
 */
export function encryptionKeyScript(encryption: EncryptionAtRest): string {
  const local = encryption.provider !== 'kms';
  return [
    HEAD,
    `file=${FILES.encryption}`,
    `provider=${encryption.provider}`,
    `resources='${encryption.resources.join(' ')}'`,
    SETTINGS,
    usage(local),
    ...(local ? [KEY_FUNCTIONS] : []),
    SERVER_FUNCTIONS,
    'case ${1-} in',
    ...(local ? [KEY_COMMANDS] : []),
    SERVER_COMMANDS,
    'esac',
    '',
  ].join('\n');
}

function usage(local: boolean): string {
  const commands = [...(local ? LOCAL_USAGE : []), ...SERVER_USAGE];
  return `usage() {
  cat <<'TEXT'
usage: kubestrata-encryption-key <command>
${commands.join('\n')}
TEXT
}
`;
}

const LOCAL_USAGE: readonly string[] = [
  '  make      makes the first key, where there is none; on one machine only',
  '  check     says whether the file is whole and only its owner can read it',
  '  give      writes the file, with its keys, for another machine to take',
  '  take      reads the file of another machine',
  '  refresh   has the file name the resources of the definition, with the keys that it has',
  '  add       adds a new key, with which nothing is encrypted yet',
  '  promote   encrypts with the newest key from now on',
  '  remove    forgets all keys but the first, once everything is written with it',
];

const SERVER_USAGE: readonly string[] = [
  "  loaded    waits until this machine's API server uses the file as it is",
  '  rewrite   has the API servers write everything again, with the first key',
];

const HEAD = `#!/bin/sh
# The key with which the API servers encrypt what they give to etcd.
set -euf
umask 077
`;

const SETTINGS = `manifest=/etc/kubernetes/manifests/kube-apiserver.yaml
admin=/etc/kubernetes/admin.conf
written=$file.rewritten

die() {
  echo "kubestrata-encryption-key: $*" >&2
  exit 1
}
`;

const SERVER_FUNCTIONS = String.raw`flag() {
  sed -n "s/^ *- --$1=//p" "$manifest"
}

fingerprint() {
  sha256sum "$file" | cut -d ' ' -f 1
}

# The load balancer would answer for any machine: this one is asked by its own address.
metrics() {
  address=$(flag advertise-address)
  case $address in *:*) address="[$address]" ;; esac
  kubectl --kubeconfig "$admin" --server "https://$address:$(flag secure-port)" get --raw /metrics
}

loaded() {
  [ -e "$manifest" ] || die "no '$manifest'; this machine has no API server"
  name=apiserver_encryption_config_controller_last_config_info
  tries=0
  while [ "$tries" -lt 36 ]; do
    tries=$((tries + 1))
    if metrics | grep "^$name" | grep -q "hash=\"sha256:$(fingerprint)\""; then
      echo "the API server of this machine uses '$file' as it is"
      return
    fi
    sleep 5
  done
  die "the API server of this machine did not read '$file' again; look for 'encryption' in its log"
}

# Kinds behind a name of the definition that stands for many.
kinds() {
  case $1 in
    '*.*') kubectl --kubeconfig "$admin" api-resources --verbs=get,list,update -o name ;;
    '*.') kubectl --kubeconfig "$admin" api-resources --api-group= --verbs=get,list,update -o name ;;
    '*.'*) kubectl --kubeconfig "$admin" api-resources "--api-group=${'$'}{1#??}" --verbs=get,list,update -o name ;;
    *) echo "$1" ;;
  esac
}

# Unchanged objects are written too, where they were not encrypted with the first key.
rewrite_kind() {
  tries=0
  while [ "$tries" -lt 5 ]; do
    tries=$((tries + 1))
    found=$(kubectl --kubeconfig "$admin" get "$1" -A -o name | wc -l)
    [ "$found" -gt 0 ] || return 0
    # Somebody else may change or delete an object meanwhile: then all are read again.
    if kubectl --kubeconfig "$admin" get "$1" -A -o json |
      kubectl --kubeconfig "$admin" replace -f - >/dev/null; then
      echo "$1: $found written"
      return 0
    fi
  done
  die "not all of '$1' could be written; see above, and start again: nothing is lost"
}

rewrite() {
  rm -f "$written"
  for resource in $resources; do
    names=$(kinds "$resource")
    for kind in $names; do rewrite_kind "$kind"; done
  done
}
`;

const SERVER_COMMANDS = `  loaded) loaded ;;
  rewrite)
    rewrite
    [ "$provider" = kms ] || keys | head -n 1 | cut -d ' ' -f 1 >"$written"
    ;;
  *)
    usage >&2
    [ "\${1-}" = help ] || exit 2
    ;;`;
