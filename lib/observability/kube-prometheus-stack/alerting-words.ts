import type { SecretRef } from '../../index';

/** Secrets named here stand in the namespace of the stack and are mounted as files. */
export interface AlertReceiver {
  /** Unique; routes name it. */
  readonly name: string;
  readonly slack?: SlackReceiver;
  readonly email?: EmailReceiver;
  readonly pagerDuty?: PagerDutyReceiver;
  readonly webhook?: WebhookReceiver;
  readonly teams?: TeamsReceiver;
}

/** A channel of Slack, by an incoming webhook. */
export interface SlackReceiver {
  /** Key with the address of the incoming webhook. */
  readonly webhookUrl: SecretRef;
  /** `#alerts`. @default - the webhook's own */
  readonly channel?: string;
  /** Template of the headline. @default - state, number of alerts, and their name */
  readonly title?: string;
  /** Template of the text. @default - summary and description of every alert */
  readonly text?: string;
  /** Whether the end of an alert is told too. @default true */
  readonly sendResolved?: boolean;
}

/** Mail, by a server of your own. */
export interface EmailReceiver {
  readonly to: readonly string[];
  readonly from: string;
  /** Mail server with its port: `mail.example.com:587`. */
  readonly smarthost: string;
  /** @default - the mail server takes mail without a login */
  readonly auth?: { readonly username: string; readonly password: SecretRef };
  /** Whether mail is only sent over TLS. @default true */
  readonly requireTls?: boolean;
  /** @default true */
  readonly sendResolved?: boolean;
}

/** A service of PagerDuty. */
export interface PagerDutyReceiver {
  /** Key with the integration key of the Events API v2. */
  readonly routingKey: SecretRef;
  /** @default true */
  readonly sendResolved?: boolean;
}

/** Anything that takes alerts as JSON. */
export interface WebhookReceiver {
  /** Address that alerts are posted to as JSON; a secret where it holds a token. */
  readonly url: string | SecretRef;
  /** Key with a bearer token. @default - none */
  readonly bearerToken?: SecretRef;
  /** @default true */
  readonly sendResolved?: boolean;
}

/** Microsoft Teams, by a workflow webhook. */
export interface TeamsReceiver {
  readonly webhookUrl: SecretRef;
  /** @default true */
  readonly sendResolved?: boolean;
}

/** How alerts are put together into one message. */
export interface AlertGrouping {
  /** Labels that alerts of one message share; `['...']` sends each alone. @default - the parent's */
  readonly groupBy?: readonly string[];
  /** How long the first message waits for more alerts. @default - the parent's */
  readonly groupWait?: string;
  /** How long a message about new alerts of a known group waits. @default - the parent's */
  readonly groupInterval?: string;
  /** After how long an alert that is still there is told again. @default - the parent's */
  readonly repeatInterval?: string;
}

/** Which alerts go to a receiver. */
export interface AlertRoute extends AlertGrouping {
  /** Name of a receiver. */
  readonly receiver: string;
  /** All must hold: `severity = critical`, `namespace =~ "team-.*"`. @default - every alert */
  readonly matchers?: readonly string[];
  /** Whether later routes are tried too. @default false */
  readonly continue?: boolean;
  /** Time intervals, by name, in which nothing is sent. @default [] */
  readonly muteTimeIntervals?: readonly string[];
  /** Time intervals, by name, outside which nothing is sent. @default - always */
  readonly activeTimeIntervals?: readonly string[];
  /** More specific routes, tried first. @default [] */
  readonly routes?: readonly AlertRoute[];
}

/** Silences alerts that follow from another. */
export interface InhibitRule {
  /** Matchers of the alert that explains the others. */
  readonly source: readonly string[];
  /** Matchers of the alerts that are then not sent. */
  readonly target: readonly string[];
  /** Labels that both must share. @default [] */
  readonly equal?: readonly string[];
}

/** A part of the week or year: `outside-office-hours`. What is left out does not restrict. */
export interface TimeInterval {
  readonly name: string;
  /** Any of them. */
  readonly intervals: readonly {
    /** `monday`, or ranges such as `saturday:sunday`. @default - every day */
    readonly weekdays?: readonly string[];
    /** From `start` to `end`, as `09:00`; `24:00` ends a day. @default - all day */
    readonly times?: readonly { readonly start: string; readonly end: string }[];
    /** `1:7`; negative numbers count from the end. @default - every day */
    readonly daysOfMonth?: readonly string[];
    /** `december`, `1:3`. @default - every month */
    readonly months?: readonly string[];
    /** Time zone: `Europe/Berlin`. @default 'UTC' */
    readonly location?: string;
  }[];
}

export interface AlertingOptions {
  /** Who alerts are sent to, to start with. @default - nobody; `addReceiver()` must then add one */
  readonly receivers?: readonly AlertReceiver[];
  /** Which alerts go where, tried in order, to start with. @default - all to `defaultReceiver` */
  readonly routes?: readonly AlertRoute[];
  /** Receiver of what no route takes. @default - the first receiver */
  readonly defaultReceiver?: string;
  /**
   * Receiver of the alert `Watchdog`, which always fires: a service outside the cluster that
   * calls somebody when it no longer hears from here.
   * @default - none
   */
  readonly watchdogReceiver?: string;
  /**
   * Grouping of what no route groups otherwise.
   * @default - by `alertname` and `namespace`, 30s, 5m, and again after 12h
   */
  readonly grouping?: AlertGrouping;
  /** Beside those by which worse alerts silence milder ones of the same name. @default [] */
  readonly inhibitRules?: readonly InhibitRule[];
  /** Time intervals that routes name. @default [] */
  readonly timeIntervals?: readonly TimeInterval[];
}
