import type { ImageSource, RegistryPlan, RegistrySettings } from '../runtime/registries';

/**
 * The content of `registries.conf`: mirrors in their order. Without fallback the last mirror is the
 * place itself: what is `blocked` is not pulled from mirrors either.
 */
export function registriesConf(
  plans: readonly RegistryPlan[],
  blocked: readonly string[],
  { registries = [] }: RegistrySettings,
): object {
  const insecure = (host: string): object =>
    registries.some((registry) => registry.host === host && registry.skipVerify)
      ? { insecure: true }
      : {};
  const mirrored = plans.filter(
    ({ registry, mirrors }) => mirrors.length > 0 || 'insecure' in insecure(registry),
  );
  return {
    'unqualified-search-registries': [],
    'short-name-mode': 'enforcing',
    registry: [
      ...mirrored.map(({ registry, mirrors, fallback }) => {
        const last = mirrors.at(-1);
        const instead = fallback ? undefined : last;
        const first = instead ? mirrors.slice(0, -1) : mirrors;
        return {
          prefix: registry,
          location: instead ? placeOf(instead) : registry,
          ...insecure(instead?.host ?? registry),
          ...(first.length > 0 && {
            mirror: first.map((source) => ({
              location: placeOf(source),
              ...insecure(source.host),
            })),
          }),
        };
      }),
      ...blocked.map((prefix) => ({ prefix, location: prefix, blocked: true })),
    ],
  };
}

const placeOf = ({ host, path }: ImageSource): string => (path === '' ? host : `${host}/${path}`);
