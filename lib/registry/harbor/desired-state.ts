import type { SecretRef, Value, Values } from '../../index';
import { bytes } from './bytes';
import {
  desiredProject,
  desiredRobot,
  distinct,
  sixFields,
  type Mounted,
} from './desired-projects';
import type { ProjectMember, ProjectOptions, RobotOptions } from './project-words';
import { proxyEndpoint, proxyProject } from './proxy-cache';
import type {
  ProxyCacheOptions,
  RegistryCredentials,
  RegistryEndpointOptions,
  ReplicationOptions,
  ScheduleOptions,
} from './replication-words';

/** All that Harbor shall hold. */
export interface DesiredContent {
  readonly projects: readonly ProjectOptions[];
  readonly robots: readonly RobotOptions[];
  readonly proxyCaches: readonly ProxyCacheOptions[];
  readonly registries: readonly RegistryEndpointOptions[];
  readonly replications: readonly ReplicationOptions[];
  readonly schedules: ScheduleOptions;
  readonly allowedCves: readonly string[] | undefined;
  /** Members of projects that name none; `undefined` leaves them alone. */
  readonly members: readonly ProjectMember[] | undefined;
  /** Whether there is something that scans. */
  readonly scans: boolean;
}

/** Where the program finds Secrets: `<folder>/<secret>/<key>`. */
export const SECRETS_FOLDER = '/secrets';

/** What the program is given: the state as data, and the Secrets that it reads for it. */
export function desiredState(content: DesiredContent): {
  readonly state: Values;
  readonly secrets: readonly SecretRef[];
} {
  const secrets = new Map<string, SecretRef>();
  const mounted: Mounted = (secret) => {
    const path = `${SECRETS_FOLDER}/${secret.name}/${secret.key}`;
    secrets.set(path, secret);
    return path;
  };
  const caches = content.proxyCaches;
  const project = (options: ProjectOptions, more: Values = {}): Values => ({
    ...desiredProject(options, content.members, mounted),
    ...more,
  });
  const state = {
    registries: [...caches.map(proxyEndpoint), ...content.registries].map((registry) =>
      endpoint(registry, mounted),
    ),
    projects: [
      ...caches.map((cache) =>
        project(proxyProject(cache), { registry: proxyEndpoint(cache).name }),
      ),
      ...content.projects.map((options) => project(options)),
    ],
    robots: content.robots.map((robot) => desiredRobot(robot, mounted)),
    replications: content.replications.map(replication),
    schedules: schedules(content),
    allowedCves: content.allowedCves && distinct(content.allowedCves),
  };
  return { state, secrets: [...secrets.values()] };
}

function endpoint(registry: RegistryEndpointOptions, mounted: Mounted): Values {
  const { name, url, type = 'docker-registry', insecure = false, caCertificates } = registry;
  return {
    name,
    url,
    type,
    insecure,
    caCertificate: caCertificates,
    ...(registry.credentials && account(registry.credentials, mounted)),
  };
}

const account = ({ user, password }: RegistryCredentials, mounted: Mounted): Values => ({
  userFile: mounted(user),
  passwordFile: mounted(password),
});

function replication(options: ReplicationOptions): Values {
  const { name, registry, direction, filters = {}, trigger = 'manual' } = options;
  const { deletions = false, override = true, speed = 0, destination = '' } = options;
  const wanted: [string, Value][] = [
    ['name', filters.name],
    ['tag', filters.tag],
    ['label', filters.labels],
  ];
  return {
    name,
    registry,
    direction,
    policy: {
      dest_namespace: destination,
      dest_namespace_replace_count: options.replaceParts ?? -1,
      // Two words for one thing: the API's first versions had the other one.
      deletion: deletions,
      replicate_deletion: deletions,
      override,
      speed,
      filters: wanted.flatMap(([type, value]) =>
        value === undefined
          ? []
          : [{ type, value, ...(type !== 'name' && { decoration: 'matches' }) }],
      ),
      trigger: triggerOf(trigger),
    },
  };
}

function triggerOf(trigger: NonNullable<ReplicationOptions['trigger']>): Values {
  if (trigger === 'manual') return { type: 'manual' };
  if (trigger === 'on-push') return { type: 'event_based' };
  return { type: 'scheduled', trigger_settings: { cron: sixFields(trigger.schedule) } };
}

/** Paths of the API, with what each shall say. */
function schedules({ schedules: options, scans }: DesiredContent): Values {
  const cron = (text: string): Values => (text === 'never' ? {} : { cron: sixFields(text) });
  const { garbageCollection = '0 3 * * 6', scanAll = '0 1 * * *' } = options;
  return {
    '/system/gc/schedule': {
      ...cron(garbageCollection),
      parameters: { delete_untagged: options.deleteUntagged ?? true, workers: 2 },
    },
    '/system/scanAll/schedule': cron(scans ? scanAll : 'never'),
    '/system/purgeaudit/schedule': {
      ...cron(options.purgeAuditLog ?? '0 4 * * *'),
      parameters: {
        audit_retention_hour: (options.auditLogDays ?? 90) * 24,
        dry_run: false,
        include_event_types: 'create_artifact,delete_artifact,pull_artifact,other',
      },
    },
  };
}

/** Sizes that are no quantities, each with where it stands. */
export const badSizes = (sizes: readonly (readonly [string, string | undefined])[]): string[] =>
  sizes.flatMap(([what, size]) =>
    size !== undefined && bytes(size) === undefined ? [`${what} '${size}'`] : [],
  );
