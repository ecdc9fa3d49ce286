import type { IConstruct } from 'constructs';
import { highlyAvailable, type Values } from '../../index';
import { oidcSection } from './oidc';
import type { SettledOptions } from './values';
import type { DatabaseOptions, SmtpOptions } from './words';

/** Variable of Grafana's container that holds the key of stored secrets. */
export const SECRET_KEY = 'GRAFANA_SECRET_KEY';
/** Environment variable with the password of the database. */
export const DATABASE_PASSWORD = 'GRAFANA_DATABASE_PASSWORD';

/** What `grafana.ini` depends on beside the options. */
export interface IniContext {
  /** The address that people type, where there is one. */
  readonly url: string | undefined;
  /** Whether the container has a key of its own for stored secrets. */
  readonly ownSecretKey: boolean;
  readonly replicas: number;
}

/** How many copies there are; a database file has one reader. */
export const replicasOf = (scope: IConstruct, options: SettledOptions): number =>
  options.replicas ?? (options.database && highlyAvailable(scope) ? 2 : 1);

/** `grafana.ini`, by section. */
export function grafanaIni(options: SettledOptions, context: IniContext): Values {
  const { database, oidc, smtp, plugins = [] } = options;
  const { url, ownSecretKey, replicas } = context;
  const https = url?.startsWith('https://') ?? false;
  return {
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    // What Grafana would fetch by itself at each start.
    ...(plugins.length === 0 && { plugins: { preinstall_disabled: true } }),
    ...(url !== undefined && { server: { domain: new URL(url).hostname, root_url: url } }),
    security: {
      cookie_secure: https,
      cookie_samesite: 'lax',
      strict_transport_security: https,
      disable_gravatar: true,
      ...(ownSecretKey && { secret_key: `$__env{${SECRET_KEY}}` }),
    },
    users: { allow_sign_up: false },
    auth: { disable_login_form: options.disableLoginForm ?? false },
    'auth.anonymous': { enabled: false },
    ...(oidc && { 'auth.generic_oauth': oidcSection(oidc) }),
    ...(database && { database: databaseSection(database) }),
    ...(smtp && { smtp: smtpSection(smtp) }),
    // Copies tell each other which alerts were sent.
    ...(replicas > 1 && {
      unified_alerting: {
        ha_peers: 'grafana-headless:9094',
        ha_listen_address: '${POD_IP}:9094',
        ha_advertise_address: '${POD_IP}:9094',
      },
    }),
  };
}

function databaseSection({ host, name, user, sslMode }: DatabaseOptions): Values {
  return {
    type: 'postgres',
    host: /:\d+$/.test(host) ? host : `${host}:5432`,
    name: name ?? 'grafana',
    user: user ?? 'grafana',
    password: `$__env{${DATABASE_PASSWORD}}`,
    ssl_mode: sslMode ?? 'require',
    max_open_conn: 50,
    conn_max_lifetime: 3600,
  };
}

function smtpSection({ host, fromAddress, fromName, startTlsPolicy }: SmtpOptions): Values {
  return {
    enabled: true,
    host,
    from_address: fromAddress,
    from_name: fromName ?? 'Grafana',
    startTLS_policy: startTlsPolicy ?? 'MandatoryStartTLS',
  };
}
