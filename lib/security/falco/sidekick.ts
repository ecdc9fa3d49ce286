import type { IConstruct } from 'constructs';
import { BlockStorage } from '../../contracts/block-storage';
import { Logs } from '../../contracts/logs';
import { Metrics } from '../../contracts/metrics';
import { merge, Platform, type Values } from '../../index';
import type { FalcoOutputs } from './output-words';
import { alertmanagerConfig, outputSettings } from './outputs';

/** A page that shows events, with a Redis that keeps them. */
export interface FalcoUiOptions {
  /** Secret with the key `FALCOSIDEKICK_UI_USER`, which holds `user:password`. */
  readonly loginSecret: string;
  /** Full hostname that it is exposed under. @default - `falco` in the platform's domain */
  readonly hostname?: string;
  /** How much Redis may store. @default '2Gi' */
  readonly storageSize?: string;
  /** How long events are kept: `7d`. @default '7d' */
  readonly keep?: string;
}

/** Labels of falcosidekick's own Pods. */
export const SIDEKICK_LABELS = {
  'app.kubernetes.io/name': 'falcosidekick',
  'app.kubernetes.io/component': 'core',
};

/** Chart values of falcosidekick, which sends what Falco finds to everybody else. */
export function sidekickValues(
  scope: IConstruct,
  outputs: FalcoOutputs,
  ui: FalcoUiOptions | undefined,
): Values {
  const available = Platform.of(scope)?.highlyAvailable ?? true;
  const { config, secrets } = outputSettings(outputs);
  const extraEnv = Object.entries(secrets).map(([name, ref]) => ({
    name,
    valueFrom: { secretKeyRef: { name: ref.name, key: ref.key } },
  }));
  return {
    replicaCount: available ? 2 : 1,
    podSecurityContext: { ...USER, runAsNonRoot: true, seccompProfile: SECCOMP },
    securityContext: { ...CONFINED, readOnlyRootFilesystem: true },
    resources: resources('20m', '64Mi', '256Mi'),
    ...(available && { affinity: apart }),
    config: merge(merge(merge(config, alertmanager(scope, outputs)), logs(scope, outputs)), {
      ...(extraEnv.length > 0 && { extraEnv }),
    }),
    webui: ui ? uiValues(scope, ui, available) : { enabled: false },
  };
}

/** The log pipeline, unless another webhook takes its place. */
function logs(scope: IConstruct, { webhook }: FalcoOutputs): Values {
  const pipeline = webhook ? undefined : Logs.find(scope);
  return pipeline ? { webhook: { address: pipeline.eventsUrl('falco') } } : {};
}

/** Where alerts go; `undefined` where nowhere. */
function alertmanagerUrl(scope: IConstruct, outputs: FalcoOutputs): string | undefined {
  if (outputs.alertmanager === false) return undefined;
  return outputs.alertmanager?.url ?? Metrics.find(scope)?.alertmanagerUrl;
}

function alertmanager(scope: IConstruct, outputs: FalcoOutputs): Values {
  const url = alertmanagerUrl(scope, outputs);
  if (url === undefined || outputs.alertmanager === false) return {};
  return alertmanagerConfig(url, outputs.alertmanager?.minimumPriority);
}

function uiValues(scope: IConstruct, ui: FalcoUiOptions, available: boolean): Values {
  const { loginSecret, storageSize = '2Gi', keep = '7d' } = ui;
  return {
    enabled: true,
    replicaCount: available ? 2 : 1,
    // The chart's own user, whose password everybody knows, would win over none.
    user: '',
    existingSecret: loginSecret,
    ttl: keep,
    podSecurityContext: { ...USER, runAsNonRoot: true, seccompProfile: SECCOMP },
    securityContext: { ...CONFINED, readOnlyRootFilesystem: true },
    resources: resources('10m', '64Mi', '256Mi'),
    initContainer: { resources: resources('10m', '16Mi', '64Mi'), securityContext: CONFINED },
    redis: {
      storageEnabled: true,
      storageSize,
      storageClass: BlockStorage.find(scope)?.storageClass,
      resources: resources('50m', '256Mi', '1Gi'),
      securityContext: { allowPrivilegeEscalation: false, seccompProfile: SECCOMP },
    },
  };
}

const USER = { runAsUser: 1234, fsGroup: 1234 };
const SECCOMP = { type: 'RuntimeDefault' };
const CONFINED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** Two copies on one node fall together. */
const apart: Values = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: {
          topologyKey: 'kubernetes.io/hostname',
          labelSelector: { matchLabels: SIDEKICK_LABELS },
        },
      },
    ],
  },
};

const resources = (cpu: string, memory: string, limit: string): Values => ({
  requests: { cpu, memory },
  limits: { memory: limit },
});
