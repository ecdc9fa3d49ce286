import { CONFINED } from '../../index';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { EnvVar } from 'kubernetes-types/core/v1';
import type { RealmFile } from './realm';

/** Reads the realm file and brings Keycloak there. Its tag names the Keycloak that it was built against. */
export const CONFIG_IMAGE = 'quay.io/adorsys/keycloak-config-cli:6.5.0-26.5.4';
/** Name of the CronJob, and of the ConfigMap that it reads. */
export const CONFIG = 'keycloak-config';
/** Name of the realm's file. */
export const CONFIG_FILE = 'realm.json';

/** What the job needs to know. */
export interface ConfigJobOptions {
  readonly image: string;
  /** Address of Keycloak within the cluster. */
  readonly url: string;
  /** Secret with `client-id` and `client-secret`. */
  readonly account: string;
  /** Secret with the `ca.crt` of the authority that signed Keycloak's certificate; none without TLS. */
  readonly authority: string | undefined;
  readonly schedule: string;
  readonly revertChanges: boolean;
  readonly file: RealmFile;
}

const TRUST = '/tmp/trust.jks';

/** Applies the file again and again; one run at a time. */
export function configJob(options: ConfigJobOptions): CronJobSpec {
  const { image, authority } = options;
  const mounts = [
    { name: 'realm', mountPath: '/config', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ];
  return {
    schedule: options.schedule,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 120,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 2,
    jobTemplate: {
      spec: {
        backoffLimit: 1,
        activeDeadlineSeconds: 280,
        template: {
          metadata: { labels: { 'app.kubernetes.io/name': CONFIG } },
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            // Variables such as KEYCLOAK_SERVICE_PORT would be read as settings.
            enableServiceLinks: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65534,
              runAsGroup: 65534,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            ...(authority !== undefined && {
              initContainers: [
                {
                  name: 'trust',
                  image,
                  command: ['keytool', '-importcert', '-noprompt', '-alias', 'authority'],
                  args: ['-file', '/authority/ca.crt', '-keystore', TRUST, ...STORE],
                  ...CONTAINER,
                  volumeMounts: [
                    { name: 'authority', mountPath: '/authority', readOnly: true },
                    { name: 'tmp', mountPath: '/tmp' },
                  ],
                },
              ],
            }),
            containers: [
              {
                name: 'config',
                image,
                env: variables(options),
                ...CONTAINER,
                volumeMounts: mounts,
              },
            ],
            volumes: [
              { name: 'realm', configMap: { name: CONFIG } },
              { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
              ...(authority === undefined
                ? []
                : [
                    {
                      name: 'authority',
                      secret: { secretName: authority, items: [{ key: 'ca.crt', path: 'ca.crt' }] },
                    },
                  ]),
            ],
          },
        },
      },
    },
  };
}

/** A store of this type is read without its password: it holds nothing but a certificate. */
const STORE = ['-storetype', 'JKS', '-storepass', 'changeit'];

const CONTAINER = {
  securityContext: CONFINED,
  resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '512Mi' } },
};

/**
 * Clients and identity providers that leave the definition are deleted. Groups, roles and
 * directories stay until somebody deletes them by hand: people's memberships go with them.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  KEYCLOAK_LOGINREALM: 'master',
  KEYCLOAK_GRANTTYPE: 'client_credentials',
  KEYCLOAK_AVAILABILITYCHECK_ENABLED: 'true',
  KEYCLOAK_AVAILABILITYCHECK_TIMEOUT: '120s',
  IMPORT_FILES_LOCATIONS: `/config/${CONFIG_FILE}`,
  IMPORT_VARSUBSTITUTION_ENABLED: 'true',
  IMPORT_VARSUBSTITUTION_SCRIPTEVALUATIONENABLED: 'true',
  IMPORT_REMOTESTATE_ENABLED: 'true',
  IMPORT_MANAGED_CLIENT: 'full',
  IMPORT_MANAGED_IDENTITYPROVIDER: 'full',
  IMPORT_MANAGED_IDENTITYPROVIDERMAPPER: 'full',
  IMPORT_MANAGED_CLIENTSCOPE: 'no-delete',
  IMPORT_MANAGED_COMPONENT: 'no-delete',
  IMPORT_MANAGED_SUBCOMPONENT: 'no-delete',
  IMPORT_MANAGED_GROUP: 'no-delete',
  IMPORT_MANAGED_REQUIREDACTION: 'no-delete',
  IMPORT_MANAGED_ROLE: 'no-delete',
};

function variables(options: ConfigJobOptions): EnvVar[] {
  const { url, account, authority, revertChanges, file } = options;
  const java = ['-XX:MaxRAMPercentage=60', '-Duser.home=/tmp'];
  if (authority !== undefined) {
    java.push(`-Djavax.net.ssl.trustStore=${TRUST}`, '-Djavax.net.ssl.trustStoreType=JKS');
  }
  const plain = {
    KEYCLOAK_URL: url,
    ...SETTINGS,
    IMPORT_CACHE_ENABLED: String(!revertChanges),
    JAVA_OPTS: java.join(' '),
  };
  const secret = (name: string, from: { name: string; key: string }): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { ...from } },
  });
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value })),
    secret('KEYCLOAK_CLIENTID', { name: account, key: 'client-id' }),
    secret('KEYCLOAK_CLIENTSECRET', { name: account, key: 'client-secret' }),
    ...file.variables.map(({ name, from }) => secret(name, from)),
  ];
}
