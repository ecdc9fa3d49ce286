import type { Construct } from 'constructs';
import { ManifestBundle, type BundlePin } from '../../index';

/** Version of the operator and of the server that it runs. */
export const VERSION = '26.6.4';
/** The server that goes with it. */
export const SERVER_IMAGE = `quay.io/keycloak/keycloak:${VERSION}`;

const REPOSITORY = 'keycloak/keycloak-k8s-resources';

/** One of the files that the operator is published as. */
const published = (file: string, images: readonly string[] = []): BundlePin => ({
  url: `https://raw.githubusercontent.com/${REPOSITORY}/{version}/kubernetes/${file}`,
  version: VERSION,
  git: {
    repository: `https://github.com/${REPOSITORY}.git`,
    path: 'kubernetes',
    revision: '{version}',
    include: file,
  },
  images,
});

/** The operator and its CRDs. */
export const BUNDLES = {
  keycloaks: published('keycloaks.k8s.keycloak.org-v1.yml'),
  realmImports: published('keycloakrealmimports.k8s.keycloak.org-v1.yml'),
  operator: published('kubernetes.yml', [
    `quay.io/keycloak/keycloak-operator:${VERSION}`,
    SERVER_IMAGE,
  ]),
} as const;

/** Addresses of a mirror of the files. */
export interface BundleMirrors {
  /** @default - the project's own address */
  readonly keycloaks?: string;
  /** @default - the project's own address */
  readonly realmImports?: string;
  /** @default - the project's own address */
  readonly operator?: string;
}

/** Has the CRDs and the operator in the namespace that it watches; nothing of it names one itself. */
export function installOperator(
  scope: Construct,
  namespace: string,
  mirrors: BundleMirrors = {},
): ManifestBundle {
  const at = (mirrorUrl: string | undefined) => (mirrorUrl === undefined ? {} : { mirrorUrl });
  new ManifestBundle(scope, 'crds', {
    bundle: BUNDLES.keycloaks,
    brings: ['Keycloak.k8s.keycloak.org'],
    ...at(mirrors.keycloaks),
  });
  new ManifestBundle(scope, 'realm-import-crds', {
    bundle: BUNDLES.realmImports,
    brings: ['KeycloakRealmImport.k8s.keycloak.org'],
    ...at(mirrors.realmImports),
  });
  return new ManifestBundle(scope, 'operator', {
    bundle: BUNDLES.operator,
    namespace,
    ...at(mirrors.operator),
  });
}
