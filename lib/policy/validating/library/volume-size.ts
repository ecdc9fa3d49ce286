import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';

/** Parameters of `volume-size`. */
export interface VolumeSizeParameters {
  /** Largest volume, as a quantity: `1Ti`. */
  readonly maximum: string;
}

/** A limit to the size of volumes. */
export const volumeSize: PolicyTemplate<VolumeSizeParameters> = {
  id: 'volume-size',
  title: 'A limit to the size of volumes',
  description: 'A claim that is too large by a typo takes the storage of all others.',
  severity: 'low',
  defaults: { maximum: '1Ti' },
  problem: ({ maximum }) =>
    /^\d+(\.\d+)?([EPTGMk]|[EPTGMK]i)?$/.test(maximum)
      ? undefined
      : `allows volumes of '${maximum}'; give a quantity such as \`100Gi\``,
  rules: ({ maximum }) => ({
    match: {
      rules: [{ apiVersion: 'v1', resources: ['persistentvolumeclaims'], scope: 'Namespaced' }],
    },
    variables: { size: `quantity(string(object.spec.resources.requests['storage']))` },
    validations: [
      {
        expression: `!variables.size.isGreaterThan(quantity(${celLiteral(maximum)}))`,
        message: `spec.resources.requests.storage must be ${maximum} or less`,
        reason: 'Forbidden',
      },
    ],
  }),
};
