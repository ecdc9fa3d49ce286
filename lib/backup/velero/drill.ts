import type { Construct } from 'constructs';
import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { Container } from 'kubernetes-types/core/v1';
import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import {
  CONFINED,
  allowEgress,
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  CronJob,
  DNS_LABEL,
  KubeObject,
  Role,
  RoleBinding,
  ServiceAccount,
} from '../../index';
import { cronError } from '../cron';
import { drillFiles, drillLabels, type Drill } from './drill-files';
import type { RestoreDrillOptions } from './drill-words';

const KUBECTL = 'registry.k8s.io/kubectl:v1.36.2';
const FOLDER = '/drill';

/** What a drill cannot do, as a sentence. */
export function drillError(
  { name, namespace, into = `drill-${name}`, schedule, timeoutMinutes = 60 }: RestoreDrillOptions,
  taken: ReadonlySet<string>,
): string | undefined {
  if (taken.has(name)) return `there is already a restore drill '${name}'; name it otherwise`;
  if (!/^[a-z0-9]([-a-z0-9]{0,36}[a-z0-9])?$/.test(name)) {
    return `'${name}' is no name of a restore drill: at most 38 of \`a-z0-9-\`; shorten it`;
  }
  const odd = [namespace, into].find((text) => !DNS_LABEL.test(text));
  if (odd !== undefined) {
    return `'${odd}' is no namespace for restore drill '${name}'; use a DNS label`;
  }
  if (into === namespace) {
    return `restore drill '${name}' would restore over '${namespace}' and then delete it; restore \`into\` another namespace`;
  }
  if (!(Number.isInteger(timeoutMinutes) && timeoutMinutes >= 1)) {
    return `restore drill '${name}' waits for '${timeoutMinutes}' minutes; give 1 or more`;
  }
  return schedule === undefined ? undefined : cronError(`restore drill '${name}'`, schedule);
}

/**
 * Draws a drill: the objects that it applies (in a ConfigMap, to be read), the account under which
 * it does, and the CronJob. Each step is a container, as kubectl's image has no shell; the
 * namespace stays when one fails.
 */
export function drawDrill(scope: Construct, velero: string, options: RestoreDrillOptions): void {
  const name = `restore-drill-${options.name}`;
  const drill: Drill = { ...options, name, into: options.into ?? `drill-${options.name}`, velero };
  const here = { name, namespace: velero };
  const subjects = [{ kind: 'ServiceAccount', name, namespace: velero }];
  const apiGroup = 'rbac.authorization.k8s.io';
  new KubeObject(scope, `ServiceAccount-${name}`, ServiceAccount, { ...here, body: {} });
  new KubeObject(scope, `Role-${name}`, Role, { ...here, body: { rules: VELERO_RULES } });
  new KubeObject(scope, `RoleBinding-${name}`, RoleBinding, {
    ...here,
    body: { roleRef: { apiGroup, kind: 'Role', name }, subjects },
  });
  new KubeObject(scope, `ClusterRole-${name}`, ClusterRole, {
    name,
    body: { rules: clusterRules(drill.into) },
  });
  new KubeObject(scope, `ClusterRoleBinding-${name}`, ClusterRoleBinding, {
    name,
    body: { roleRef: { apiGroup, kind: 'ClusterRole', name }, subjects },
  });
  new KubeObject(scope, `ConfigMap-${name}`, ConfigMap, {
    ...here,
    body: { data: drillFiles(drill) },
  });
  if (drill.check) {
    const rules = [{ with: { namespace: drill.into } }];
    allowEgress(scope, { ...here, pods: drillLabels(name), rules });
  }
  new KubeObject(scope, `CronJob-${name}`, CronJob, { ...here, body: { spec: cronJob(drill) } });
}

const VELERO_RULES: PolicyRule[] = [
  {
    apiGroups: ['velero.io'],
    resources: ['restores'],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'],
  },
];

const clusterRules = (into: string): PolicyRule[] => [
  { apiGroups: [''], resources: ['namespaces'], verbs: ['create'] },
  {
    apiGroups: [''],
    resources: ['namespaces'],
    resourceNames: [into],
    verbs: ['delete', 'get', 'list', 'patch', 'watch'],
  },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['create'] },
  {
    apiGroups: ['networking.k8s.io'],
    resources: ['networkpolicies'],
    resourceNames: ['drill'],
    verbs: ['get', 'patch'],
  },
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
];

function cronJob(drill: Drill): CronJobSpec {
  const { name, into, velero, schedule = '0 10 1 * *', timeoutMinutes = 60 } = drill;
  const clear = ['delete', 'namespace', into, '--ignore-not-found', '--timeout=15m'];
  const ready = ['wait', 'pods', '--all', `--namespace=${into}`, '--for=condition=Ready'];
  const timeout = `--timeout=${timeoutMinutes}m`;
  return {
    schedule,
    concurrencyPolicy: 'Forbid',
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        activeDeadlineSeconds: (2 * timeoutMinutes + 45) * 60,
        template: {
          metadata: { labels: drillLabels(name) },
          spec: {
            serviceAccountName: name,
            restartPolicy: 'Never',
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 65534,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            initContainers: [
              kubectl('forget', [
                'delete',
                'restores.velero.io',
                name,
                `--namespace=${velero}`,
                '--ignore-not-found',
              ]),
              kubectl('clear', clear),
              {
                ...kubectl('restore', ['apply', `--filename=${FOLDER}`]),
                volumeMounts: [{ name: 'drill', mountPath: FOLDER }],
              },
              kubectl('wait', [
                'wait',
                `restores.velero.io/${name}`,
                `--namespace=${velero}`,
                '--for=jsonpath={.status.phase}=Completed',
                timeout,
              ]),
              drill.check
                ? step('check', drill.check.image, drill.check.command, into)
                : kubectl('check', [...ready, timeout]),
            ],
            containers: [kubectl('clear-up', clear)],
            volumes: [{ name: 'drill', configMap: { name } }],
          },
        },
      },
    },
  };
}

const kubectl = (name: string, args: readonly string[]): Container =>
  step(name, KUBECTL, ['kubectl', ...args]);

const step = (
  name: string,
  image: string,
  command: readonly string[],
  namespace?: string,
): Container => ({
  name,
  image,
  command: [...command],
  ...(namespace !== undefined && { env: [{ name: 'NAMESPACE', value: namespace }] }),
  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  securityContext: CONFINED,
});
