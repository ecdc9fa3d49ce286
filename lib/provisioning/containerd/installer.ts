import { cniPluginsPart, installerStart, releaseFunctions } from '../runtime/install';
import { LABELS_PART } from './selinux';
import { knownVersion } from './versions';

/** The unit of a release. */
export const UNIT_PATH = '/etc/systemd/system/containerd.service';

/** Name of the script that installs containerd. */
export const INSTALLER = 'kubestrata-install-containerd';

/** What the installer brings. */
export interface InstallerOptions {
  readonly version: string;
  readonly cniPlugins: string | false;
  readonly downloads: string;
  /** `package` leaves containerd and runc to the machine's packages. */
  readonly install: 'release' | 'package';
  /** Whether containers get labels of SELinux. */
  readonly labels: boolean;
}

/** The script that installs containerd, runc and CNI plugins of exact versions; an upgrade runs it again. */
export function installer(options: InstallerOptions): string {
  const { version, cniPlugins, downloads, install, labels } = options;
  const { runc } = knownVersion(version);
  const what = [
    install === 'release' ? `containerd ${version} and runc ${runc}` : `containerd ${version}`,
    ...(cniPlugins === false ? [] : [`CNI plugins ${cniPlugins}`]),
  ];
  return [
    installerStart(INSTALLER, `Installs ${what.join(', and ')}, and starts containerd.`),
    install === 'release' || cniPlugins !== false ? releaseFunctions(downloads) : '',
    install === 'release' ? releases(version, runc) : packages(version),
    cniPlugins === false ? '' : cniPluginsPart(cniPlugins),
    labels ? LABELS_PART : '',
    START,
  ].join('');
}

const releases = (version: string, runc: string): string => `
version=${version}
if ! /usr/local/bin/containerd --version 2>/dev/null | grep -q " v$version "; then
  file="containerd-$version-linux-$arch.tar.gz"
  fetch "containerd/containerd/releases/download/v$version" "$file" "$file.sha256sum"
  tar -xzf "$file" -C /usr/local
fi

runc=${runc}
if ! /usr/local/sbin/runc --version 2>/dev/null | grep -q "^runc version $runc\\$"; then
  fetch "opencontainers/runc/releases/download/v$runc" "runc.$arch" runc.sha256sum
  install -m 0755 "runc.$arch" /usr/local/sbin/runc
fi
`;

const packages = (version: string): string => `
version=${version}
if command -v apt-get > /dev/null; then
  DEBIAN_FRONTEND=noninteractive apt-get install -y --allow-downgrades --allow-change-held-packages \\
    -o Dpkg::Options::=--force-confold "containerd.io=$version-*"
  apt-mark hold containerd.io
else
  dnf install -y "containerd.io-$version"
fi
# What an earlier installation from releases put here would go before the package's.
if grep -qs '^# Written by kubestrata' ${UNIT_PATH}; then
  systemctl disable containerd
  rm -f ${UNIT_PATH} /usr/local/bin/containerd /usr/local/bin/containerd-* /usr/local/bin/ctr /usr/local/sbin/runc
fi
`;

const START = `
systemctl daemon-reload
systemctl enable containerd
systemctl restart containerd
`;

/** The unit of containerd's release, whose archive has none. */
export const UNIT = `[Unit]
Description=containerd container runtime
Documentation=https://containerd.io
After=network.target dbus.service

[Service]
Type=notify
ExecStartPre=-/sbin/modprobe overlay
ExecStart=/usr/local/bin/containerd
Restart=always
RestartSec=5

[Install]
WantedBy=multi-user.target
`;
