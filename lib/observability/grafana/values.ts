import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import {
  highlyAvailable,
  resources,
  spread,
  type SecretRef,
  type Value,
  type Values,
} from '../../index';
import {
  DASHBOARD_LABEL,
  DATASOURCE_LABEL,
  FOLDER_ANNOTATION,
  SIDECAR_LABEL_VALUE,
} from '../dashboard-sidecar';
import { secureVariables } from './datasources';
import { DATABASE_PASSWORD, grafanaIni, replicasOf, SECRET_KEY } from './ini';
import { AUTHORITY, AUTHORITY_FOLDER, CLIENT_SECRET } from './oidc';
import type {
  AdminOptions,
  DatabaseOptions,
  DatasourceOptions,
  OidcOptions,
  SmtpOptions,
  StorageOptions,
} from './words';

export interface GrafanaValuesOptions {
  /** Copies; more than one need a `database`. @default - 2 with a `database` in a highly available platform, else 1 */
  readonly replicas?: number;
  /**
   * Where users, own dashboards and alerts are kept: a PostgreSQL database of yours, or one that the
   * platform's database server makes.
   * @default - a file on a volume
   */
  readonly database?: DatabaseOptions | 'platform';
  /**
   * Volume of the file, where there is no `database`; `ephemeral` forgets users and own dashboards
   * at each start.
   * @default {}
   */
  readonly storage?: StorageOptions | 'ephemeral';
  /** Login at an identity provider. @default - the platform's; without one, users of Grafana itself */
  readonly oidc?: OidcOptions;
  /** Whether nobody logs in with a password. Needs `oidc`. @default false */
  readonly disableLoginForm?: boolean;
  /** Server for mails: alerts, invitations. @default - none are sent */
  readonly smtp?: SmtpOptions;
  /** Plugins that are downloaded at each start, as `id@version`. @default [] */
  readonly plugins?: readonly string[];
}

/** The options once the platform has given what was asked of it. */
export interface SettledOptions extends GrafanaValuesOptions {
  /** @default - a file on a volume */
  readonly database?: DatabaseOptions;
}

/** What the values depend on beside the options. */
export interface ValuesContext {
  readonly admin: AdminOptions;
  /** Key by which secrets in the database are encrypted. */
  readonly secretKey: SecretRef | undefined;
  readonly url: string | undefined;
  readonly datasources: readonly DatasourceOptions[];
}

/** Name of the ClusterRole under which the sidecars look for dashboards. */
export const SIDECAR_ROLE = 'grafana-sidecars';

/** Chart values of Grafana. */
export function grafanaValues(
  scope: IConstruct,
  options: SettledOptions,
  { admin, secretKey, url, datasources }: ValuesContext,
): Values {
  const replicas = replicasOf(scope, options);
  const many = replicas > 1;
  const { plugins = [], smtp } = options;
  return {
    replicas,
    headlessService: many,
    deploymentStrategy: { type: options.database ? 'RollingUpdate' : 'Recreate' },
    podDisruptionBudget: many ? { maxUnavailable: 1 } : {},
    topologySpreadConstraints: many ? spread({ 'app.kubernetes.io/name': 'grafana' }) : [],
    persistence: persistence(scope, options),
    resources: highlyAvailable(scope)
      ? resources('100m', '256Mi', '1Gi')
      : resources('50m', '192Mi', '768Mi'),
    // The volume's group does what its root container would do.
    initChownData: { enabled: false },
    testFramework: { enabled: false },
    enableServiceLinks: false,
    rbac: { pspEnabled: false, useExistingClusterRole: SIDECAR_ROLE },
    admin: {
      existingSecret: admin.secretName,
      userKey: admin.userKey ?? 'admin-user',
      passwordKey: admin.passwordKey ?? 'admin-password',
    },
    envValueFrom: environment(options, secretKey, datasources),
    plugins,
    ...(options.oidc?.caCertificates !== undefined && {
      extraConfigmapMounts: [
        {
          name: 'oidc-authority',
          mountPath: AUTHORITY_FOLDER,
          configMap: AUTHORITY,
          readOnly: true,
        },
      ],
    }),
    'grafana.ini': grafanaIni(options, { url, replicas, ownSecretKey: secretKey !== undefined }),
    ...(smtp?.secretName !== undefined && {
      smtp: {
        existingSecret: smtp.secretName,
        userKey: smtp.userKey ?? 'user',
        passwordKey: smtp.passwordKey ?? 'password',
      },
    }),
    sidecar: {
      resources: resources('20m', '96Mi', '256Mi'),
      dashboards: {
        ...sidecar(DASHBOARD_LABEL),
        folderAnnotation: FOLDER_ANNOTATION,
        provider: { foldersFromFilesStructure: true, allowUiUpdates: false },
      },
      datasources: sidecar(DATASOURCE_LABEL),
    },
  };
}

/**
 * ConfigMaps only: to see Secrets, a sidecar would have to read all of the cluster. It runs beside
 * Grafana, not before: one that watches never ends.
 */
const sidecar = (label: string): Values => ({
  enabled: true,
  label,
  labelValue: SIDECAR_LABEL_VALUE,
  searchNamespace: 'ALL',
  resource: 'configmap',
});

function persistence(scope: IConstruct, { database, storage = {} }: GrafanaValuesOptions): Values {
  if (database || storage === 'ephemeral') return { enabled: false };
  const storageClassName = storage.storageClass ?? BlockStorage.find(scope)?.storageClass;
  return {
    enabled: true,
    type: 'pvc',
    accessModes: ['ReadWriteOnce'],
    size: storage.size ?? '10Gi',
    ...(storageClassName !== undefined && { storageClassName }),
  };
}

function environment(
  { database, oidc }: SettledOptions,
  secretKey: SecretRef | undefined,
  datasources: readonly DatasourceOptions[],
): Values {
  const references: [string, SecretRef | undefined][] = [
    [SECRET_KEY, secretKey],
    [DATABASE_PASSWORD, database?.passwordSecret],
    [CLIENT_SECRET, oidc?.clientSecret],
    ...secureVariables(datasources),
  ];
  const variables = references.flatMap(([name, ref]): [string, Value][] =>
    ref ? [[name, { secretKeyRef: { name: ref.name, key: ref.key } }]] : [],
  );
  return Object.fromEntries(variables);
}
