import { celLiteral } from '../../cel-literal';
import type { MatchRule } from '../../match';
import type { MutationTemplate } from '../words';

/** Parameters of `default-labels`. */
export interface DefaultLabelsParameters {
  /** Labels with their values. */
  readonly labels: Readonly<Record<string, string>>;
  /** Keys of labels that objects take over from their namespace. */
  readonly fromNamespace: readonly string[];
  /** What gets them. */
  readonly rules: readonly MatchRule[];
}

/** Labels of the owner. */
export const defaultLabels: MutationTemplate<DefaultLabelsParameters> = {
  id: 'default-labels',
  title: 'Labels of the owner',
  description:
    'Objects without these labels get them, from the policy or from their namespace, so that costs and alerts find their owner.',
  defaults: {
    labels: {},
    fromNamespace: [],
    rules: [
      {
        apiVersion: 'v1',
        resources: ['persistentvolumeclaims', 'pods', 'services'],
        scope: 'Namespaced',
      },
      {
        apiVersion: 'apps/v1',
        resources: ['daemonsets', 'deployments', 'statefulsets'],
        scope: 'Namespaced',
      },
      { apiVersion: 'batch/v1', resources: ['cronjobs', 'jobs'], scope: 'Namespaced' },
    ],
  },
  problem: ({ labels, fromNamespace }) => {
    const keys = [...Object.keys(labels), ...fromNamespace];
    if (keys.length === 0) return 'sets no label; give `labels` or `fromNamespace`';
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    return twice === undefined ? undefined : `sets the label '${twice}' twice; keep one of them`;
  },
  rules: ({ labels, fromNamespace, rules }) => {
    const entries = [
      ...Object.entries(labels).map(([k, v]) => [k, `optional.of(${celLiteral(v)})`] as const),
      ...fromNamespace.map(
        (k) => [k, `namespaceObject.metadata.?labels[?${celLiteral(k)}]`] as const,
      ),
    ].map(([key, value]) => {
      const k = celLiteral(key);
      return `?${k}: ${k} in variables.labels ? optional.none() : ${value}`;
    });
    return {
      match: { rules },
      variables: { labels: 'object.metadata.?labels.orValue({})' },
      mutations: [
        {
          apply: `Object{metadata: Object.metadata{labels: {\n  ${entries.join(',\n  ')}\n}}}`,
        },
      ],
    };
  },
};
