import { ImageRegistry } from '../../contracts/image-registry';
import {
  isPodDestination,
  mirrored,
  Platform,
  type Component,
  type HostFileProps,
} from '../../index';
import type { RuntimeProps, RuntimeRegistry } from './words';

/** A server that images are pulled from. */
export interface ImageSource {
  /** Host, with a port unless it is 443. */
  readonly host: string;
  /** Path before the images' own: `dockerhub`; empty for none. */
  readonly path: string;
}

/** A registry as images name it, and who is asked for its images, in order. */
export interface RegistryPlan {
  readonly registry: string;
  readonly mirrors: readonly ImageSource[];
  /** Whether the registry itself is asked in the end. */
  readonly fallback: boolean;
}

/** Registries that images of platforms and teams come from. */
export const UPSTREAMS: readonly string[] = [
  'docker.io',
  'gcr.io',
  'ghcr.io',
  'mcr.microsoft.com',
  'nvcr.io',
  'public.ecr.aws',
  'quay.io',
  'registry.gitlab.com',
  'registry.k8s.io',
];

/** What the registries of a cluster depend on; read late, as the platform's registry may grow. */
export type RegistrySettings = Pick<RuntimeProps, 'registries' | 'fallback'>;

/** Host and path of `harbor.example.com/dockerhub`. */
export function sourceOf(place: string): ImageSource {
  const [host = '', ...path] = place.split('/');
  return { host, path: path.join('/') };
}

/** Every registry that is not simply asked itself, by name. */
export function registryPlans(by: Component, settings: RegistrySettings): RegistryPlan[] {
  const { registries = [], fallback = true } = settings;
  const found = new Map<string, string[]>();
  const add = (registry: string, places: readonly string[]): void => {
    const known = found.get(registry) ?? [];
    const others = places.filter((p) => sourceOf(p).host !== registry && !known.includes(p));
    found.set(registry, [...known, ...others]);
  };
  for (const { host, mirrors = [] } of registries) add(host, mirrors);
  const registry = ImageRegistry.find(by);
  for (const { upstream, mirror } of registry?.mirrors ?? []) add(upstream, [mirror]);
  const mirror = Platform.of(by)?.imageMirror;
  if (mirror) {
    const upstreams = mirror.paths ? Object.keys(mirror.paths) : UPSTREAMS;
    for (const upstream of upstreams) add(upstream, [mirrored(mirror, upstream)]);
  }
  for (const place of [registry?.host, mirror?.registry]) {
    if (place !== undefined) add(sourceOf(place).host, []);
  }
  return [...found]
    .map(([name, places]) => ({
      registry: name,
      mirrors: places.map(sourceOf),
      fallback: fallback || places.length === 0,
    }))
    .sort((a, b) => (a.registry < b.registry ? -1 : 1));
}

/** Certificates (PEM) with which nodes trust a host, beside those that they trust anyway. */
export function certificatesOf(
  by: Component,
  { registries = [] }: RegistrySettings,
  host: string,
): string | undefined {
  const own = registries.find((registry) => registry.host === host)?.caCertificates;
  const registry = ImageRegistry.find(by);
  const theirs = registry?.host === host ? registry.caCertificates : undefined;
  const platform = isOwn(by, host) ? Platform.of(by)?.caCertificates : undefined;
  const texts = [own, theirs, platform].flatMap((text) => (text === undefined ? [] : text.trim()));
  return texts.length === 0 ? undefined : `${[...new Set(texts)].join('\n')}\n`;
}

/** Every host that nodes may ask for images, each once. */
export const askedHosts = (plans: readonly RegistryPlan[]): readonly string[] => [
  ...new Set(plans.flatMap(({ registry, mirrors }) => [registry, ...mirrors.map((m) => m.host)])),
];

/** The authorities of all hosts that nodes ask, each in the file that the runtime looks for. */
export const authorityFiles = (
  by: Component,
  settings: RegistrySettings,
  plans: readonly RegistryPlan[],
  fileOf: (host: string) => string,
): readonly HostFileProps[] =>
  askedHosts(plans).flatMap((host) => {
    const text = certificatesOf(by, settings, host);
    return text === undefined ? [] : { on: 'nodes', path: fileOf(host), content: { text } };
  });

/** Whether the organization runs a host itself: the platform's authorities sign for it. */
function isOwn(by: Component, host: string): boolean {
  const mirror = Platform.of(by)?.imageMirror?.registry;
  const places = [mirror, ImageRegistry.find(by)?.host];
  return places.some((place) => place !== undefined && sourceOf(place).host === host);
}

/** What is wrong with the registries that somebody described, if anything. */
export function registriesError(registries: readonly RuntimeRegistry[]): string | undefined {
  const hosts = registries.map(({ host }) => host);
  const twice = hosts.find((host, i) => hosts.indexOf(host) !== i);
  if (twice !== undefined) return `registry '${twice}' is described twice; put both together`;
  for (const { host, mirrors = [], caCertificates, skipVerify, client } of registries) {
    const odd = [host, ...mirrors].flatMap((place) => placeError(place) ?? [])[0];
    if (odd !== undefined) return odd;
    if (host.includes('/')) {
      return `registry '${host}' is no host; write one such as \`registry.example.com:5000\`, without scheme`;
    }
    if (caCertificates?.includes('-----BEGIN CERTIFICATE-----') === false) {
      return `caCertificates of registry '${host}' hold no certificate; give PEM text`;
    }
    if (skipVerify && caCertificates !== undefined) {
      return `registry '${host}' has caCertificates and takes any certificate; leave one of them out`;
    }
    const path = [client?.certificate, client?.key].find((p) => p?.startsWith('/') === false);
    if (path !== undefined) {
      return `registry '${host}' has the client file '${path}', which is no absolute path on the nodes`;
    }
  }
  return undefined;
}

/** What is wrong with a host, or a host with a path, if anything. */
export function placeError(place: string): string | undefined {
  const port = Number(/:(\d+)/.exec(place)?.[1] ?? 443);
  return PLACE.test(place) && port >= 1 && port <= 65535
    ? undefined
    : `registry '${place}' is no host; write one such as \`registry.example.com:5000\`, without scheme`;
}

/** What is wrong with trusting anybody, if somebody wants that. */
export function strangersError(
  by: Component,
  registries: readonly RuntimeRegistry[],
): string | undefined {
  const odd = registries.find(({ skipVerify }) => skipVerify);
  return odd && Platform.of(by)?.highlyAvailable
    ? `registry '${odd.host}' would take any certificate, so that whoever sits between gives nodes other images; give \`caCertificates\` (\`skipVerify\` is for the profile \`single-node\`)`
    : undefined;
}

/** What should be known of registries whose certificates nobody looks at, if anything. */
export function strangersWarning(registries: readonly RuntimeRegistry[]): string | undefined {
  const hosts = registries.filter(({ skipVerify }) => skipVerify).map(({ host }) => `'${host}'`);
  return hosts.length > 0
    ? `takes any certificate of ${hosts.join(', ')}; give \`caCertificates\``
    : undefined;
}

/** What should be known of how nodes come to their images, if anything. */
export function bootstrapWarning(by: Component, settings: RegistrySettings): string | undefined {
  const registry = ImageRegistry.find(by);
  if (registry === undefined || !isPodDestination(registry.destination)) return undefined;
  const mirror = Platform.of(by)?.imageMirror;
  if (mirror !== undefined && sourceOf(mirror.registry).host === registry.host) {
    return `the platform's images come from '${mirror.registry}', which runs in this cluster and needs some of them itself; mirror them outside of it`;
  }
  if (settings.fallback !== false || registry.mirrors.length === 0) return undefined;
  return `nodes ask nobody but '${registry.host}' for images, and it runs in this cluster: it cannot start again once its own images are gone from a node; leave \`fallback\` on, or mirror its images elsewhere`;
}

/** A host or a host with a path, without scheme and without a slash at the end. */
const PLACE = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*$/i;
