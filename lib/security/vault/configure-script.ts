/** Where the script finds the files of the configuration. */
export const CONFIG_PATH = '/configuration';
/** Where it finds the token of those who set the servers up. */
export const BOOTSTRAP_PATH = '/bootstrap';

/**
 * Brings servers to what the files say. May run at any time, any number of times: what is there
 * already stays as it is. Reads `PROGRAM`, `ANY_SERVER`, `ACTIVE_SERVER`, `ROLE` and
 * `BOOTSTRAP_KEY`; the folders may be moved by `CONFIG`, `BOOTSTRAP` and `IDENTITY`.
 */
export const CONFIGURE_SCRIPT = `#!/bin/sh
set -eu
config=\${CONFIG:-${CONFIG_PATH}}
bootstrap=\${BOOTSTRAP:-${BOOTSTRAP_PATH}}/$BOOTSTRAP_KEY
identity=\${IDENTITY:-/var/run/secrets/kubernetes.io/serviceaccount/token}
program=$PROGRAM

# Either product reads its own name of the variable.
at() { export BAO_ADDR="$1" VAULT_ADDR="$1"; }
as() { export BAO_TOKEN="$1" VAULT_TOKEN="$1"; }

at "$ANY_SERVER"
sealed=0
state=$("$program" status 2>&1) || sealed=$?
case $sealed in
  0) ;;
  2) echo 'sealed or not initialized: nothing is done until a server is unsealed'; exit 0 ;;
  *) echo "$state"; exit 1 ;;
esac
at "$ACTIVE_SERVER"

own=yes
if token=$("$program" write -field=token auth/kubernetes/login "role=$ROLE" "jwt=@$identity" 2>/dev/null); then
  :
elif [ -s "$bootstrap" ]; then
  own=no
  token=$(cat "$bootstrap")
  echo 'logged in with the bootstrap token; revoke it and remove its Secret when this has succeeded'
else
  echo "cannot log in as role $ROLE, and there is no bootstrap token; put one into its Secret"
  exit 1
fi
as "$token"

# Engines need a moment between being mounted and answering.
send() {
  for pause in 1 2 4; do
    "$program" write "$@" >/tmp/answer 2>&1 && return 0
    sleep "$pause"
  done
  cat /tmp/answer
  return 1
}

there() { echo "unchanged: $1"; }
done_() { echo "written: $1"; }

# A mount is told apart by its path; its type cannot change.
mount() {
  if "$program" read -field=accessor "$1" >/dev/null 2>&1; then there "$1"; return 0; fi
  send "$1" "@$config/$2" && done_ "$1"
}

audit() {
  if "$program" audit list 2>/dev/null | grep -q "^$1/ "; then there "audit $1"; return 0; fi
  send "sys/audit/$1" "@$config/$2" && done_ "audit $1"
}

policy() {
  if [ "$("$program" policy read "$1" 2>/dev/null)" = "$(cat "$config/$2")" ]; then
    there "policy $1"
    return 0
  fi
  send "sys/policies/acl/$1" "policy=@$config/$2" && done_ "policy $1"
}

alias_() {
  group=$("$program" read -field=id "identity/group/name/$1") || return 1
  accessor=$("$program" read -field=accessor sys/auth/oidc) || return 1
  known=$("$program" read -field=alias "identity/group/name/$1" 2>/dev/null || true)
  id=$(echo "$known" | sed -n 's/.* id:\\([0-9a-f-]*\\).*/\\1/p')
  case $known in *"$accessor"*) there "alias of $1"; return 0 ;; esac
  send "identity/group-alias\${id:+/id/$id}" "@$config/$2" "canonical_id=$group" "mount_accessor=$accessor" &&
    done_ "alias of $1"
}

prune() {
  "$program" list "$1" 2>/dev/null | tail -n +3 | while read -r name; do
    if ! grep -qxF "$name" "$config/$2"; then
      "$program" delete "$1/$name" && echo "removed: $1/$name"
    fi
  done
}

failed=0
while read -r verb path file more; do
  case $verb in
    mount) mount "$path" "$file" ;;
    audit) audit "$path" "$file" ;;
    policy) policy "$path" "$file" ;;
    write) send "$path" "@$config/$file" \${more:+"$more"} && done_ "$path" ;;
    group) send "identity/group/name/$path" "@$config/$file" && done_ "group $path" ;;
    alias) alias_ "$path" "$file" ;;
    prune) prune "$path" "$file" ;;
    *) echo "unknown step '$verb'"; false ;;
  esac || { echo "failed: $verb $path"; failed=1; }
done <"$config/steps"

if [ "$own" = yes ]; then "$program" token revoke -self >/dev/null 2>&1 || true; fi
exit "$failed"
`;
