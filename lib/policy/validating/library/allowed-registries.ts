import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Parameters of `allowed-registries`. */
export interface AllowedRegistriesParameters {
  /** Registries or path prefixes: `harbor.example.com`, `docker.io/library`. Empty: those that the platform has its images from. */
  readonly registries: readonly string[];
}

/** An image with the host that container runtimes imply: `nginx` is `docker.io/library/nginx`. */
const withHost = (image: string): string =>
  `(${image}.matches('^([^/]*[.:][^/]*|localhost)/') ? '' : ${image}.contains('/') ? 'docker.io/' : 'docker.io/library/') + ${image}`;

/** Images from allowed registries. */
export const allowedRegistries = podControl<AllowedRegistriesParameters>({
  id: 'allowed-registries',
  title: 'Images from allowed registries',
  description:
    'Images come from registries that are scanned and kept; anything else may change or be gone tomorrow.',
  severity: 'high',
  defaults: { registries: [] },
  missing: ({ registries }, cluster) =>
    registries.length + cluster.registries.length === 0
      ? 'allows no registry; give `registries`, or the platform a registry or an `imageMirror`'
      : undefined,
  problem: ({ registries }) => {
    const bad = registries.find((r) => !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]*[a-z0-9])?$/.test(r));
    return bad === undefined
      ? undefined
      : `allows the registry '${bad}'; write it without scheme, tag and slash at the end, as in \`harbor.example.com/team\``;
  },
  offences: ({ registries }, cluster) => {
    const allowed = registries.length > 0 ? registries : cluster.registries;
    const prefixes = celLiteral(allowed.map((registry) => `${registry}/`));
    const isOther = (image: string): string =>
      `!${prefixes}.exists(r, (${withHost(image)}).startsWith(r))`;
    return {
      container: isOther('c.image'),
      volume: `has(v.image) &&\n  ${isOther('v.image.reference')}`,
      rule: `must have an image from ${allowed.join(', ')}`,
    };
  },
});
