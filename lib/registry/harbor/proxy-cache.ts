import type { ProjectOptions } from './project-words';
import type { ProxyCacheOptions, RegistryEndpointOptions, RegistryType } from './replication-words';

/**
 * Registries that are not reached at their own name, or not by the plain protocol. Google's own
 * type asks for an account, which its public images do without.
 */
const KNOWN: Readonly<Record<string, { readonly url: string; readonly type: RegistryType }>> = {
  'docker.io': { url: 'https://hub.docker.com', type: 'docker-hub' },
  'ghcr.io': { url: 'https://ghcr.io', type: 'github-ghcr' },
};

/** Name of the project of a proxy cache. */
export const cacheProject = ({ upstream, project }: ProxyCacheOptions): string =>
  project ?? upstream.replaceAll(/[.:]/g, '-');

/** The upstream, as one of Harbor's registries. */
export function proxyEndpoint(cache: ProxyCacheOptions): RegistryEndpointOptions {
  const { upstream, credentials } = cache;
  const known = KNOWN[upstream];
  return {
    name: `cache-${cacheProject(cache)}`,
    url: cache.url ?? known?.url ?? `https://${upstream}`,
    type: cache.type ?? known?.type ?? 'docker-registry',
    ...(credentials && { credentials }),
  };
}

/** The project that people and nodes pull from. */
export function proxyProject(cache: ProxyCacheOptions): ProjectOptions {
  const { isPublic = true, quota, keepDays = 7, scanOnPush = true, members } = cache;
  return {
    name: cacheProject(cache),
    isPublic,
    scanOnPush,
    retention: { rules: [{ keep: { daysSincePull: keepDays } }] },
    ...(quota !== undefined && { quota }),
    ...(members && { members }),
  };
}
