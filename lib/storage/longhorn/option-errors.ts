import type { LonghornProps } from './props';

/** What is wrong with shares of disks, and with the place of backups, as a sentence. */
export function optionsError(props: LonghornProps): string | undefined {
  const { reservedPercentage, minimalAvailablePercentage, overProvisioningPercentage } = props;
  for (const share of [reservedPercentage, minimalAvailablePercentage]) {
    if (share !== undefined && !(share >= 0 && share <= 100)) {
      return `a share of '${share}' percent of a disk cannot be left; give 0 to 100`;
    }
  }
  if (overProvisioningPercentage !== undefined && !(overProvisioningPercentage >= 0)) {
    return `disks cannot promise '${overProvisioningPercentage}' percent; give 0 or more`;
  }
  const { backupTarget } = props;
  if (backupTarget === undefined || backupTarget === 'none') return undefined;
  const { url, host, port } = backupTarget;
  if (!/^(s3|nfs|cifs|azblob):\/\/\S+$/.test(url)) {
    return `the backup target '${url}' is no place that Longhorn knows; write \`s3://bucket@region/\`, \`nfs://server:/path\` or \`cifs://server/share\``;
  }
  if (host.trim() === '' || !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    return `the backup target '${url}' is at host '${host}', port '${port}', which cannot be; give the host and port that Pods connect to`;
  }
  return undefined;
}
