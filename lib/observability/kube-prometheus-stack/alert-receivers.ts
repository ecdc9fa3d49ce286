import type { SecretRef, Values } from '../../index';
import type { AlertReceiver, WebhookReceiver } from './alerting-words';

/** Alertmanager's templates: its own defaults say no more than the labels. */
const SLACK_TITLE =
  '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .CommonLabels.alertname }}';
const SLACK_TEXT =
  '{{ range .Alerts }}*{{ .Annotations.summary }}*\n{{ .Annotations.description }}\n{{ end }}';
const PAGERDUTY_SEVERITY =
  '{{ if .CommonLabels.severity }}{{ .CommonLabels.severity }}{{ else }}critical{{ end }}';

/** A receiver as Alertmanager's configuration writes it. */
export function receiverConfig(receiver: AlertReceiver): Values {
  const { name, slack, email, pagerDuty, webhook, teams } = receiver;
  return {
    name,
    slack_configs: slack && [
      {
        api_url_file: fileOf(slack.webhookUrl),
        channel: slack.channel,
        title: slack.title ?? SLACK_TITLE,
        text: slack.text ?? SLACK_TEXT,
        send_resolved: slack.sendResolved ?? true,
      },
    ],
    email_configs: email && [
      {
        to: email.to.join(', '),
        from: email.from,
        smarthost: email.smarthost,
        auth_username: email.auth?.username,
        auth_password_file: email.auth && fileOf(email.auth.password),
        require_tls: email.requireTls ?? true,
        send_resolved: email.sendResolved ?? true,
      },
    ],
    pagerduty_configs: pagerDuty && [
      {
        routing_key_file: fileOf(pagerDuty.routingKey),
        severity: PAGERDUTY_SEVERITY,
        send_resolved: pagerDuty.sendResolved ?? true,
      },
    ],
    webhook_configs: webhook && [webhookConfig(webhook)],
    msteamsv2_configs: teams && [
      {
        webhook_url_file: fileOf(teams.webhookUrl),
        send_resolved: teams.sendResolved ?? true,
      },
    ],
  };
}

/** Names of the Secrets that a receiver needs. */
export function secretsOf({ slack, email, pagerDuty, webhook, teams }: AlertReceiver): string[] {
  const url = webhook?.url;
  const references = [
    slack?.webhookUrl,
    email?.auth?.password,
    pagerDuty?.routingKey,
    typeof url === 'object' ? url : undefined,
    webhook?.bearerToken,
    teams?.webhookUrl,
  ];
  return references.flatMap((reference) => reference?.name ?? []);
}

function webhookConfig({ url, bearerToken, sendResolved }: WebhookReceiver): Values {
  return {
    ...(typeof url === 'string' ? { url } : { url_file: fileOf(url) }),
    http_config: bearerToken && {
      authorization: { type: 'Bearer', credentials_file: fileOf(bearerToken) },
    },
    send_resolved: sendResolved ?? true,
  };
}

/** Where the operator mounts a Secret for Alertmanager. */
const fileOf = ({ name, key }: SecretRef): string => `/etc/alertmanager/secrets/${name}/${key}`;
