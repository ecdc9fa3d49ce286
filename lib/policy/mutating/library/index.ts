import { defaultLabels } from './labels';
import { privilegeEscalation } from './privilege-escalation';
import { seccompProfile } from './seccomp-profile';
import { serviceAccountToken } from './service-account-token';

/** Every policy of the library by its id. */
export const mutations = {
  'default-labels': defaultLabels,
  'default-privilege-escalation': privilegeEscalation,
  'default-seccomp-profile': seccompProfile,
  'default-service-account-token': serviceAccountToken,
};
