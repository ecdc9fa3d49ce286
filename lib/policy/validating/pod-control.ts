import { POD_CONDITIONS, POD_RULES, POD_VARIABLES } from '../pod-templates';
import type { MatchRule } from '../match';
import type { ClusterFacts, PolicyTemplate } from './words';

/**
 * What must not be, as CEL that is true for an offender. All of a control's parts are looked at,
 * and its message names every offender.
 */
export interface Offences {
  /** About `variables.podSpec`. */
  readonly pod?: string;
  /** About the container `c`. */
  readonly container?: string;
  /** About the volume `v`. */
  readonly volume?: string;
  /** About a security context, whose CEL is given: the Pod's, and that of each container. */
  readonly context?: (context: string) => string;
  /** CEL for a list of strings: offenders of other sorts. */
  readonly others?: string;
  /** What they must do or not do: `must not be privileged`. */
  readonly rule: string;
  /** CEL that is true for Pods that the control is not about. @default - none */
  readonly unless?: string;
  /** Which containers `container` is about. @default 'allContainers' */
  readonly containers?: 'containers' | 'allContainers';
  /** Variables of its own, which may use the shared ones. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default - Pods and all that templates them */
  readonly match?: readonly MatchRule[];
}

/** A policy about Pods: what it forbids, in the place of whole rules. */
export type PodControl<Parameters extends object> = Omit<
  PolicyTemplate<Parameters>,
  'rules' | 'group'
> & {
  readonly offences: (parameters: Parameters, cluster: ClusterFacts) => Offences;
};

/** Makes a policy about Pods, wherever they are defined. */
export function podControl<Parameters extends object>(
  control: PodControl<Parameters>,
): PolicyTemplate<Parameters> {
  const { offences, ...info } = control;
  return {
    ...info,
    ...(info.level && { group: `pod-security-${info.level}`, platformNamespaces: 'by-level' }),
    rules: (parameters, cluster) => {
      const found = offences(parameters, cluster);
      const list = offenders(found);
      return {
        match: { rules: found.match ?? POD_RULES },
        matchConditions: POD_CONDITIONS,
        variables: {
          ...POD_VARIABLES,
          ...found.variables,
          offenders: found.unless === undefined ? list : `${found.unless} ? [] :\n${list}`,
        },
        validations: [
          {
            expression: 'size(variables.offenders) == 0',
            message: `${info.title}: ${found.rule}`,
            messageExpression: `variables.offenders.join(', ') + ${quoted(` ${found.rule}`)}`,
            reason: 'Forbidden',
          },
        ],
      };
    },
  };
}

function offenders({ pod, context, container, volume, others, containers }: Offences): string {
  const ofPod = [pod, context?.('variables.podSpec.?securityContext')].filter(
    (c) => c !== undefined,
  );
  const ofContainer = [container, context?.('c.?securityContext')].filter((c) => c !== undefined);
  const all = containers ?? 'allContainers';
  return [
    ...ofPod.map((c) => `(${c} ? ['the pod'] : [])`),
    ...ofContainer.map((c) => named(all, 'c', 'container', c)),
    ...(volume === undefined ? [] : [named('volumes', 'v', 'volume', volume)]),
    ...(others === undefined ? [] : [others]),
  ].join(' +\n');
}

const named = (list: string, item: string, what: string, condition: string): string =>
  `variables.${list}.filter(${item},\n  ${condition}\n).map(${item}, '${what} "' + ${item}.name + '"')`;

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
