import type { Platform } from '../../index';
import { isAddress } from '../api-endpoint';

/** Lines of `/etc/hosts`: every machine, and the name of the API servers where it leads to machines. */
export function hostsLines(platform: Platform, apiAddress: string | undefined): readonly string[] {
  const api = platform.apiServer?.host;
  const named = api !== undefined && !isAddress(api);
  return [
    ...[...platform.nodes, ...platform.machines].map(({ name, address }) => `${address} ${name}`),
    ...(named && apiAddress !== undefined ? [`${apiAddress} ${api}`] : []),
  ];
}
