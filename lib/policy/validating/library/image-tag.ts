import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Parameters of `image-tag`. */
export interface ImageTagParameters {
  /** Whether every image must be named by its digest: `@sha256:…`. */
  readonly digest: boolean;
  /** Tags that say nothing about the version. */
  readonly forbidden: readonly string[];
}

/** Images of a certain version. */
export const imageTag = podControl<ImageTagParameters>({
  id: 'image-tag',
  title: 'Images of a certain version',
  description:
    'An image without a tag, or with `latest`, is another one tomorrow: no rollback, and nodes differ.',
  severity: 'medium',
  defaults: { digest: false, forbidden: ['latest'] },
  offences: ({ digest, forbidden }) => {
    const tags = celLiteral(forbidden.map((tag) => `:${tag}`));
    const isVague = (image: string): string =>
      digest
        ? `!${image}.contains('@')`
        : `!${image}.contains('@') &&\n  (!${image}.matches(':[^/]+$') || ${tags}.exists(t, ${image}.endsWith(t)))`;
    return {
      container: isVague('c.image'),
      volume: `has(v.image) &&\n  ${isVague('v.image.reference')}`,
      rule: digest
        ? 'must name the image by its digest'
        : `must name the image by a tag or digest, and not by the tag ${forbidden.join(' or ')}`,
    };
  },
});
