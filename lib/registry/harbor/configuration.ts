import { ConfigMap, CronJob, KubeObject, type Component } from '../../index';
import { CONFIGURATION, configurationJob, PROGRAM } from './configuration-job';
import type { Content } from './content';
import { desiredState } from './desired-state';
import { defaultMembers, type HarborLogin } from './login';
import { ADMIN, partSecret } from './names';
import type { HarborProps } from './props';

/** Draws what keeps Harbor's content as it is described: the program with its data, and what runs it. */
export function drawConfiguration(
  scope: Component,
  props: HarborProps,
  content: Content,
  login: () => HarborLogin | undefined,
): void {
  const { scanner, schedules = {}, allowedCves, internalTls = false } = props;
  const desired = () => {
    const found = login();
    return desiredState({
      projects: inOrder(content.projects, ({ name }) => name),
      robots: inOrder(content.robots, ({ project, name }) => `${project}+${name}`),
      proxyCaches: content.proxyCaches,
      registries: content.registries,
      replications: content.replications,
      schedules,
      allowedCves,
      members: found && defaultMembers(found.provider, props.access),
      scans: scanner !== 'external' && scanner !== 'none',
    });
  };
  const meta = { name: CONFIGURATION, namespace: scope.namespace };
  new KubeObject(scope, `ConfigMap-${CONFIGURATION}`, ConfigMap, {
    ...meta,
    body: () => ({
      data: {
        'reconcile.py': PROGRAM,
        'state.json': `${JSON.stringify(desired().state, null, 2)}\n`,
      },
    }),
  });
  new KubeObject(scope, `CronJob-${CONFIGURATION}`, CronJob, {
    ...meta,
    body: () => ({
      spec: configurationJob({
        schedule: props.configureSchedule ?? '*/10 * * * *',
        url: internalTls ? 'https://harbor-core' : 'http://harbor-core',
        adminPassword: props.adminPassword ?? ADMIN,
        authority: internalTls ? partSecret('core') : undefined,
        secrets: desired().secrets,
      }),
    }),
  });
}

/** Components ask for projects and accounts in any order. */
const inOrder = <T>(items: readonly T[], key: (item: T) => string): T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
