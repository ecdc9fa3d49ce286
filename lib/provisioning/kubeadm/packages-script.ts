import { minorOf } from '../runtime/versions';

/** Where packages of Kubernetes come from unless the user says otherwise. */
export const PACKAGES = 'https://pkgs.k8s.io/core:/stable:';

/** The script that installs packages of Kubernetes in exactly one version, and keeps them there. */
export const packagesScript = (version: string, repository: string): string => `#!/bin/sh
set -eu
# What apt reads, it reads as another user.
umask 022

# Installs kubeadm, kubelet or kubectl ${version}, and keeps other updates away from them.
version=${version}
repository=${repository}/v${minorOf(version)}

usage() {
  echo "usage: $(basename "$0") PACKAGE..." >&2
  echo "PACKAGE is kubeadm, kubelet or kubectl; each gets version $version from $repository" >&2
  exit 2
}

[ $# -gt 0 ] || usage
for package in "$@"; do
  case $package in
    kubeadm | kubelet | kubectl) ;;
    *) usage ;;
  esac
done
[ "$(id -u)" = 0 ] || { echo "$(basename "$0"): run it as root" >&2; exit 1; }

with_apt() {
  keyring=/etc/apt/keyrings/kubernetes-apt-keyring.gpg
  if ! command -v curl > /dev/null || ! command -v gpg > /dev/null; then
    apt-get update
    apt-get install -y ca-certificates curl gnupg
  fi
  install -d -m 0755 /etc/apt/keyrings
  curl -fsSL "$repository/deb/Release.key" | gpg --batch --yes --dearmor -o "$keyring"
  echo "deb [signed-by=$keyring] $repository/deb/ /" > /etc/apt/sources.list.d/kubernetes.list
  apt-get update
  apt-mark unhold "$@" > /dev/null || true
  for package in "$@"; do
    apt-get install -y --allow-downgrades "$package=$version-*"
  done
  apt-mark hold "$@"
}

with_dnf() {
  cat > /etc/yum.repos.d/kubernetes.repo << EOF
[kubernetes]
name=Kubernetes
baseurl=$repository/rpm/
enabled=1
gpgcheck=1
gpgkey=$repository/rpm/repodata/repomd.xml.key
exclude=kubelet kubeadm kubectl cri-tools kubernetes-cni
EOF
  for package in "$@"; do
    dnf install -y --disableexcludes=kubernetes "$package-$version"
  done
}

if command -v apt-get > /dev/null; then
  with_apt "$@"
elif command -v dnf > /dev/null; then
  with_dnf "$@"
else
  echo "$(basename "$0"): this machine has neither apt-get nor dnf; install $* $version by hand" >&2
  exit 1
fi
`;
