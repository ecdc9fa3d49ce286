import { stringify } from 'yaml';

/**
 * YAML as Helm and kubectl read it, which is version 1.1: `on`, `no` and `0755` as texts need
 * quotes there. Lines are never folded, so that a review shows whole values.
 */
export const toYaml = (value: unknown): string =>
  stringify(value, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });
