import type { Examples } from '../../index';
import { MutatingPolicies } from './mutating-policies';

export const examples: Examples = {
  'safe defaults': (scope) => {
    new MutatingPolicies(scope, 'defaults', { beta: true });
  },

  'labels of the owner, and a policy of its own': (scope) => {
    const policies = new MutatingPolicies(scope, 'defaults', {
      beta: true,
      library: {
        'default-labels': { labels: { cluster: 'prod-1' }, fromNamespace: ['team'] },
        'default-service-account-token': false,
      },
    });
    policies.add({
      id: 'no-service-links',
      title: 'No Services as environment variables',
      description: 'Hundreds of Services in the environment slow the start of programs down.',
      match: {
        rules: [
          { apiVersion: 'v1', resources: ['pods'], operations: ['CREATE'], scope: 'Namespaced' },
        ],
        objects: { 'service-links': false },
      },
      mutations: [{ apply: 'Object{spec: Object.spec{enableServiceLinks: false}}' }],
    });
  },
};
