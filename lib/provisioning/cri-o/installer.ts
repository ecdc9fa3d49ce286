import { cniPluginsPart, installerStart, releaseFunctions } from '../runtime/install';
import { minorOf } from '../runtime/versions';

/** Name of the script that installs CRI-O. */
export const INSTALLER = 'kubestrata-install-cri-o';

/** What the installer brings, and from where. */
export interface InstallerOptions {
  readonly version: string;
  readonly cniPlugins: string | false;
  readonly downloads: string;
  readonly packages: string | undefined;
}

/** The script that installs CRI-O of an exact version from packages; an upgrade runs it again. */
export function installer({ version, cniPlugins, downloads, packages }: InstallerOptions): string {
  const what = [`CRI-O ${version}`, ...(cniPlugins === false ? [] : [`CNI plugins ${cniPlugins}`])];
  const place =
    packages ??
    `https://download.opensuse.org/repositories/isv:/cri-o:/stable:/v${minorOf(version)}`;
  return [
    installerStart(INSTALLER, `Installs ${what.join(', and ')}, and starts CRI-O.`),
    install(version, place),
    ...(cniPlugins === false ? [] : [releaseFunctions(downloads), cniPluginsPart(cniPlugins)]),
    START,
  ].join('');
}

const install = (version: string, place: string): string => `
version=${version}
repository='${place}'
if ! crio --version 2>/dev/null | grep -q "^crio version $version\\$"; then
  if command -v apt-get > /dev/null; then
    key=/etc/apt/keyrings/kubestrata-cri-o.asc
    mkdir -p /etc/apt/keyrings
    curl --fail --silent --show-error --location --retry 3 --output "$key" "$repository/deb/Release.key"
    echo "deb [signed-by=$key] $repository/deb/ /" > /etc/apt/sources.list.d/kubestrata-cri-o.list
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --allow-change-held-packages \\
      -o Dpkg::Options::=--force-confold "cri-o=$version-*"
    apt-mark hold cri-o
  else
    {
      echo '[kubestrata-cri-o]'
      echo 'name=CRI-O'
      echo "baseurl=$repository/rpm/"
      echo 'enabled=1'
      echo 'gpgcheck=1'
      echo "gpgkey=$repository/rpm/repodata/repomd.xml.key"
    } > /etc/yum.repos.d/kubestrata-cri-o.repo
    dnf install -y container-selinux "cri-o-$version"
  fi
fi
`;

const START = `
systemctl daemon-reload
systemctl enable crio
systemctl restart crio
`;
