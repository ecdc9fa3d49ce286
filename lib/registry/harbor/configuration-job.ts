import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import { CONFINED, type SecretRef } from '../../index';
import { SECRETS_FOLDER } from './desired-state';
import { podsOf } from './names';
import { RECONCILE_CLIENT } from './reconcile-client';
import { RECONCILE_PROJECTS } from './reconcile-projects';
import { RECONCILE_SYSTEM } from './reconcile-system';

/** Name of the CronJob, and of the ConfigMap with program and state. */
export const CONFIGURATION = 'harbor-configuration';

/** The program that brings Harbor to the state: Python, with nothing but its standard library. */
export const PROGRAM = [RECONCILE_CLIENT, RECONCILE_PROJECTS, RECONCILE_SYSTEM].join('');

/** What runs the program; it has nothing but Python. */
export const PYTHON_IMAGE = 'docker.io/library/python:3.13.7-alpine3.22';

const PROGRAM_FOLDER = '/configuration';

export interface ConfigurationJobOptions {
  /** Five fields of cron. */
  readonly schedule: string;
  /** Address of core within the cluster. */
  readonly url: string;
  readonly adminPassword: SecretRef;
  /** Secret with the authority of Harbor's own certificates, where its parts speak TLS. */
  readonly authority: string | undefined;
  /** Secrets that the state refers to. */
  readonly secrets: readonly SecretRef[];
}

/** The CronJob's spec: one run at a time, no rights in the cluster, no files but those it is given. */
export function configurationJob(options: ConfigurationJobOptions): CronJobSpec {
  const { schedule, url, adminPassword, authority, secrets } = options;
  const path = `${SECRETS_FOLDER}/${adminPassword.name}/${adminPassword.key}`;
  const mounted = mountedSecrets([...secrets, adminPassword], authority);
  return {
    schedule,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 300,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 2,
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: 540,
        template: {
          metadata: { labels: podsOf('configuration') },
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 10000,
              runAsGroup: 10000,
              fsGroup: 10000,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: 'configuration',
                image: PYTHON_IMAGE,
                command: ['python3', '-B', `${PROGRAM_FOLDER}/reconcile.py`],
                env: [
                  { name: 'HARBOR_URL', value: url },
                  { name: 'HARBOR_STATE', value: `${PROGRAM_FOLDER}/state.json` },
                  { name: 'HARBOR_PASSWORD_FILE', value: path },
                  ...(authority === undefined
                    ? []
                    : [{ name: 'HARBOR_CA_FILE', value: `${SECRETS_FOLDER}/${authority}/ca.crt` }]),
                ],
                resources: {
                  requests: { cpu: '10m', memory: '32Mi' },
                  limits: { memory: '128Mi' },
                },
                securityContext: CONFINED,
                volumeMounts: [
                  { name: 'configuration', mountPath: PROGRAM_FOLDER, readOnly: true },
                  ...mounted.map(({ name }, i) => ({
                    name: `secret-${i}`,
                    mountPath: `${SECRETS_FOLDER}/${name}`,
                    readOnly: true,
                  })),
                ],
              },
            ],
            volumes: [
              { name: 'configuration', configMap: { name: CONFIGURATION } },
              ...mounted.map(({ name, keys }, i) => ({
                name: `secret-${i}`,
                // One that is missing stops what needs it, not all the rest.
                secret: {
                  secretName: name,
                  optional: true,
                  items: keys.map((key) => ({ key, path: key })),
                },
              })),
            ],
          },
        },
      },
    },
  };
}

/** Secrets by name, in a fixed order, with no key but those that are read. */
function mountedSecrets(secrets: readonly SecretRef[], authority: string | undefined) {
  const keys = new Map<string, Set<string>>();
  const all = authority === undefined ? secrets : [...secrets, { name: authority, key: 'ca.crt' }];
  for (const { name, key } of all) {
    keys.set(name, (keys.get(name) ?? new Set()).add(key));
  }
  return [...keys].sort().map(([name, set]) => ({ name, keys: [...set].sort() }));
}
