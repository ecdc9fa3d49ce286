import type { VeleroProps } from './props';
import { policyError } from './volume-policies';

/** What is wrong with numbers and volume policies, as a sentence. */
export function optionsError(props: VeleroProps): string | undefined {
  const { keepDays = 30, concurrency = 2, volumePolicies = [] } = props;
  if (!(keepDays > 0)) return `backups are kept for '${keepDays}' days; give one or more`;
  if (!(Number.isInteger(concurrency) && concurrency >= 1)) {
    return `nodes copy '${concurrency}' volumes at a time; give 1 or more`;
  }
  return volumePolicies.map(policyError).find(Boolean);
}
