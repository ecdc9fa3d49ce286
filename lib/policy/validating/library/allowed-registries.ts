import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Parameters of `allowed-registries`. */
export interface AllowedRegistriesParameters {
  /** Registries or path prefixes: `harbor.example.com`, `docker.io/library`. Empty: the platform's mirror. */
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
  problem: ({ registries }, { imageMirror }) => {
    if (registries.length === 0 && !imageMirror) {
      return 'allows no registry; give `registries`, or the platform an `imageMirror`';
    }
    const bad = registries.find((r) => !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]*[a-z0-9])?$/.test(r));
    return bad === undefined
      ? undefined
      : `allows the registry '${bad}'; write it without scheme, tag and slash at the end, as in \`harbor.example.com/team\``;
  },
  offences: ({ registries }, { imageMirror }) => {
    const allowed = registries.length > 0 ? registries : [imageMirror?.registry ?? ''];
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
