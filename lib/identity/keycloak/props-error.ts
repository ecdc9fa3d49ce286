import { ADMIN, type KeycloakProps } from './props';

const HOSTNAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const CRON = /^\S+( \S+){4}$/;

/** What is wrong with the props as such, if anything. */
export function propsError(props: KeycloakProps, hostname: string): string | undefined {
  const { update, adminHostname, admin = ADMIN, configSchedule, options = {} } = props;
  const odd = [hostname, adminHostname].find((name) => name !== undefined && !HOSTNAME.test(name));
  if (odd !== undefined) {
    return `hostname '${odd}' is not a name such as \`keycloak.example.com\`; leave out scheme, port and path`;
  }
  if (adminHostname === hostname) {
    return `administrators would have the hostname '${adminHostname}' of all; choose another`;
  }
  if (update?.strategy === 'Explicit' && update.revision === undefined) {
    return "updates are 'Explicit' without a revision; set `update.revision`";
  }
  if (admin.userSecret === admin.serviceSecret) {
    return `one Secret '${admin.userSecret}' holds both first accounts; give each its own`;
  }
  if (configSchedule !== undefined && !CRON.test(configSchedule)) {
    return `configSchedule '${configSchedule}' has not the five fields of cron; write it as \`*/5 * * * *\``;
  }
  const dashed = Object.keys(options).find((name) => !/^[a-z][a-z0-9-]*$/.test(name));
  return dashed === undefined
    ? countError(props)
    : `option '${dashed}' is not a name; write it as 'log-level', without dashes in front`;
}

function countError({ instances, pool = {} }: KeycloakProps): string | undefined {
  const counts = {
    instances,
    'pool.initial': pool.initial,
    'pool.min': pool.min,
    'pool.max': pool.max,
  };
  for (const [what, count] of Object.entries(counts)) {
    if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
      return `${what} '${count}' is no number of them; give 1 or more`;
    }
  }
  const { max = Number.POSITIVE_INFINITY } = pool;
  const above = Math.max(pool.initial ?? 0, pool.min ?? 0);
  return above > max
    ? `the pool keeps '${above}' connections and may have '${max}'; raise \`pool.max\``
    : undefined;
}
