import { hostOf, type BuildRegistries } from './registries';

/** Folder of certificates that Podman, Buildah and Skopeo read, beside Docker's. */
export const CONTAINERS_CERTS = '/etc/containers/certs.d';

/** `/etc/containers/registries.conf.d/50-kubestrata.conf`: mirrors in order, then the registry itself. */
export function registriesConf({ mirrored, host }: BuildRegistries): object {
  return {
    // A name without a host is refused: whoever owns it at the first registry would be built from.
    'unqualified-search-registries': [],
    'short-name-mode': 'enforcing',
    registry: [
      ...mirrored.map(({ upstream, mirrors }) => ({
        prefix: upstream,
        location: upstream,
        mirror: mirrors.map((location) => ({ location })),
      })),
      ...(host === undefined || mirrored.some(({ upstream }) => upstream === host)
        ? []
        : [{ prefix: host, location: host }]),
    ],
  };
}

/**
 * `/etc/containers/policy.json`: images come from the platform's registry and the public ones that it
 * mirrors, or from any registry where it has neither; what was built here may always be used.
 */
export function policyJson({ mirrored, host }: BuildRegistries, others: readonly string[]): object {
  const accept = [{ type: 'insecureAcceptAnything' }];
  const known = [
    host ?? [],
    ...mirrored.flatMap(({ upstream, mirrors }) => [upstream, ...mirrors.map(hostOf)]),
    ...others,
  ].flat();
  const docker = Object.fromEntries([...new Set(known)].sort().map((name) => [name, accept]));
  const local = { '': accept };
  return {
    default: known.length > 0 ? [{ type: 'reject' }] : accept,
    transports: {
      ...(known.length > 0 && { docker }),
      'containers-storage': local,
      dir: local,
      'docker-archive': local,
      oci: local,
      'oci-archive': local,
    },
  };
}

/** `/etc/containers/storage.conf`: images of root, and of each user below the same folder. */
export const storageConf = (dataRoot: string): object => ({
  storage: {
    driver: 'overlay',
    runroot: '/run/containers/storage',
    graphroot: dataRoot,
    rootless_storage_path: `${dataRoot}-users/$UID`,
    options: { overlay: { mountopt: 'nodev' } },
  },
});

/** `/etc/containers/containers.conf.d/50-kubestrata.conf`. */
export const containersConf = (subnets: readonly { base: string; size: number }[]): object => ({
  containers: { log_size_max: 10_485_760, pids_limit: 8192 },
  engine: { events_logger: 'journald', image_default_format: 'oci' },
  network: {
    default_subnet_pools: subnets.map(({ base, size }) => ({ base, size })),
  },
});
