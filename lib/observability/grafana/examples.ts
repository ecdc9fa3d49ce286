import type { Examples } from '../../index';
import { Grafana } from './grafana';

export const examples: Examples = {
  default: (scope) => {
    new Grafana(scope, 'grafana');
  },

  'database-and-single-sign-on': (scope) => {
    new Grafana(scope, 'grafana', {
      admin: { secretName: 'grafana-admin' },
      database: {
        host: 'grafana-rw.databases.svc',
        passwordSecret: { name: 'grafana-database', key: 'password' },
      },
      oidc: {
        name: 'Keycloak',
        clientId: 'grafana',
        clientSecret: { name: 'grafana-oidc', key: 'client-secret' },
        issuer: 'https://keycloak.k8s.example.com/realms/platform',
        roles: { grafanaAdmin: ['platform-admins'], editor: ['developers'], viewer: ['staff'] },
        autoLogin: true,
      },
      disableLoginForm: true,
      smtp: {
        host: 'mail.example.com:587',
        fromAddress: 'grafana@example.com',
        secretName: 'grafana-smtp',
      },
    });
  },

  'own-secrets-and-datasources': (scope) => {
    const grafana = new Grafana(scope, 'grafana', {
      admin: { secretName: 'grafana-login', userKey: 'username', passwordKey: 'password' },
      secretKey: { name: 'grafana-login', key: 'secret-key' },
      hostname: 'graphs.k8s.example.com',
      storage: { size: '2Gi', storageClass: 'local-path' },
      datasources: [{ name: 'Tempo', type: 'tempo', url: 'http://tempo.tracing.svc:3200' }],
      plugins: ['grafana-polystat-panel@2.1.16'],
    });
    grafana.addDatasource({
      name: 'Loki',
      type: 'loki',
      url: 'https://loki.example.com',
      jsonData: {
        httpHeaderName1: 'X-Scope-OrgID',
        derivedFields: [
          {
            name: 'trace',
            matcherRegex: 'trace_id=(\\w+)',
            url: '${__value.raw}',
            datasourceUid: 'tempo',
          },
        ],
      },
      secureJsonData: { httpHeaderValue1: { name: 'loki', key: 'tenant' } },
    });
  },
};

/** Keys that the chart's defaults do not show. */
export const undocumentedKeys = {
  'grafana\\.ini': 'passed on to Grafana: the sections of its own configuration',
  'persistence.storageClassName': 'read by the chart where it is set; a comment in its values',
  'rbac.useExistingClusterRole': 'read by the chart where it is set; a comment in its values',
};
