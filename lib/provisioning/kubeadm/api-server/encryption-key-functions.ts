/** Functions of the script that work on the file with keys. */
export const KEY_FUNCTIONS = String.raw`# "name secret" of each key, in order.
keys() {
  awk '$1 == "-" && $2 == "name:" { name = $3 } $1 == "secret:" { print name, $2 }' "${'$'}{1-$file}"
}

# Resources that the file names.
named() {
  sed -n "s/^      - '\(.*\)'$/\1/p" "$file"
}

new_key() {
  echo "key-$(date -u +%Y%m%dt%H%M%Sz) $(head -c 32 /dev/urandom | base64)"
}

# A whole file with the keys that come in, for the API server and for people.
document() {
  echo '# Made by kubestrata-encryption-key. It holds secret keys: without them, data is lost.'
  echo 'apiVersion: apiserver.config.k8s.io/v1'
  echo 'kind: EncryptionConfiguration'
  echo 'resources:'
  echo '  - resources:'
  for resource in $resources; do echo "      - '$resource'"; done
  echo '    providers:'
  echo "      - $provider:"
  echo '          keys:'
  while read -r name secret; do
    echo "            - name: $name"
    echo "              secret: $secret"
  done
  echo '      - identity: {}'
}

# Says what is wrong with the file of that path, and nothing where it is right.
problem() {
  grep -q '^kind: EncryptionConfiguration$' "$1" || { echo 'it is no EncryptionConfiguration' && return; }
  grep -q "^ *- $provider:$" "$1" || { echo "its provider is not '$provider'; see the runbook before you change that" && return; }
  [ "$(keys "$1" | wc -l)" -gt 0 ] || { echo 'it has no key' && return; }
  [ "$(keys "$1" | cut -d ' ' -f 1 | sort | uniq -d | wc -l)" -eq 0 ] || echo 'two keys have one name'
  keys "$1" | while read -r name secret; do
    [ "$(echo "$secret" | base64 -d 2>/dev/null | wc -c)" -eq 32 ] || echo "key '$name' has not 32 bytes"
  done
}

# Says so where the key that comes in is in the file of that path. No program is given a key as an argument.
among() {
  read -r wanted
  keys "$1" | while read -r line; do [ "$line" != "$wanted" ] || echo yes; done
}

need_file() {
  [ -e "$file" ] || die "no '$file'; have one made (make), or take that of another machine (take)"
}

temporary() {
  [ -d "$(dirname "$file")" ] || die "no folder '$(dirname "$file")'; put the files of this machine in place first"
  new=$(mktemp "$file.XXXXXX")
  trap 'rm -f "$new"' EXIT
}

# Puts the new file in place in one moment: the API server reads it when it changes.
replace() {
  wrong=$(problem "$new")
  [ -z "$wrong" ] || die "the new file would be wrong: $wrong"
  chmod 0600 "$new"
  mv -f "$new" "$file"
}

check() {
  need_file
  wrong=$(problem "$file")
  [ -z "$wrong" ] || die "'$file': $wrong"
  [ "$(stat -c %a "$file")" = 600 ] || die "'$file' has mode $(stat -c %a "$file"); chmod 0600 it"
  [ "$(stat -c %u "$file")" = "$(id -u)" ] || die "'$file' belongs to somebody else; chown it to root"
  expected=$(keys | document | sed '/^#/d' | sha256sum)
  [ "$(sed '/^#/d' "$file" | sha256sum)" = "$expected" ] ||
    die "'$file' does not say what the definition says; write it again with: kubestrata-encryption-key refresh"
  echo "sha256:$(fingerprint)"
  keys | cut -d ' ' -f 1
}
`;
