import { podControl } from '../pod-control';

/** No token of the default ServiceAccount. */
export const serviceAccountToken = podControl({
  id: 'service-account-token',
  title: 'No token of the default ServiceAccount',
  description:
    'A Pod that does not speak to the API server has no use for a token; one that does has a ServiceAccount of its own.',
  severity: 'medium',
  defaults: {},
  offences: () => ({
    pod: `variables.podSpec.?serviceAccountName.orValue('default') in ['', 'default'] &&\n  variables.podSpec.?automountServiceAccountToken.orValue(true)`,
    rule: 'must set automountServiceAccountToken to false, or a serviceAccountName of its own',
  }),
});
