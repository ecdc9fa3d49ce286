import type { Construct } from 'constructs';
import { Component, Platform, type ComponentProps } from '../../index';
import { MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding } from '../admission-kinds';
import { ANNOTATION, LABEL } from '../annotations';
import { platformNamespaces, SYSTEM_NAMESPACES } from '../cluster-namespaces';
import { mutations } from './library/index';
import { mutatingProblem, mutationSpec } from './mutation-spec';
import type { MutatingPolicy, MutationTemplate } from './words';

/** Parameters of a policy of the library. */
export type MutationParametersOf<Id extends keyof typeof mutations> =
  (typeof mutations)[Id] extends MutationTemplate<infer Parameters> ? Parameters : never;

/** Which policies of the library are used; parameters in the place of `true` where there are some. */
export type MutationSelection = {
  readonly [Id in keyof typeof mutations]?: boolean | Partial<MutationParametersOf<Id>>;
};

export interface MutatingPoliciesProps extends ComponentProps {
  /**
   * Policies of the library.
   * @default - the seccomp profile, no privilege escalation, and no token of the default ServiceAccount
   */
  readonly library?: MutationSelection;
  /** Your own policies. @default [] */
  readonly policies?: readonly MutatingPolicy[];
  /**
   * Whether to draw the beta version, on Kubernetes 1.34 and 1.35. Their API servers serve it with
   * `--feature-gates=MutatingAdmissionPolicy=true` and
   * `--runtime-config=admissionregistration.k8s.io/v1beta1=true`.
   * @default false
   */
  readonly beta?: boolean;
}

/**
 * Defaults that the API server itself fills in, so that workloads pass the stricter policies
 * without saying what all of them say. Namespaces of Kubernetes and of the platform's components
 * are left as they are. In Argo CD, compare with server-side diff.
 *
 * Needs Kubernetes 1.36; before, nothing is drawn unless `beta` says so.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
 */
export class MutatingPolicies extends Component {
  private readonly ids = new Set<string>();
  private readonly version: 'v1' | 'v1beta1' | undefined;

  constructor(scope: Construct, id: string, props: MutatingPoliciesProps = {}) {
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'privileged' });
    this.version = this.servedVersion(props.beta ?? false);
    const selection = { ...DEFAULTS, ...props.library };
    for (const [key, template] of Object.entries<MutationTemplate>(mutations)) {
      const choice: boolean | object = selection[key as keyof typeof mutations] ?? false;
      if (choice !== false) this.draw(this.instantiate(template, choice === true ? {} : choice));
    }
    for (const policy of props.policies ?? []) this.add(policy);
  }

  /**
   * Adds a policy of your own.
   * @throws DefinitionError if there is one with this id, or an expression is not CEL, names what
   * is not there, or goes beyond the limits of the API
   */
  add(policy: MutatingPolicy): void {
    const problem = mutatingProblem(policy, (version) => this.atLeast(version));
    if (problem !== undefined) this.fail(problem);
    this.draw(policy);
  }

  /**
   * Adds a policy of a template, such as one of your own library.
   * @throws DefinitionError as `add()` does, and for parameters that cannot be
   */
  use<Parameters extends object>(
    template: MutationTemplate<Parameters>,
    parameters: Partial<Parameters> = {},
  ): void {
    this.add(this.instantiate(template, parameters));
  }

  private instantiate<Parameters extends object>(
    template: MutationTemplate<Parameters>,
    parameters: Partial<Parameters>,
  ): MutatingPolicy {
    const { id, title, description } = template;
    const all = { ...template.defaults, ...parameters };
    const problem = template.problem?.(all);
    if (problem !== undefined) this.fail(`policy '${id}' ${problem}`);
    return { id, title, description, ...template.rules(all) };
  }

  private draw(policy: MutatingPolicy): void {
    const { id, title = id, description, paramRef } = policy;
    if (this.ids.has(id)) this.fail(`there is already a policy '${id}'; name it otherwise`);
    this.ids.add(id);
    if (this.version === undefined) return;
    const apiVersion = `admissionregistration.k8s.io/${this.version}`;
    const labels = LABEL.managed;
    this.object(
      { ...MutatingAdmissionPolicy, apiVersion },
      id,
      () => ({ spec: mutationSpec(policy, this.leftAlone()) }),
      { labels, annotations: { [ANNOTATION.title]: title, [ANNOTATION.description]: description } },
    );
    const spec = { policyName: id, ...(paramRef && { paramRef }) };
    this.object({ ...MutatingAdmissionPolicyBinding, apiVersion }, id, { spec }, { labels });
  }

  private leftAlone(): string[] {
    const platform = platformNamespaces(this).map(({ name }) => name);
    return [...Object.keys(SYSTEM_NAMESPACES), ...platform];
  }

  private servedVersion(beta: boolean): 'v1' | 'v1beta1' | undefined {
    if (this.atLeast('1.36')) return 'v1';
    const version = Platform.of(this)?.kubernetesVersion ?? '';
    if (beta && !this.atLeast('1.34')) {
      this.fail(`Kubernetes '${version}' has no beta of MutatingAdmissionPolicy; upgrade to 1.34`);
    }
    if (beta) return 'v1beta1';
    this.warn(
      `nothing is drawn: Kubernetes '${version}' serves MutatingAdmissionPolicy only as a beta that is off; set \`beta\` where its API servers have it on, or upgrade to 1.36`,
    );
    return undefined;
  }

  private atLeast(version: string): boolean {
    return Platform.of(this)?.atLeast(version) ?? true;
  }
}

const DEFAULTS: MutationSelection = {
  'default-privilege-escalation': true,
  'default-seccomp-profile': true,
  'default-service-account-token': true,
};
