import { dump, JSON_SCHEMA, Type } from 'js-yaml';

/**
 * What Helm and kubectl, which read YAML 1.1, take for a number or a boolean though later versions
 * do not: `1_000`, `0755`, `1:30`, `yes`. Texts that look so get quotes.
 */
const yaml11 = new Type('tag:yaml.org,2002:old', {
  kind: 'scalar',
  resolve: (text: unknown) =>
    typeof text === 'string' &&
    /^([-+]?[0-9.][0-9a-fobx_.:+-]*|y|n|yes|no|on|off|<<|=)$/i.test(text),
  predicate: () => false,
});

const SCHEMA = JSON_SCHEMA.extend({ implicit: [yaml11] });

/** YAML as Helm and kubectl read it. Lines are never folded, so that a review shows whole values. */
export const toYaml = (value: unknown): string =>
  dump(value, { schema: SCHEMA, noRefs: true, lineWidth: -1 });
