import { stringify } from 'yaml';
import type { Values } from '../index';
import { addressOf, type ServerAddress } from './address';

/** Whom to tell of everything that a tool of Argo deploys. Keys are those of its Secret. */
export interface NotificationOptions<Trigger extends string = string> {
  /** @default - nobody on Slack */
  readonly slack?: {
    /** Key of the bot's token. @default 'slack-token' */
    readonly tokenKey?: string;
    readonly channels: readonly string[];
    /** @default - failures */
    readonly triggers?: readonly Trigger[];
  };
  /** @default - nobody by mail */
  readonly email?: {
    readonly host: string;
    /** @default 587 */
    readonly port?: number;
    readonly from: string;
    /** Key of the user's name; without it, mail is sent without login. @default - none */
    readonly usernameKey?: string;
    /** Key of the password. @default - none */
    readonly passwordKey?: string;
    readonly recipients: readonly string[];
    /** @default - failures */
    readonly triggers?: readonly Trigger[];
  };
  /** Addresses that take JSON by HTTP POST. @default [] */
  readonly webhooks?: readonly {
    readonly name: string;
    readonly url: string;
    /** Headers whose values are keys of the Secret: `{ Authorization: 'webhook-token' }`. @default {} */
    readonly secretHeaders?: Readonly<Record<string, string>>;
    /** @default - failures */
    readonly triggers?: readonly Trigger[];
  }[];
}

/** What a tool can tell. */
export interface NotificationCatalogue {
  /** When each trigger fires, in the tool's expressions, how often, and what it says. */
  readonly triggers: Readonly<Record<string, Event>>;
  /** Triggers of those who choose none. */
  readonly failures: readonly string[];
  /** Follows each text. @default - nothing */
  readonly link?: string;
  /** What a webhook is sent beside `event`, as templates that give JSON. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Something to tell. */
export interface Event {
  /** @default - the tool's own moment */
  readonly when?: string;
  /** Told again once this changes. @default - each time */
  readonly oncePer?: string;
  readonly text: string;
}

/** What is wrong with the notifications, or `undefined`. */
export function notificationError({
  slack,
  email,
  webhooks = [],
}: NotificationOptions): string | undefined {
  if (!slack && !email && webhooks.length === 0) {
    return 'notifications tell nobody; name `slack`, `email` or `webhooks`, or drop them';
  }
  if (slack?.channels.length === 0) return 'notifications name no channel of Slack; pass one';
  if (email?.recipients.length === 0) return 'notifications name nobody to mail to; pass one';
  const bad = webhooks.find(({ url }) => !/^https?:/.test(url) || !addressOf(url));
  return (
    bad && `the url '${bad.url}' of webhook '${bad.name}' is no address; start it with \`https://\``
  );
}

/** Servers that notifications are sent to. */
export const notifiedServers = ({
  slack,
  email,
  webhooks = [],
}: NotificationOptions): readonly ServerAddress[] => [
  ...(slack ? [{ host: 'slack.com', port: 443 }] : []),
  ...(email ? [{ host: email.host, port: email.port ?? 587 }] : []),
  ...webhooks.flatMap(({ url }) => addressOf(url) ?? []),
];

/** Values of the chart: `notifiers`, `templates`, `triggers` and `subscriptions`. */
export function notificationValues(
  options: NotificationOptions,
  catalogue: NotificationCatalogue,
): Values {
  const { slack, email, webhooks = [] } = options;
  const { triggers, failures } = catalogue;
  const named = webhooks.map(({ name }) => name);
  const each = (make: (name: string, event: Event) => [string, string]) =>
    Object.fromEntries(Object.entries(triggers).map(([name, event]) => make(name, event)));
  const subscription = (chosen: readonly string[] | undefined, recipients: readonly string[]) => ({
    recipients,
    triggers: chosen ?? failures,
  });
  const to = (service: string, all: readonly string[]) => all.map((one) => `${service}:${one}`);
  return {
    notifiers: {
      ...(slack && { 'service.slack': yaml({ token: `$${slack.tokenKey ?? 'slack-token'}` }) }),
      ...(email && { 'service.email': yaml(mailServer(email)) }),
      ...Object.fromEntries(webhooks.map((w) => [`service.webhook.${w.name}`, yaml(webhook(w))])),
    },
    templates: each((name, { text }) => [
      `template.${name}`,
      yaml(template(name, text, named, catalogue)),
    ]),
    triggers: each((name, { when, oncePer }) => [
      `trigger.${name}`,
      yaml([
        {
          ...(when !== undefined && { when }),
          ...(oncePer !== undefined && { oncePer }),
          send: [name],
        },
      ]),
    ]),
    subscriptions: [
      ...(slack ? [subscription(slack.triggers, to('slack', slack.channels))] : []),
      ...(email ? [subscription(email.triggers, to('email', email.recipients))] : []),
      ...webhooks.map(({ name, triggers: chosen }) => subscription(chosen, [name])),
    ],
  };
}

const mailServer = (email: NonNullable<NotificationOptions['email']>) => ({
  host: email.host,
  port: email.port ?? 587,
  from: email.from,
  ...(email.usernameKey !== undefined && { username: `$${email.usernameKey}` }),
  ...(email.passwordKey !== undefined && { password: `$${email.passwordKey}` }),
});

type Webhook = NonNullable<NotificationOptions['webhooks']>[number];

const webhook = ({ url, secretHeaders = {} }: Webhook) => ({
  url,
  headers: [
    { name: 'Content-Type', value: 'application/json' },
    ...Object.entries(secretHeaders).map(([name, key]) => ({ name, value: `$${key}` })),
  ],
});

function template(
  name: string,
  text: string,
  webhooks: readonly string[],
  { link, fields }: NotificationCatalogue,
) {
  const body = [
    `"event": ${JSON.stringify(name)}`,
    ...Object.entries(fields).map(
      ([field, expression]) => `"${field}": {{${expression} | toJson}}`,
    ),
  ];
  const posts = webhooks.map((to) => [to, { method: 'POST', body: `{${body.join(', ')}}` }]);
  return {
    message: link === undefined ? text : `${text}\n${link}`,
    email: { subject: text },
    ...(posts.length > 0 && { webhook: Object.fromEntries(posts) as object }),
  };
}

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 });
