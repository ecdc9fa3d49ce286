import type { SecretRef } from '../../index';

// Names that the chart, the objects beside it and Harbor itself agree on.

/** Release, and prefix of all that the chart draws. */
export const RELEASE = 'harbor';

/** Secret with Harbor's own keys. */
export const KEYS_SECRET = 'harbor-keys';

/** User of the registry behind Harbor, known to Harbor alone. */
export const REGISTRY_USER = 'harbor_registry_user';

/** Password of the user `admin`, where the platform makes it. */
export const ADMIN: SecretRef = { name: 'harbor-admin', key: 'HARBOR_ADMIN_PASSWORD' };

/** Secret with the key that tokens are signed by. */
export const TOKEN_SECRET = 'harbor-token';

/** Name of the database server's objects. */
export const DATABASE = 'harbor-db';

/** Name of the cache. */
export const CACHE = 'harbor-cache';

/** The version of Harbor, as its images are tagged. */
export const HARBOR_VERSION = 'v2.15.1';

/** Parts that have a certificate of their own. */
export const PARTS = ['core', 'jobservice', 'registry', 'portal', 'trivy'] as const;

/** A part of Harbor. */
export type Part = (typeof PARTS)[number];

/** Secret with the certificate of a part. */
export const partSecret = (part: Part): string => `harbor-${part}-internal`;

/** Labels of the Pods of a part. */
export const podsOf = (part: Part | 'exporter' | 'nginx' | 'configuration') => ({
  app: 'harbor',
  component: part,
});

/** Databases of the cache, by who uses them; the numbers are the chart's own. */
export const CACHE_INDEX = {
  core: 0,
  jobservice: 1,
  registry: 2,
  trivy: 5,
  harbor: 6,
  layer: 7,
} as const;
