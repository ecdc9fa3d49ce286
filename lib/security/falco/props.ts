import type { ComponentProps } from '../../index';
import type { FalcoOutputs } from './output-words';
import { addressError } from './outputs';
import type { RulePack } from './rule-pack';
import type { KnownRules } from './rule-words';
import type { FalcoSettings } from './settings';
import type { FalcoUiOptions } from './sidekick';

export interface FalcoProps extends ComponentProps, FalcoSettings {
  /**
   * What runs Falco: its chart, or its operator, which delivers rules as objects of the cluster.
   * `kubernetesMetadata` needs the chart.
   * @default 'chart'
   */
  readonly delivery?: 'chart' | 'operator';
  /** Where findings go. @default - Alertmanager alone, where there is one */
  readonly outputs?: FalcoOutputs;
  /** A page of findings with a login of its own. @default - none */
  readonly ui?: FalcoUiOptions;
  /** Names that further rules files define (`ruleArtifacts`). @default - the default rules' */
  readonly assumes?: KnownRules;
  /** Ready rules, such as `interactiveAccess(['harbor'])`. @default [] */
  readonly rulePacks?: readonly RulePack[];
}

/** What is wrong with the props, if anything. */
export function propsError(props: FalcoProps): string | undefined {
  const { outputs = {}, delivery, kubernetesMetadata, artifacts, driver, bufferPreset } = props;
  if (bufferPreset !== undefined && !/^([1-9]|10)$/.test(String(bufferPreset))) {
    return `buffer preset '${bufferPreset}' is not a number from 1 to 10; take one of them`;
  }
  if (delivery === 'operator' && (kubernetesMetadata || driver === 'auto')) {
    const what = kubernetesMetadata ? '`kubernetesMetadata`' : "driver 'auto'";
    return `${what} cannot be had from the operator; use \`delivery: 'chart'\``;
  }
  if (artifacts === 'image' && (kubernetesMetadata || delivery === 'operator')) {
    const what = delivery === 'operator' ? 'the operator' : '`kubernetesMetadata`';
    return `${what} needs artifacts that the image does not have; use \`artifacts: 'registry'\``;
  }
  return addressError(outputs);
}

/** Whether rules and plugins come from a registry at each start. */
export function fetches(props: FalcoProps, mirrored: boolean): boolean {
  const { artifacts, kubernetesMetadata, delivery } = props;
  if (artifacts !== undefined) return artifacts === 'registry';
  return !mirrored || kubernetesMetadata === true || delivery === 'operator';
}
