import { installerStart, releaseFunctions } from '../runtime/install';
import { EXPORTER, USER } from './units';

/** The release that the cluster's own agents are of, so that metrics and rules are the same. */
export const VERSION = '1.12.1';

/** Name of the script that installs node exporter. */
export const INSTALLER = 'kubestrata-install-node-exporter';

/** The script that installs node exporter of one exact version; an upgrade runs it again. */
export const installer = (downloads: string): string =>
  [
    installerStart(INSTALLER, `Installs node exporter ${VERSION}, and starts it.`),
    releaseFunctions(downloads),
    `
version=${VERSION}
if ! /usr/local/bin/node_exporter --version 2>&1 | grep -q "^node_exporter, version $version "; then
  name="node_exporter-$version.linux-$arch"
  fetch "prometheus/node_exporter/releases/download/v$version" "$name.tar.gz" sha256sums.txt
  tar -xzf "$name.tar.gz"
  # A program that runs cannot be written to, but its name can be given to another.
  install -m 0755 "$name/node_exporter" /usr/local/bin/.node_exporter.new
  mv /usr/local/bin/.node_exporter.new /usr/local/bin/node_exporter
fi
systemd-sysusers /etc/sysusers.d/${USER}.conf
systemctl daemon-reload
systemctl enable ${EXPORTER}
systemctl restart ${EXPORTER}
`,
  ].join('');
