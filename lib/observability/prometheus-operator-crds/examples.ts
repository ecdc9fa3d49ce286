import type { Examples } from '../../index';
import { PrometheusOperatorCrds } from './prometheus-operator-crds';

export const examples: Examples = {
  default: (scope) => {
    new PrometheusOperatorCrds(scope, 'prometheus-operator-crds');
  },
  'removed-with-the-release': (scope) => {
    new PrometheusOperatorCrds(scope, 'prometheus-operator-crds', { keepOnRemoval: false });
  },
};
