import type { MatchRule } from '../match';
import { POD_CONDITIONS, POD_VARIABLES } from '../pod-templates';

/** Kinds whose templates of Pods people write, and may change. */
export const TEMPLATE_RULES: readonly MatchRule[] = [
  {
    apiVersion: 'apps/v1',
    resources: ['daemonsets', 'deployments', 'statefulsets'],
    scope: 'Namespaced',
  },
  { apiVersion: 'batch/v1', resources: ['cronjobs'], scope: 'Namespaced' },
  // The rest of a Job cannot change later.
  { apiVersion: 'batch/v1', resources: ['jobs'], operations: ['CREATE'], scope: 'Namespaced' },
];

/**
 * Templates too, not Pods alone: policies look at templates, and refuse those without what Pods
 * would be given. ReplicaSets are left to their Deployments, which compare templates.
 */
export const POD_AND_TEMPLATE_RULES: readonly MatchRule[] = [
  { apiVersion: 'v1', resources: ['pods'], operations: ['CREATE'], scope: 'Namespaced' },
  ...TEMPLATE_RULES,
];

/** What is there already rolls out again only when its own spec of Pods changes. */
export const PATCH_CONDITIONS = POD_CONDITIONS;

/** Variables by which patches find the spec of Pods. */
export const PATCH_VARIABLES = {
  ...POD_VARIABLES,
  /** Where the spec of Pods is, as JSON Patch has it. */
  path: [
    `object.kind == 'Pod' ? '/spec' :`,
    `object.kind == 'CronJob' ? '/spec/jobTemplate/spec/template/spec' :`,
    `'/spec/template/spec'`,
  ].join('\n'),
};

/** CEL for a patch that adds `value` at a path below that of the Pod's spec. */
export const add = (path: string, value: string): string =>
  `JSONPatch{op: 'add', path: variables.path + ${path}, value: ${value}}`;
