import type { ObjectMeta } from '../../index';
import { ANNOTATION, LABEL } from '../annotations';
import type { PolicyExemption } from '../../contracts/policy-enforcement';
import { describeExemptions } from './exemptions';
import type { PolicyInfo } from './words';

/** What people and tools read of a policy. `exemptions` is called at synthesis. */
export function policyMeta(
  info: PolicyInfo,
  exemptions: () => readonly PolicyExemption[],
): ObjectMeta {
  return {
    labels: { ...LABEL.managed, ...(info.group && { [LABEL.group]: info.group }) },
    annotations: {
      [ANNOTATION.title]: info.title ?? info.id,
      [ANNOTATION.description]: info.description,
      [ANNOTATION.severity]: info.severity ?? 'medium',
      // Components ask for exemptions, and namespaces come, at any time.
      get [ANNOTATION.exemptions](): string {
        return describeExemptions(exemptions());
      },
    },
  };
}
