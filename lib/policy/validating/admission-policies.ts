import type { Construct, IConstruct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { Metrics } from '../../contracts/metrics';
import {
  PolicyEnforcement,
  type PolicyEnforcer,
  type PolicyExemption,
} from '../../contracts/policy-enforcement';
import { Component, Platform, type ComponentProps } from '../../index';
import { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '../admission-kinds';
import { LABEL } from '../annotations';
import { SYSTEM_NAMESPACES } from '../cluster-namespaces';
import {
  exemptionProblem,
  exemptionsOf,
  unknownExemption,
  type RecordedExemption,
} from './exemptions';
import { alerts, dashboard } from './monitoring';
import { platformRegistries } from './platform-registries';
import { policyMeta } from './policy-meta';
import { policySpec, validatingProblem } from './policy-spec';
import {
  bindingResources,
  boundGroups,
  REST,
  rolloutProblem,
  type ParameterGroup,
  type RolloutGroup,
} from './rollout';
import { library, selected, type LibrarySelection } from './selection';
import type {
  ClusterFacts,
  Policy,
  PolicyDescription,
  PolicyInfo,
  PolicyOptions,
  PolicyRules,
  PolicyTemplate,
} from './words';

export interface AdmissionPoliciesProps extends ComponentProps {
  /** Level of the Pod Security Standards that Pods are held to. @default 'baseline' */
  readonly level?: 'none' | 'baseline' | 'restricted';
  /** Policies of the library beside that level, and options of all. @default {} */
  readonly library?: LibrarySelection;
  /** Your own policies. @default [] */
  readonly policies?: readonly Policy[];
  /**
   * Where policies deny, warn or audit, unless they say so themselves.
   * @default - they deny, and audit, everywhere
   */
  readonly rollout?: readonly RolloutGroup[];
  /** What policies do not hold for. @default [] */
  readonly exemptions?: readonly PolicyExemption[];
  /**
   * Namespaces of Kubernetes itself, which policies leave alone, each with the reason.
   * @default - kube-system, kube-public and kube-node-lease
   */
  readonly systemNamespaces?: Readonly<Record<string, string>>;
}

interface Registered {
  readonly info: PolicyInfo;
  readonly rollout: readonly ParameterGroup[];
}

/**
 * Policies that the API server itself enforces: the Pod Security Standards, a library of good
 * practice, and your own rules in CEL. No webhook stands in the way of a request, so choose it
 * wherever a rule needs the object and its namespace only; signatures of images and data from
 * elsewhere need an engine such as Kyverno.
 *
 * Parameters are part of the expressions, not ConfigMaps: nobody changes or deletes them beside
 * the policy, and the API server checks them with it. A group of the rollout with other parameters
 * has a policy object of its own.
 *
 * Needs Kubernetes 1.30. Updates that leave the spec of Pods as it is are not looked at, so that
 * what is older than a policy can still be scaled, finalized and deleted.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export class AdmissionPolicies extends Component implements PolicyEnforcer {
  private readonly cluster: ClusterFacts;
  private readonly rollout: readonly RolloutGroup[];
  private readonly systemNamespaces: Readonly<Record<string, string>>;
  private readonly policies = new Map<string, Registered>();
  private readonly exemptions: RecordedExemption[] = [];

  constructor(scope: Construct, id: string, props: AdmissionPoliciesProps = {}) {
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'privileged' });
    const platform = Platform.of(this);
    const registries = (): readonly string[] => platformRegistries(this);
    this.cluster = {
      atLeast: (version) => platform?.atLeast(version) ?? true,
      get registries() {
        return registries();
      },
    };
    if (!this.cluster.atLeast('1.30')) {
      this.fail(
        `Kubernetes '${platform?.kubernetesVersion ?? ''}' has no ValidatingAdmissionPolicy; upgrade to 1.30 or use Kyverno`,
      );
    }
    this.rollout = props.rollout ?? [{ actions: ['Deny', 'Audit'] }];
    this.refuse(rolloutProblem(this.rollout));
    this.systemNamespaces = props.systemNamespaces ?? SYSTEM_NAMESPACES;
    for (const [template, options] of selected(props.library ?? {}, props.level ?? 'baseline')) {
      this.instantiate(template, options, () => undefined);
    }
    for (const policy of props.policies ?? []) this.add(policy);
    for (const exemption of props.exemptions ?? []) this.exempt(this, exemption);
    PolicyEnforcement.provide(this, this);
    Metrics.whenProvided(this, (metrics) => {
      const { namespace } = this;
      metrics.addRules(this, { name: 'admission-policies', namespace, groups: [alerts] });
    });
    Dashboards.whenProvided(this, (d) => d.add(this, dashboard, this.namespace));
    this.check(() => {
      // Components know the library; what of it is in force here, they do not.
      const own = [...this.policies.values()].map(({ info }) => info);
      return unknownExemption(this.exemptions, [...Object.values(library), ...own]);
    });
  }

  /**
   * Adds a policy of your own.
   * @throws DefinitionError if there is one with this id, or an expression is not CEL, names what
   * is not there, or goes beyond the limits of the API
   */
  add(policy: Policy): void {
    this.refuse(validatingProblem(policy, this.cluster));
    this.register(policy, policy.rollout ?? this.rollout, () => policy);
  }

  /**
   * Adds a policy of a template, such as one of your own library.
   * @throws DefinitionError as `add()` does, and for parameters that cannot be
   */
  use<Parameters extends object>(
    template: PolicyTemplate<Parameters>,
    options: PolicyOptions<Parameters> = {},
  ): void {
    this.instantiate(template, options, (rules) =>
      validatingProblem({ ...template, ...rules }, this.cluster),
    );
  }

  exempt(by: IConstruct, exemption: PolicyExemption): void {
    this.refuse(exemptionProblem(exemption));
    this.exemptions.push({ ...exemption, by: by.node.path });
  }

  /** What is in force: policies, where they hold, and what is exempt. Call it when all is defined. */
  describe(): PolicyDescription[] {
    return [...this.policies.values()].map(({ info, rollout }) => ({
      id: info.id,
      title: info.title ?? info.id,
      severity: info.severity ?? 'medium',
      rollout,
      exemptions: this.exemptionsOf(info),
    }));
  }

  /** The library's own expressions are proven by its tests: checking them costs each synthesis. */
  private instantiate<Parameters extends object>(
    template: PolicyTemplate<Parameters>,
    options: PolicyOptions<Parameters>,
    problemOf: (rules: PolicyRules) => string | undefined,
  ): void {
    const merged = (own: object): Parameters => ({
      ...template.defaults,
      ...options.parameters,
      ...own,
    });
    this.check(() => {
      const missing = template.missing?.(merged({}), this.cluster);
      return missing && `policy '${template.id}' ${missing}`;
    });
    this.register(template, options.rollout ?? this.rollout, (own) => {
      const parameters = merged(own);
      this.refuse(template.problem?.(parameters, this.cluster), `policy '${template.id}' `);
      const rules = template.rules(parameters, this.cluster);
      this.refuse(problemOf(rules));
      return rules;
    });
  }

  private register(
    info: PolicyInfo,
    rollout: readonly ParameterGroup[],
    rulesOf: (parameters: object) => PolicyRules,
  ): void {
    const { id } = info;
    if (this.policies.has(id)) this.fail(`there is already a policy '${id}'; name it otherwise`);
    this.refuse(rolloutProblem(rollout), `policy '${id}': `);
    this.policies.set(id, { info, rollout });
    const drawn = new Map<string, PolicyRules>();
    for (const group of boundGroups(rollout)) {
      if (group.actions.length === 0) continue;
      const { name, parameters, paramRef, actions } = group;
      // Other parameters are another policy.
      const policyName = parameters === undefined ? id : `${id}.${name ?? REST}`;
      const rules = drawn.get(policyName) ?? rulesOf(parameters ?? {});
      // What a policy may know of the platform grows until synthesis.
      const late = (): PolicyRules => rulesOf(parameters ?? {});
      if (!drawn.has(policyName)) this.draw(policyName, info, late);
      drawn.set(policyName, rules);
      const matchResources = bindingResources(group, rules.match);
      const spec = {
        ...{ policyName, validationActions: actions },
        ...(paramRef && { paramRef }),
        ...(matchResources && { matchResources }),
      };
      const binding = name === undefined ? id : `${id}.${name}`;
      this.object(ValidatingAdmissionPolicyBinding, binding, { spec }, { labels: LABEL.managed });
    }
  }

  private draw(name: string, info: PolicyInfo, rules: () => PolicyRules): void {
    const exemptions = (): RecordedExemption[] => this.exemptionsOf(info);
    const body = () => ({ spec: policySpec(rules(), exemptions()) });
    this.object(ValidatingAdmissionPolicy, name, body, policyMeta(info, exemptions));
  }

  private exemptionsOf(policy: PolicyInfo): RecordedExemption[] {
    return exemptionsOf(this, policy, this.exemptions, this.systemNamespaces);
  }

  private refuse(problem: string | undefined, where = ''): void {
    if (problem !== undefined) this.fail(where + problem);
  }
}
