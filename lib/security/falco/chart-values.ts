import type { IConstruct } from 'constructs';
import { ContainerRuntime } from '../../contracts/container-runtime';
import { Metrics } from '../../contracts/metrics';
import { Platform, type Values } from '../../index';
import {
  containerEngines,
  DEFAULT_RULE_ARTIFACTS,
  falcoConfig,
  placement,
  type FalcoSettings,
} from './settings';

/** What the chart is told beside the settings. */
export interface FalcoChartContext {
  /** Rules file, as YAML; empty for none. */
  readonly rules: string;
  /** Address of falcosidekick. */
  readonly sidekick: string;
  /** Whether rules and plugins come from a registry. */
  readonly fetch: boolean;
  /** An image or artifact as the platform pulls it. */
  readonly pulled: (reference: string) => string;
}

/** Name of the platform's rules file; it is read after the default rules. */
const RULES_FILE = 'platform_rules.yaml';

/** Chart values of Falco. */
export function falcoValues(
  scope: IConstruct,
  settings: FalcoSettings,
  { rules, sidekick, fetch, pulled }: FalcoChartContext,
): Values {
  const { driver = 'modern_ebpf', bufferPreset = 4, kubernetesMetadata = false } = settings;
  const metrics = Metrics.find(scope);
  const mirrored = Platform.of(scope)?.imageMirror !== undefined;
  const refs = (settings.ruleArtifacts ?? DEFAULT_RULE_ARTIFACTS).map(pulled);
  return {
    tty: true,
    ...placement(settings),
    podPriorityClassName: settings.priorityClassName ?? 'system-node-critical',
    resources: {
      requests: { cpu: '100m', memory: '512Mi' },
      limits: { cpu: null, memory: '1024Mi' },
    },
    driver: {
      kind: driver,
      modernEbpf: { leastPrivileged: true, bufSizePreset: bufferPreset },
      kmod: { bufSizePreset: bufferPreset },
    },
    collectors: {
      containerEngine: { engines: containerEngines(settings, ContainerRuntime.find(scope)) },
      kubernetes: { enabled: kubernetesMetadata },
    },
    ...(kubernetesMetadata && {
      'k8s-metacollector': { resources: sized('20m', '128Mi', '512Mi') },
    }),
    falcoctl: {
      artifact: {
        install: { enabled: fetch, resources: sized('10m', '64Mi', '256Mi') },
        follow: {
          enabled: fetch && (settings.followArtifacts ?? false),
          resources: sized('10m', '64Mi', '256Mi'),
        },
      },
      config: {
        // References are whole: nothing is looked up by name, and a mirror has no index.
        ...(mirrored && { indexes: [] }),
        artifact: { install: { refs, resolveDeps: false }, follow: { refs } },
      },
    },
    ...(rules !== '' && { customRules: { [RULES_FILE]: rules } }),
    falco: falcoConfig(settings, sidekick),
    metrics: { enabled: metrics !== undefined },
    serviceMonitor: metrics && { create: true, labels: metrics.monitorLabels },
  };
}

const sized = (cpu: string, memory: string, limit: string): Values => ({
  requests: { cpu, memory },
  limits: { memory: limit },
});
