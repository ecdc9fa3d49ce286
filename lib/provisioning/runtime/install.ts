// Shell that both installers are made of. It can be run again at any time.

/** Start of an installer: its usage, its rights, what it downloads with. */
export function installerStart(name: string, what: string): string {
  return `#!/bin/sh
set -eu

usage() {
  cat <<'END'
usage: ${name}
${what}
Does nothing for what is there already, and can be run again at any time.
END
}

case "\${1:-}" in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac
[ "$(id -u)" -eq 0 ] || { echo '${name}: run it as root' >&2; exit 1; }
`;
}

/** Downloads releases for the machine, and checks their sums. */
export const releaseFunctions = (downloads: string): string => `
case "$(uname -m)" in
  x86_64) arch=amd64 ;;
  aarch64) arch=arm64 ;;
  *) echo "there is no release for $(uname -m)" >&2; exit 1 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

download() {
  curl --fail --silent --show-error --location --retry 3 --output "$2" '${downloads}'"/$1/$2"
}

# fetch <path of the release> <file> <file with sums>
fetch() {
  download "$1" "$2"
  download "$1" "$3"
  wanted=$(awk -v f="$2" '{ n = $2; sub(/^[*]/, "", n); sub(/^[.]\\//, "", n); if (n == f) print $1 }' "$3")
  got=$(sha256sum "$2" | cut -d ' ' -f 1)
  [ -n "$wanted" ] && [ "$wanted" = "$got" ] && return
  echo "the sum of $2 is not the one in $3; download it again" >&2
  exit 1
}
`;

/** Puts the CNI plugins where runtimes look for them. */
export const cniPluginsPart = (version: string): string => `
cni=${version}
if ! /opt/cni/bin/loopback 2>&1 | grep -q "^CNI loopback plugin v$cni\\$"; then
  file="cni-plugins-linux-$arch-v$cni.tgz"
  fetch "containernetworking/plugins/releases/download/v$cni" "$file" "$file.sha256"
  mkdir -p /opt/cni/bin
  tar -xzf "$file" -C /opt/cni/bin
fi
`;
