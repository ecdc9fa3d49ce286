import type { NotificationCatalogue } from '../notifications';

/** What people are told of. */
export type RolloutTrigger =
  | 'on-rollout-aborted'
  | 'on-analysis-run-failed'
  | 'on-analysis-run-error'
  | 'on-rollout-paused'
  | 'on-rollout-completed';

const of = '{{.rollout.metadata.namespace}}/{{.rollout.metadata.name}}';

/** The names of triggers are those of the controller's events: it fires them by itself. */
export const CATALOGUE: NotificationCatalogue = {
  triggers: {
    'on-rollout-aborted': { text: `The new version of ${of} was taken back` },
    'on-analysis-run-failed': { text: `An analysis of ${of} failed` },
    'on-analysis-run-error': { text: `An analysis of ${of} could not be carried out` },
    'on-rollout-paused': { text: `${of} waits` },
    'on-rollout-completed': { text: `${of} runs a new version` },
  },
  failures: ['on-rollout-aborted', 'on-analysis-run-failed', 'on-analysis-run-error'],
  fields: { rollout: '.rollout.metadata.name', namespace: '.rollout.metadata.namespace' },
};
