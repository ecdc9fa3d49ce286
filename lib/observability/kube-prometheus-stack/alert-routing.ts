import type { Values } from '../../index';
import { isDuration } from '../quantities';
import { receiverConfig, secretsOf } from './alert-receivers';
import type { AlertGrouping, AlertingOptions, AlertReceiver, AlertRoute } from './alerting-words';

/** Receiver that sends nothing. */
const NOBODY = 'null';
const MATCHER =
  /^\s*("[^"]+"|[a-zA-Z_][\w.-]*)\s*(=~|!~|!=|=)\s*("(\\.|[^"\\])*"|[^"\s][^"]*|)\s*$/;

/** The alerts that worse alerts of the same name silence. */
const INHIBIT_RULES: readonly Values[] = [
  {
    source_matchers: ['severity = critical'],
    target_matchers: ['severity =~ "warning|info"'],
    equal: ['namespace', 'alertname'],
  },
  {
    source_matchers: ['severity = warning'],
    target_matchers: ['severity = info'],
    equal: ['namespace', 'alertname'],
  },
  {
    source_matchers: ['alertname = InfoInhibitor'],
    target_matchers: ['severity = info'],
    equal: ['namespace'],
  },
];

/** Who is told about which alerts: grows until synthesis, then becomes Alertmanager's configuration. */
export class AlertRouting {
  private readonly receivers = new Map<string, AlertReceiver>();
  private readonly routes: AlertRoute[] = [];

  constructor(private readonly options: AlertingOptions) {}

  /** @returns what is wrong with the receiver, or nothing */
  addReceiver(receiver: AlertReceiver): string | undefined {
    const { name, ...channels } = receiver;
    if (name === NOBODY)
      return `receiver '${NOBODY}' is the one that sends nothing; name it otherwise`;
    if (this.receivers.has(name)) return `there is already a receiver '${name}'; name it otherwise`;
    if (Object.values(channels).every((channel) => channel === undefined)) {
      return `receiver '${name}' reaches nobody; give it \`slack\`, \`email\`, \`pagerDuty\`, \`webhook\` or \`teams\``;
    }
    if (receiver.email?.to.length === 0)
      return `receiver '${name}' has no address in \`email.to\`; name one`;
    this.receivers.set(name, receiver);
    return undefined;
  }

  /** @returns what is wrong with the route itself, or nothing; names are checked by `errors()` */
  addRoute(route: AlertRoute): string | undefined {
    for (const each of flat(route)) {
      const wrong = (each.matchers ?? []).find((matcher) => !MATCHER.test(matcher));
      if (wrong !== undefined) {
        return `matcher '${wrong}' of the route to '${route.receiver}' is none; write it as \`severity = critical\``;
      }
      const duration = durationError(each);
      if (duration !== undefined)
        return `${duration} in the route to '${route.receiver}'; write it as \`5m\``;
    }
    this.routes.push(route);
    return undefined;
  }

  /** Whether anybody hears of an alert. */
  get reachesSomebody(): boolean {
    return this.receivers.size > 0;
  }

  /** Names that nothing stands behind. */
  errors(): string[] {
    const { defaultReceiver, watchdogReceiver, timeIntervals = [] } = this.options;
    const routes = this.routes.flatMap(flat);
    const named = [defaultReceiver, watchdogReceiver, ...routes.map((r) => r.receiver)];
    const receivers = unique(named).filter((name) => name !== NOBODY && !this.receivers.has(name));
    const known = new Set(timeIntervals.map(({ name }) => name));
    const intervals = unique(
      routes.flatMap((r) => [...(r.muteTimeIntervals ?? []), ...(r.activeTimeIntervals ?? [])]),
    ).filter((name) => !known.has(name));
    return [
      ...receivers.map(
        (name) =>
          `a route names the receiver '${name}', which is not there; add it with \`addReceiver()\``,
      ),
      ...intervals.map(
        (name) =>
          `a route names the time interval '${name}', which is not there; add it to \`timeIntervals\``,
      ),
    ];
  }

  /** Secrets that Alertmanager reads as files. */
  get secrets(): string[] {
    return unique([...this.receivers.values()].flatMap(secretsOf)).sort();
  }

  /** Alertmanager's configuration file. */
  get config(): Values {
    const { defaultReceiver, watchdogReceiver, grouping, inhibitRules = [] } = this.options;
    const first: string | undefined = [...this.receivers.keys()][0];
    return {
      global: { resolve_timeout: '5m' },
      route: {
        receiver: defaultReceiver ?? first ?? NOBODY,
        group_by: ['alertname', 'namespace'],
        group_wait: '30s',
        group_interval: '5m',
        repeat_interval: '12h',
        ...groupingConfig(grouping ?? {}),
        routes: [
          watchdogRoute(watchdogReceiver),
          { receiver: NOBODY, matchers: ['alertname = InfoInhibitor'] },
          ...this.routes.map(routeConfig),
        ],
      },
      receivers: [{ name: NOBODY }, ...[...this.receivers.values()].map(receiverConfig)],
      inhibit_rules: [
        ...INHIBIT_RULES,
        ...inhibitRules.map(({ source, target, equal }) => ({
          source_matchers: source,
          target_matchers: target,
          equal,
        })),
      ],
      time_intervals: this.options.timeIntervals?.map(({ name, intervals }) => ({
        name,
        time_intervals: intervals.map(({ weekdays, times, daysOfMonth, months, location }) => ({
          weekdays,
          times: times?.map(({ start, end }) => ({ start_time: start, end_time: end })),
          days_of_month: daysOfMonth,
          months,
          location,
        })),
      })),
    };
  }
}

/** What is wrong with the durations of a grouping, if anything. */
export function durationError({
  groupWait,
  groupInterval,
  repeatInterval,
}: AlertGrouping): string | undefined {
  const wrong = [groupWait, groupInterval, repeatInterval].find(
    (d) => d !== undefined && !isDuration(d),
  );
  return wrong === undefined ? undefined : `'${wrong}' is not a duration`;
}

/** The sign of life goes out often, and alone, or the watcher outside would call for nothing. */
const watchdogRoute = (receiver: string | undefined): Values => ({
  receiver: receiver ?? NOBODY,
  matchers: ['alertname = Watchdog'],
  ...(receiver !== undefined && { group_wait: '0s', group_interval: '1m', repeat_interval: '1m' }),
});

const routeConfig = (route: AlertRoute): Values => ({
  receiver: route.receiver,
  matchers: route.matchers,
  continue: route.continue,
  mute_time_intervals: route.muteTimeIntervals,
  active_time_intervals: route.activeTimeIntervals,
  ...groupingConfig(route),
  routes: route.routes?.map(routeConfig),
});

const groupingConfig = (grouping: AlertGrouping): Values => ({
  ...(grouping.groupBy && { group_by: grouping.groupBy }),
  ...(grouping.groupWait !== undefined && { group_wait: grouping.groupWait }),
  ...(grouping.groupInterval !== undefined && { group_interval: grouping.groupInterval }),
  ...(grouping.repeatInterval !== undefined && { repeat_interval: grouping.repeatInterval }),
});

const flat = (route: AlertRoute): AlertRoute[] => [route, ...(route.routes ?? []).flatMap(flat)];

const unique = (names: readonly (string | undefined)[]): string[] => [
  ...new Set(names.filter((name) => name !== undefined)),
];
