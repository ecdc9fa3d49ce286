import type { NodeRuntime } from '../../contracts/container-runtime';
import { type Values } from '../../index';
import type { ConfigSpec, FalcoSpec, PluginSpec, RulesfileSpec } from './kinds';
import type { RuleItem } from './rule-set';
import {
  containerEngines,
  DEFAULT_RULE_ARTIFACTS,
  falcoConfig,
  placement,
  type FalcoSettings,
} from './settings';

/** Image of Falco, which the operator would name itself. */
const FALCO_IMAGE = 'docker.io/falcosecurity/falco:0.44.1';

/** Image of what fetches rules and plugins beside Falco; the operator would name it itself. */
const ARTIFACT_OPERATOR_IMAGE = 'docker.io/falcosecurity/artifact-operator:0.4.1';

/** Chart values of Falco's operator. It elects no leader: a second copy would work against it. */
export const operatorValues = (): Values => ({
  resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: null, memory: '256Mi' } },
});

/** The DaemonSet, as a change of what the operator makes by itself. */
export function falcoSpec(settings: FalcoSettings): FalcoSpec {
  const limits = { memory: '1024Mi' };
  return {
    type: 'DaemonSet',
    podTemplateSpec: {
      spec: {
        ...placement(settings),
        priorityClassName: settings.priorityClassName ?? 'system-node-critical',
        initContainers: [{ name: 'artifact-operator', image: ARTIFACT_OPERATOR_IMAGE }],
        containers: [
          {
            name: 'falco',
            image: FALCO_IMAGE,
            tty: true,
            resources: { requests: { cpu: '100m', memory: '512Mi' }, limits },
          },
        ],
      },
    },
  };
}

/** What is different from the operator's `falco.yaml`. */
export function configSpec(settings: FalcoSettings, sidekick: string): ConfigSpec {
  const { driver = 'modern_ebpf', bufferPreset = 4 } = settings;
  return {
    priority: 60,
    config: {
      ...falcoConfig(settings, sidekick),
      engine: {
        kind: driver === 'auto' ? 'modern_ebpf' : driver,
        [driver === 'kmod' ? 'kmod' : 'modern_ebpf']: { buf_size_preset: bufferPreset },
      },
    },
  };
}

/** The plugin that names containers. */
export const containerPluginSpec = (
  settings: FalcoSettings,
  runtime: NodeRuntime | undefined,
  plugin: string,
): PluginSpec => ({
  ociArtifact: artifact(plugin),
  config: { initConfig: { label_max_len: 100, engines: containerEngines(settings, runtime) } },
});

/** Rules files from a registry, by object name, in order. */
export function artifactSpecs(
  { ruleArtifacts = DEFAULT_RULE_ARTIFACTS }: FalcoSettings,
  pulled: (reference: string) => string,
): readonly (readonly [string, RulesfileSpec])[] {
  return ruleArtifacts.map((ref, i) => {
    const name = /([^/:@]+)(?:[:@][^/]*)?$/.exec(ref)?.[1] ?? `rules-${i + 1}`;
    return [name, { priority: Math.min(40 + i, 59), ociArtifact: artifact(pulled(ref)) }] as const;
  });
}

/** The platform's rules, after those of the registry. */
export const rulesSpec = (items: readonly RuleItem[]): RulesfileSpec => ({
  priority: 60,
  inlineRules: items,
});

/** `ghcr.io/a/b:1` in the operator's words. */
function artifact(reference: string) {
  const [, registry = '', repository = '', tag = 'latest'] =
    /^([^/]+)\/(.+?)(?:[:@]([^/]+))?$/.exec(reference) ?? [];
  return { registry: { name: registry }, image: { repository, tag } };
}
