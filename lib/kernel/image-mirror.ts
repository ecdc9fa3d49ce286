import { isMap } from './values';

/** Where images are pulled from instead of the public registries. */
export interface ImageMirror {
  /** Registry and path prefix, without scheme: `registry.example.com`, `harbor.example.com/mirror`. */
  readonly registry: string;
  /**
   * Path below `registry` for each source registry, as in a registry with one proxy project a
   * source: `{ 'docker.io': 'dockerhub', 'quay.io': 'quay' }`.
   * @default - the source registry's own name: `registry.example.com/quay.io/metallb/speaker`
   */
  readonly paths?: Readonly<Record<string, string>>;
}

/**
 * The place in the mirror of an image, a repository, or a whole registry: whatever starts with a
 * registry's host (`quay.io`, `quay.io/metallb/speaker`, `quay.io/metallb/speaker:v1`). Names
 * without a host are Docker Hub's. What is in the mirror already stays as it is.
 */
export function mirrored(mirror: ImageMirror, reference: string): string {
  if (reference === mirror.registry || reference.startsWith(`${mirror.registry}/`))
    return reference;
  const [host, ...path] = withHost(reference).split('/') as [string, ...string[]];
  return [mirror.registry, mirror.paths?.[host] ?? host, ...path].join('/');
}

/** Adds the host that container runtimes imply: `nginx` is `docker.io/library/nginx`. */
export function withHost(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  if (rest.length > 0 ? isHost(first) : isHost(first) && !first.includes(':')) return reference;
  return rest.length > 0 ? `docker.io/${reference}` : `docker.io/library/${reference}`;
}

/** Rewrites the images of every container in an object: of a Pod, of whatever templates Pods. */
export function mirrorContainers<T>(mirror: ImageMirror, manifest: T): T {
  if (Array.isArray(manifest))
    return manifest.map((m: unknown) => mirrorContainers(mirror, m)) as T;
  if (!isMap(manifest)) return manifest;
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(manifest)) {
    out[key] =
      CONTAINER_LISTS.has(key) && Array.isArray(value)
        ? value.map((container: unknown) => mirrorContainer(mirror, container))
        : mirrorContainers(mirror, value);
  }
  return out as T;
}

/** Fields that hold containers. */
export const CONTAINER_LISTS: ReadonlySet<string> = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
]);

/** A first part is a registry's host when it has a dot or a port, or is `localhost`. */
const isHost = (part: string): boolean => /[.:]/.test(part) || part === 'localhost';

function mirrorContainer(mirror: ImageMirror, container: unknown): unknown {
  if (!isMap(container) || typeof container['image'] !== 'string') return container;
  return { ...container, image: mirrored(mirror, container['image']) };
}
