import type { Host } from '../../index';
import { PEER_NAME } from './configuration';
import { PKI } from './members';

/** What the script of certificates is made from. */
export interface CertificateOptions {
  readonly cluster: string;
  readonly members: readonly Host[];
  readonly days: number;
  readonly authorityDays: number;
}

/** `/usr/local/sbin/kubestrata-etcd-certificates`: needs openssl 1.1.1 or newer, and nothing else. */
export const certificatesScript = (options: CertificateOptions): string => `#!/bin/sh
# Certificates of the etcd of '${options.cluster}'.
set -eu

CA=\${ETCD_CA:-/etc/etcd/ca}
PKI=${PKI}
GROUP=etcd
DAYS=${options.days}
CA_DAYS=${options.authorityDays}
MEMBERS='${options.members.map(({ name, address }) => `${name}=${address}`).join(' ')}'

usage() {
  cat <<'END'
usage: kubestrata-etcd-certificates make | renew | install [--new-authority] | check [DAYS]
  make     where the authority's key is to be: makes the authority, and what is missing of the
           certificates of members and API servers; overwrites nothing
  renew    there too: makes all certificates and their keys anew, with the same authority
  install  on a member: reads its certificates (tar) from standard input and puts them in place
  check    fails if a certificate here has expired, or will within DAYS (30)
The authority is in /etc/etcd/ca, or where ETCD_CA says; issued/NAME there goes to machine NAME,
issued/control-plane to each control plane's /etc/kubernetes/pki.
END
}

die() {
  echo "kubestrata-etcd-certificates: $*" >&2
  exit 1
}

# request FILE COMMON_NAME: a key, and a request for a certificate.
request() {
  printf '[req]\\ndistinguished_name = dn\\nprompt = no\\n[dn]\\nCN = %s\\n' "$2" >"$work/request.cnf"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key" 2>/dev/null
  openssl req -new -config "$work/request.cnf" -key "$1.key" -out "$work/request.csr"
}

# sign FILE DAYS EXTENSIONS [more arguments]: signs the last request.
sign() {
  printf '%s\\n' "$3" >"$work/extensions"
  file=$1 days=$2
  shift 3
  openssl x509 -req -in "$work/request.csr" -sha256 -days "$days" -extfile "$work/extensions" \\
    -set_serial "0x$(openssl rand -hex 16)" "$@" -out "$file.crt" 2>"$work/log" ||
    die "cannot sign $file.crt: $(cat "$work/log")"
}

authority() {
  [ ! -e "$CA/ca.key" ] || return 0
  [ ! -e "$CA/ca.crt" ] || die "$CA has the authority but not its key; bring ca.key back from where it is kept"
  request "$CA/ca" '${options.cluster}-etcd'
  sign "$CA/ca" "$CA_DAYS" 'basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash' -signkey "$CA/ca.key"
  echo "made the authority $CA/ca.crt; keep ca.key in a safe once all is issued"
}

# issue FILE COMMON_NAME USAGE [NAMES]: unless it is there.
issue() {
  if [ -e "$1.crt" ]; then
    echo "kept $1.crt"
    return 0
  fi
  request "$1" "$2"
  sign "$1" "$DAYS" "basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = $3
authorityKeyIdentifier = keyid
\${4:+subjectAltName = $4}" -CA "$CA/ca.crt" -CAkey "$CA/ca.key"
  echo "made $1.crt"
}

issue_all() {
  for member in $MEMBERS; do
    name=\${member%%=*} address=\${member#*=}
    mkdir -p "$CA/issued/$name"
    cp "$CA/ca.crt" "$CA/issued/$name/ca.crt"
    names="DNS:$name, DNS:localhost, IP:$address, IP:127.0.0.1, IP:0:0:0:0:0:0:0:1"
    issue "$CA/issued/$name/server" "$name" 'serverAuth, clientAuth' "$names"
    issue "$CA/issued/$name/peer" '${PEER_NAME}' 'serverAuth, clientAuth' "$names"
    issue "$CA/issued/$name/client" 'etcd-administrator' clientAuth
  done
  mkdir -p "$CA/issued/control-plane/etcd"
  cp "$CA/ca.crt" "$CA/issued/control-plane/etcd/ca.crt"
  issue "$CA/issued/control-plane/apiserver-etcd-client" kube-apiserver-etcd-client clientAuth
}

# same_key CERTIFICATE KEY
same_key() {
  [ "$(openssl x509 -in "$1" -noout -pubkey)" = "$(openssl pkey -in "$2" -pubout)" ]
}

install_here() {
  tar -C "$work" -xf -
  for name in server peer client; do
    openssl verify -CAfile "$work/ca.crt" "$work/$name.crt" >/dev/null || die "$name.crt is not signed by the authority that came with it"
    same_key "$work/$name.crt" "$work/$name.key" || die "$name.key is not the key of $name.crt"
  done
  openssl x509 -in "$work/server.crt" -noout -checkhost "$(uname -n)" | grep -q 'does match' ||
    echo "note: server.crt is not for '$(uname -n)'; is this the right machine?" >&2
  if [ -e "$PKI/ca.crt" ] && ! cmp -s "$PKI/ca.crt" "$work/ca.crt" && [ "\${1:-}" != --new-authority ]; then
    die "$PKI/ca.crt is another authority; with --new-authority it is replaced, and members with the old one are no longer understood"
  fi
  install -d -m 0750 -g "$GROUP" "$PKI"
  install -m 0644 "$work/ca.crt" "$PKI/ca.crt"
  for name in server peer client; do
    mode=0640
    [ "$name" != client ] || mode=0600
    install -m "$mode" -g "$GROUP" "$work/$name.key" "$PKI/$name.key"
    install -m 0644 "$work/$name.crt" "$PKI/$name.crt"
  done
  echo "put certificates into $PKI; etcd reads them at its next connection"
}

check() {
  bad=0 seen=0
  for file in "$PKI"/*.crt "$CA/ca.crt"; do
    [ -e "$file" ] || continue
    seen=1
    until=$(openssl x509 -in "$file" -noout -enddate)
    if openssl x509 -in "$file" -noout -checkend "$(($1 * 86400))" >/dev/null; then
      echo "good until \${until#*=}: $file"
    else
      echo "EXPIRES \${until#*=}: $file" >&2
      bad=1
    fi
  done
  [ "$seen" = 1 ] || die "there is no certificate in $PKI"
  return "$bad"
}

umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case \${1:-} in
  make)
    mkdir -p "$CA"
    authority
    issue_all
    ;;
  renew)
    [ -e "$CA/ca.key" ] || die "there is no $CA/ca.key; bring the authority's key back for this, or run this where it is"
    rm -rf "$CA/issued.old"
    [ ! -e "$CA/issued" ] || mv "$CA/issued" "$CA/issued.old"
    issue_all
    ;;
  install) install_here "\${2:-}" ;;
  check) check "\${2:-30}" ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
`;
