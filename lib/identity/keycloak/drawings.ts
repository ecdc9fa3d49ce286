import type { Database } from '../../contracts/databases';
import { ConfigMap, CronJob, KubeObject, PodDisruptionBudget, type Component } from '../../index';
import { CONFIG, CONFIG_FILE, CONFIG_IMAGE, configJob } from './config-job';
import * as kinds from './kinds';
import { realmFile, type RealmContent } from './realm';
import {
  instancesOf,
  NAME,
  portOf,
  SERVER,
  SERVICE,
  serverSpec,
  type ServerContext,
} from './server';
import type { ServerOptions } from './words';

/** How the realm's Job runs. */
export interface ConfigOptions {
  /** @default - every five minutes */
  readonly configSchedule?: string;
  /** @default true */
  readonly revertChanges?: boolean;
}

/** What is known at once, and what is known once the tree is complete. */
export interface Drawn {
  readonly content: () => RealmContent;
  readonly context: Omit<ServerContext, 'url' | 'database'>;
  readonly late: () => { readonly url: string; readonly database: Database | undefined };
}

/** The servers, the realm's file, and the Job that applies it. */
export function drawObjects(
  component: Component,
  options: ServerOptions & ConfigOptions,
  { content, context, late }: Drawn,
): void {
  const { namespace } = component;
  const tls = context.tlsSecret !== undefined;
  const draw = (name: string) => ({ name, namespace });
  new KubeObject(component, `Keycloak-${NAME}`, kinds.Keycloak, {
    ...draw(NAME),
    body: () => ({ spec: serverSpec(component, options, { ...context, ...late() }) }),
  });
  if (instancesOf(component, options) > 1) {
    new KubeObject(component, `PodDisruptionBudget-${NAME}`, PodDisruptionBudget, {
      ...draw(NAME),
      body: { spec: { maxUnavailable: 1, selector: { matchLabels: SERVER } } },
    });
  }
  new KubeObject(component, `ConfigMap-${CONFIG}`, ConfigMap, {
    ...draw(CONFIG),
    body: () => ({ data: { [CONFIG_FILE]: realmFile(content()).text } }),
  });
  new KubeObject(component, `CronJob-${CONFIG}`, CronJob, {
    ...draw(CONFIG),
    body: () => ({
      spec: configJob({
        image: CONFIG_IMAGE,
        url: `${tls ? 'https' : 'http'}://${SERVICE}.${namespace}.svc:${portOf(tls)}`,
        account: context.adminService,
        authority: context.tlsSecret,
        schedule: options.configSchedule ?? '*/5 * * * *',
        revertChanges: options.revertChanges ?? true,
        file: realmFile(content()),
      }),
    }),
  });
}
