import type { IConstruct } from 'constructs';
import type { Cache } from '../../contracts/caches';
import { highlyAvailable, resources, spread, type SecretRef, type Values } from '../../index';
import { CA_FOLDER } from './config';

/** What the values of one proxy follow from. */
export interface ProxyValuesContext {
  /** Name of the release, and of all its objects. */
  readonly name: string;
  /** Text of the configuration file. */
  readonly config: string;
  readonly clientSecret: SecretRef | undefined;
  readonly cookieSecret: SecretRef;
  /** Where sessions are, if not in cookies. */
  readonly sessions: Cache | undefined;
  /** ConfigMap with the authority of the identity provider. */
  readonly authority: string | undefined;
}

/** Chart values of one proxy. Its two secrets are in two Secrets, which the chart's own key cannot say. */
export function proxyValues(scope: IConstruct, context: ProxyValuesContext): Values {
  const { name, config, clientSecret, cookieSecret, sessions, authority } = context;
  const many = highlyAvailable(scope);
  const labels = { 'app.kubernetes.io/name': 'oauth2-proxy', 'app.kubernetes.io/instance': name };
  return {
    fullnameOverride: name,
    replicaCount: many ? 2 : 1,
    podDisruptionBudget: { enabled: many, minAvailable: 1 },
    ...(many && { topologySpreadConstraints: spread(labels) }),
    config: { configFile: config },
    proxyVarsAsSecrets: false,
    extraEnv: [
      ...(clientSecret ? [fromSecret('OAUTH2_PROXY_CLIENT_SECRET', clientSecret)] : []),
      fromSecret('OAUTH2_PROXY_COOKIE_SECRET', cookieSecret),
    ],
    ...(sessions && { sessionStorage: redis(sessions) }),
    ...(authority !== undefined && {
      extraVolumes: [{ name: 'identity-ca', configMap: { name: authority } }],
      extraVolumeMounts: [{ name: 'identity-ca', mountPath: CA_FOLDER, readOnly: true }],
    }),
    resources: resources('20m', '48Mi', '192Mi'),
    enableServiceLinks: false,
    serviceAccount: { automountServiceAccountToken: false },
    'redis-ha': { enabled: false },
  };
}

const fromSecret = (variable: string, { name, key }: SecretRef): Values => ({
  name: variable,
  valueFrom: { secretKeyRef: { name, key } },
});

const redis = ({ host, port, secure, passwordSecret }: Cache): Values => ({
  type: 'redis',
  redis: {
    clientType: 'standalone',
    existingSecret: passwordSecret.name,
    passwordKey: passwordSecret.key,
    standalone: { connectionUrl: `${secure ? 'rediss' : 'redis'}://${host}:${port}` },
  },
});
