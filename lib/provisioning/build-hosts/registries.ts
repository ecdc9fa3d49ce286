import { ImageRegistry } from '../../contracts/image-registry';
import type { Component } from '../../index';
import { askedHosts, certificatesOf, registryPlans } from '../runtime/registries';

/** A public registry, and who serves its images instead, in order: `harbor.example.com/dockerhub`. */
export interface MirroredRegistry {
  readonly upstream: string;
  readonly mirrors: readonly string[];
}

/** What build hosts know of registries. */
export interface BuildRegistries {
  /** The platform's own, where images are pushed to. */
  readonly host: string | undefined;
  readonly mirrored: readonly MirroredRegistry[];
  /** Hosts whose certificates are signed by an authority of the organization. */
  readonly ownHosts: readonly string[];
  /** Those authorities, PEM; `undefined` where public ones do. */
  readonly caCertificates: string | undefined;
}

/** The host of `harbor.example.com/dockerhub`. */
export const hostOf = (place: string): string => place.split('/')[0] ?? place;

/** The registries of the platform that `by` stands in; call it late, as its registry may grow. */
export function buildRegistries(by: Component): BuildRegistries {
  const plans = registryPlans(by, {});
  const certificates = new Map(
    [...askedHosts(plans)].sort().flatMap((host): [string, string][] => {
      const text = certificatesOf(by, {}, host);
      return text === undefined ? [] : [[host, text.trim()]];
    }),
  );
  const texts = [...new Set(certificates.values())];
  return {
    host: ImageRegistry.find(by)?.host,
    mirrored: plans
      .filter(({ mirrors }) => mirrors.length > 0)
      .map(({ registry, mirrors }) => ({
        upstream: registry,
        mirrors: mirrors.map(({ host, path }) => (path === '' ? host : `${host}/${path}`)),
      })),
    ownHosts: [...certificates.keys()],
    caCertificates: texts.length > 0 ? `${texts.join('\n')}\n` : undefined,
  };
}
