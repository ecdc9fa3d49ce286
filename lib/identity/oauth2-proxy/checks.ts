import type { GuardOptions } from '../../contracts/login-gate';
import type { ProxyOptions } from './config';

const DURATION = /^(\d+(ms|s|m|h))+$/;

/** Minutes of a duration of Go such as `1h30m`. */
const minutes = (duration: string): number =>
  [...duration.matchAll(/(\d+)(ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (MINUTES[unit ?? ''] ?? 0),
    0,
  );

const MINUTES: Readonly<Record<string, number>> = { ms: 1 / 60_000, s: 1 / 60, m: 1, h: 60 };

/** What is wrong with the options of all proxies, or `undefined`. */
export function optionError({
  cookieExpire = '12h',
  cookieRefresh = '10m',
}: ProxyOptions): string | undefined {
  const odd = [cookieExpire, cookieRefresh].find((d) => !DURATION.test(d) || minutes(d) === 0);
  if (odd !== undefined) return `'${odd}' is no duration; write it as \`12h\` or \`10m\``;
  return minutes(cookieRefresh) >= minutes(cookieExpire)
    ? `renews sessions after '${cookieRefresh}', when they have ended after '${cookieExpire}'; shorten \`cookieRefresh\``
    : undefined;
}

const HOST = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d+)?$/;

/** What is wrong with one request for a login, or `undefined`. */
export function guardError(
  guard: GuardOptions,
  others: readonly GuardOptions[],
): string | undefined {
  const { name, host, groups, openPaths = [], path = '/', protocol } = guard;
  const twin = others.find((other) => other.name === name || other.host === host);
  if (twin) {
    return `there is already a login '${twin.name}' in front of '${twin.host}'; give '${name}' another name and host`;
  }
  if (!HOST.test(host)) {
    return `host '${host}' of '${name}' is not a name such as \`longhorn.example.com\`; leave out scheme and path`;
  }
  if (protocol === 'grpc') {
    return `cannot ask for a login in front of '${name}', which speaks gRPC; expose it without`;
  }
  if (!path.startsWith('/'))
    return `path '${path}' of '${name}' does not start with a slash; add it`;
  if (groups?.length === 0) {
    return `the login '${name}' has an empty list of groups, which would let everybody in; name one or leave \`groups\` out`;
  }
  const odd = openPaths.find((open) => !isPattern(open));
  return odd === undefined
    ? undefined
    : `open path '${odd}' of '${name}' is no regular expression from the start of the path; write it as \`^/healthz$\``;
}

/** One that does not start with `^` would open every path that has it somewhere: `/x?/healthz`. */
function isPattern(text: string): boolean {
  // The proxy takes a method before the path: `GET=^/healthz$`.
  const pattern = text.replace(/^[A-Z]+!?=/, '');
  if (!pattern.startsWith('^/')) return false;
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
