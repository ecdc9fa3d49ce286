/**
 * Functions by the Kubernetes minor version from which new policies may call them. It is one after
 * the version that brings them: the API server takes only what the one before it knows too, so that
 * an upgrade can be rolled back. What is not here has been there since policies have.
 *
 * @see https://kubernetes.io/docs/reference/using-api/cel/
 */
const SINCE: Readonly<Record<string, readonly string[]>> = {
  '1.31': [
    ...['ip', 'isIP', 'isCanonical', 'isLoopback', 'isGlobalUnicast', 'isLinkLocalUnicast'],
    ...['cidr', 'isCIDR', 'containsIP', 'containsCIDR', 'prefixLength', 'masked'],
  ],
  '1.32': ['named', 'validate'],
  '1.33': ['existsOne', 'transformList', 'transformMap', 'transformMapEntry'],
  '1.34': ['semver', 'isSemver'],
  '1.35': ['distinct', 'flatten', 'range', 'slice', 'sort', 'sortBy'],
};

const VERSIONS = new Map(
  Object.entries(SINCE).flatMap(([version, names]) =>
    names.map((name) => [name, version] as const),
  ),
);

/** From which Kubernetes on policies may call a function; `undefined` for always. */
export const usableSince = (name: string): string | undefined => VERSIONS.get(name);
