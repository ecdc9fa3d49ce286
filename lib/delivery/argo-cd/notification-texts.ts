import type { Values } from '../../index';
import { notificationValues, type NotificationCatalogue } from '../notifications';
import type { ArgoCdNotifications } from './props';

/** What people are told of. */
export type NotificationTrigger = 'on-sync-failed' | 'on-health-degraded' | 'on-deployed';

const oncePer = 'app.status.operationState?.syncResult?.revision';
const done =
  "app.status.operationState != nil and app.status.operationState.phase in ['Succeeded']";

const CATALOGUE: NotificationCatalogue = {
  triggers: {
    'on-sync-failed': {
      when: "app.status.operationState != nil and app.status.operationState.phase in ['Error', 'Failed']",
      oncePer,
      text: 'The sync of {{.app.metadata.name}} failed',
    },
    'on-health-degraded': {
      when: "app.status.health.status == 'Degraded'",
      oncePer,
      text: '{{.app.metadata.name}} is degraded',
    },
    'on-deployed': {
      when: `${done} and app.status.health.status == 'Healthy'`,
      oncePer,
      text: '{{.app.metadata.name}} runs a new version',
    },
  },
  failures: ['on-sync-failed', 'on-health-degraded'],
  link: '{{.context.argocdUrl}}/applications/{{.app.metadata.namespace}}/{{.app.metadata.name}}',
  fields: {
    application: '.app.metadata.name',
    namespace: '.app.metadata.namespace',
    health: '.app.status.health.status',
    sync: '.app.status.sync.status',
    revision: '.app.status.sync.revision',
  },
};

/** The chart's values for notifications. */
export const argoCdNotifications = (options: ArgoCdNotifications): Values => ({
  secret: { create: false, name: options.secretName ?? 'argocd-notifications-secret' },
  ...notificationValues(options, CATALOGUE),
});
