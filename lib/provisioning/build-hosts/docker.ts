import type { BuildRegistries } from './registries';
import type { AddressPool, BuildCache } from './words';

/** Where Docker looks for how to reach registries. */
export const DOCKER_CERTS = '/etc/docker/certs.d';

/** Authorities of the organization, for mirrors. */
export const DOCKER_CA = '/etc/docker/registry-ca.crt';

/** What Docker's configuration is made from. */
export interface DockerOptions {
  readonly dataRoot: string;
  readonly addressPools: readonly AddressPool[];
  readonly cache: BuildCache;
}

/**
 * `/etc/docker/daemon.json`. Mirrors are not in it: its `registry-mirrors` are for Docker Hub only,
 * and know no path within a registry; `certs.d` has them, which the containerd image store reads.
 */
export function daemonJson({ dataRoot, addressPools, cache }: DockerOptions): object {
  const { reserved, most, free } = sizesOf(cache);
  return {
    'data-root': dataRoot,
    features: { buildkit: true, 'containerd-snapshotter': true },
    builder: {
      GC: {
        Enabled: true,
        DefaultReservedSpace: reserved,
        DefaultMaxUsedSpace: most,
        DefaultMinFreeSpace: free,
      },
      // A build step may not have the machine's network or all of its rights.
      Entitlements: { 'network-host': false, 'security-insecure': false },
    },
    'log-driver': 'local',
    'log-opts': { 'max-size': '10m', 'max-file': '3' },
    'live-restore': true,
    'no-new-privileges': true,
    icc: false,
    'userland-proxy': false,
    'default-address-pools': addressPools.map(({ base, size }) => ({ base, size })),
  };
}

/** Sizes with their defaults. */
export const sizesOf = ({ reserved = '10GB', most = '100GB', free = '20GB' }: BuildCache) => ({
  reserved,
  most,
  free,
});

/** `hosts.toml` of a registry with mirrors: these in order, then the registry itself. */
export function dockerHosts(
  upstream: string,
  mirrors: readonly string[],
  { caCertificates }: BuildRegistries,
): object {
  return {
    server: `https://${upstream === 'docker.io' ? 'registry-1.docker.io' : upstream}`,
    host: Object.fromEntries(
      mirrors.map((mirror) => {
        const [host = '', ...path] = mirror.split('/');
        const url = path.length > 0 ? `https://${host}/v2/${path.join('/')}` : `https://${host}`;
        return [
          url,
          {
            capabilities: ['pull', 'resolve'],
            ...(path.length > 0 && { override_path: true }),
            ...(caCertificates !== undefined && { ca: DOCKER_CA }),
          },
        ];
      }),
    ),
  };
}
