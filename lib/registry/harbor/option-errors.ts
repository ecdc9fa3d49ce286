import { addressError, goneError, webhookError } from './address-errors';
import { badSizes } from './desired-state';
import { cacheProject } from './proxy-cache';
import type { ProjectOptions, RobotOptions } from './project-words';
import type { HarborProps } from './props';
import type {
  ProxyCacheOptions,
  RegistryEndpointOptions,
  ReplicationOptions,
} from './replication-words';

const PROJECT = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const ROBOT = PROJECT;
const CRON = /^\S+( \S+){4}$/;

/** What is wrong with the props, beside what `addX` says, or `undefined`. */
export function optionError(props: HarborProps): string | undefined {
  const { replicas, timeoutSeconds, storage, scanner, schedules = {}, configureSchedule } = props;
  for (const [what, count] of Object.entries({ replicas, timeoutSeconds })) {
    if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
      return `${what} '${count}' is no number of them; give 1 or more`;
    }
  }
  const volume = typeof storage === 'object' ? storage : undefined;
  if (volume?.shared === false && (replicas ?? 1) > 1) {
    return `has ${replicas} replicas and images on a volume that one node mounts; share it, or store them in a bucket`;
  }
  const [size] = badSizes([
    ['size', volume?.size],
    ['projectQuota', props.projectQuota],
  ]);
  if (size !== undefined) return `${size} is no quantity such as \`100Gi\``;
  const { databases, javaDatabases } = typeof scanner === 'object' ? scanner : {};
  for (const [what, places] of Object.entries({ databases, javaDatabases })) {
    if (places?.length === 0) return `${what} of the scanner are none; name one, or leave them out`;
  }
  const times = { ...schedules, configureSchedule };
  for (const [what, time] of Object.entries(times)) {
    if (typeof time === 'string' && time !== 'never' && !CRON.test(time)) {
      return `${what} '${time}' has not the five fields of cron; write it as \`0 3 * * 6\``;
    }
  }
  return addressError(props) ?? goneError(props);
}

/** What is wrong with a project. */
export function projectError(
  { name, quota, retention, immutableTags = [], members = [], webhooks = [] }: ProjectOptions,
  known: ReadonlySet<string>,
): string | undefined {
  if (!PROJECT.test(name) || name.length > 255) {
    return `project '${name}' is no name for Harbor: lower case letters and digits, with single \`.\`, \`_\` or \`-\` between them; rename it`;
  }
  if (known.has(name)) return `there is already a project '${name}'; name it otherwise`;
  const [size] = badSizes([['quota', quota]]);
  if (size !== undefined) return `${size} of project '${name}' is no quantity such as \`100Gi\``;
  const rules = retention?.rules.length;
  if (rules !== undefined && (rules < 1 || rules > 15)) {
    return `project '${name}' has ${rules} rules of retention; give 1 to 15`;
  }
  if (retention?.schedule !== undefined && !CRON.test(retention.schedule)) {
    return `schedule '${retention.schedule}' of project '${name}' has not the five fields of cron; write it as \`0 3 * * 6\``;
  }
  const groups = members.map(({ group }) => group);
  const twin = groups.find((group, i) => groups.indexOf(group) !== i);
  if (twin !== undefined) {
    return `group '${twin}' is in project '${name}' twice; give it one role`;
  }
  return immutableTags.length > 15
    ? `project '${name}' has ${immutableTags.length} rules of immutable tags; give 15 at most`
    : webhookError(name, webhooks);
}

/** What is wrong with a robot account. */
export function robotError(
  { name, project, days }: RobotOptions,
  known: readonly RobotOptions[],
): string | undefined {
  if (!ROBOT.test(name)) {
    return `robot account '${name}' is no name for Harbor: lower case letters and digits, with single \`.\`, \`_\` or \`-\` between them; rename it`;
  }
  if (known.some((other) => other.name === name && other.project === project)) {
    return `there is already a robot account '${name}' in project '${project}'; name it otherwise`;
  }
  return days !== undefined && !(Number.isInteger(days) && days >= 1)
    ? `robot account '${name}' expires after '${days}' days; give 1 or more, or leave it out`
    : undefined;
}

/** What is wrong with a proxy cache. */
export function proxyCacheError(
  cache: ProxyCacheOptions,
  known: readonly ProxyCacheOptions[],
): string | undefined {
  const { upstream } = cache;
  if (!/^[a-z0-9.-]+(:\d+)?$/.test(upstream)) {
    return `proxy cache of '${upstream}' is not of a registry's host such as \`docker.io\`; leave out scheme and path`;
  }
  if (known.some((other) => other.upstream === upstream)) {
    return `there is already a proxy cache of '${upstream}'; keep one of them`;
  }
  const days = cache.keepDays;
  return days !== undefined && !(Number.isInteger(days) && days >= 1)
    ? `proxy cache '${cacheProject(cache)}' keeps images for '${days}' days; give 1 or more`
    : undefined;
}

/** What is wrong with another registry. */
export function registryError(
  { name, url }: RegistryEndpointOptions,
  known: ReadonlySet<string>,
): string | undefined {
  if (name.length === 0 || name.length > 64) {
    return `registry '${name}' has no name of 1 to 64 characters; rename it`;
  }
  if (known.has(name)) return `there is already a registry '${name}'; name it otherwise`;
  return /^https?:\/\/[^/]/.test(url) && URL.canParse(url)
    ? undefined
    : `the url '${url}' of registry '${name}' is no address; start it with \`https://\``;
}

/** What is wrong with a replication. */
export function replicationError(
  { name, direction, trigger = 'manual' }: ReplicationOptions,
  known: readonly ReplicationOptions[],
): string | undefined {
  if (known.some((other) => other.name === name)) {
    return `there is already a replication '${name}'; name it otherwise`;
  }
  if (trigger === 'on-push' && direction === 'pull') {
    return `replication '${name}' pulls, and hears of no pushes elsewhere; give its \`trigger\` a schedule`;
  }
  return typeof trigger === 'object' && !CRON.test(trigger.schedule)
    ? `schedule '${trigger.schedule}' of replication '${name}' has not the five fields of cron; write it as \`0 3 * * 6\``
    : undefined;
}
