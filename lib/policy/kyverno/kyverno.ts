import type { Construct } from 'constructs';
import { Dashboards } from '../../contracts/dashboards';
import { ImageRegistry } from '../../contracts/image-registry';
import { Metrics } from '../../contracts/metrics';
import {
  Component,
  DNS_LABEL,
  type ChartPin,
  type ComponentProps,
  type HelmRelease,
  type ImageKeys,
  type Kind,
} from '../../index';
import { ANNOTATION, LABEL } from '../annotations';
import { celLiteral } from '../cel-literal';
import { generatePolicyProblem, generatePolicySpec, generateRights } from './generate-policy';
import { imagePolicyProblem, imagePolicySpec } from './image-policy';
import { IMAGES } from './images';
import {
  brings,
  GeneratingPolicy,
  ImageValidatingPolicy,
  MutatingPolicy,
  PolicyException,
} from './kinds';
import { alerts, dashboard } from './monitoring';
import { mutatePolicyProblem, mutatePolicySpec } from './mutate-policy';
import { RegistryAccess, type RegistryAccessOptions } from './registry-access';
import { kyvernoValues, type KyvernoValuesOptions } from './values';
import type { GeneratePolicy, ImagePolicy, MutatePolicy, PolicyExceptionOptions } from './words';

export interface KyvernoProps extends ComponentProps, KyvernoValuesOptions, RegistryAccessOptions {
  /** Images that must be signed, from the start. @default [] */
  readonly imagePolicies?: readonly ImagePolicy[];
  /** What namespaces get, from the start. @default [] */
  readonly generatePolicies?: readonly GeneratePolicy[];
}

/**
 * Does at admission what policies of the API server cannot: verifies signatures of images, gives
 * new namespaces what they need, and changes objects where the API server does not (before 1.36).
 * What only accepts or refuses is better left to `AdmissionPolicies`: they need no Pods.
 *
 * Its webhooks are made at run time: remove the release with its clean-up job, or they stay and
 * block. Before the next major version: `ClusterPolicy` gives way to the kinds that are used here.
 *
 * @see https://kyverno.io/docs
 */
export class Kyverno extends Component {
  static readonly chart: ChartPin = {
    repository: 'https://kyverno.github.io/kyverno',
    name: 'kyverno',
    version: '3.9.0',
    kubeVersion: '>=1.25.0-0',
    images: IMAGES,
  };
  static readonly images: ImageKeys = {
    'admissionController.initContainer.image.defaultRegistry': 'reg.kyverno.io',
    'admissionController.container.image.defaultRegistry': 'reg.kyverno.io',
    'backgroundController.image.defaultRegistry': 'reg.kyverno.io',
    'cleanupController.image.defaultRegistry': 'reg.kyverno.io',
    'reportsController.image.defaultRegistry': 'reg.kyverno.io',
    'crds.migration.image.defaultRegistry': 'reg.kyverno.io',
    'webhooksCleanup.image.registry': 'ghcr.io',
    'test.image.registry': 'ghcr.io',
  };

  readonly release: HelmRelease;
  private readonly access: RegistryAccess;
  /** Kinds of the policies, by name. */
  private readonly policies = new Map<string, string>();
  private readonly generating: GeneratePolicy[] = [];
  private exceptions = 0;

  constructor(scope: Construct, id: string, props: KyvernoProps = {}) {
    super(scope, id, props, { namespace: 'kyverno', podSecurity: 'restricted' });
    this.isolate({
      ingress: [{ with: 'api-server', ports: [9443] }],
      egress: [{ with: 'api-server' }],
    });
    if (props.caCertificates?.includes('-----BEGIN CERTIFICATE-----') === false) {
      this.fail(
        `has '${props.caCertificates}' as caCertificates, which is no certificate; give PEM text`,
      );
    }
    this.access = new RegistryAccess(this, props);
    const values = () =>
      kyvernoValues(this, props, {
        namespace: this.namespace,
        exceptions: this.exceptions > 0,
        rights: generateRights(this.generating),
        trust: this.access.trust,
        pullSecrets: this.access.pullSecrets,
      });
    const ours = brings.filter((kind) => props.reportCrds !== false || !REPORTS.test(kind));
    this.release = this.install(Kyverno.chart, values, { brings: ours, images: Kyverno.images });
    for (const policy of props.imagePolicies ?? []) this.addImagePolicy(policy);
    for (const policy of props.generatePolicies ?? []) this.addGeneratePolicy(policy);
    Metrics.whenProvided(this, (metrics) => {
      const { namespace } = this;
      metrics.reach(this, { namespace, ports: [8000] });
      metrics.addRules(this, { name: 'kyverno', namespace, groups: [alerts(namespace)] });
    });
    Dashboards.whenProvided(this, (viewer) => {
      viewer.add(this, dashboard(this.namespace), this.namespace);
    });
  }

  /**
   * Lets images run only if they are signed.
   * @throws DefinitionError if there is such a policy, or it could never hold
   */
  addImagePolicy(policy: ImagePolicy): void {
    const { name, images } = policy;
    this.define(name, 'ImageValidatingPolicy', imagePolicyProblem(policy));
    if (!images)
      ImageRegistry.require(this, `whose images policy '${name}' is about; or pass its \`images\``);
    const description = `Images ${images?.join(', ') ?? "of the platform's registry"} run only with a signature.`;
    this.draw(ImageValidatingPolicy, name, description, () => ({
      spec: imagePolicySpec(policy, images ?? this.access.all, this.namespace),
    }));
    this.access.open();
  }

  /**
   * Gives namespaces objects by themselves.
   * @throws DefinitionError if there is such a policy, or an object is not one
   */
  addGeneratePolicy(policy: GeneratePolicy): void {
    this.define(policy.name, 'GeneratingPolicy', generatePolicyProblem(policy));
    this.generating.push(policy);
    this.draw(GeneratingPolicy, policy.name, policy.description, {
      spec: generatePolicySpec(policy),
    });
  }

  /**
   * Changes objects at admission.
   * @throws DefinitionError if there is such a policy, or its expressions are not CEL
   */
  addMutatePolicy(policy: MutatePolicy): void {
    this.define(policy.name, 'MutatingPolicy', mutatePolicyProblem(policy));
    this.draw(MutatingPolicy, policy.name, policy.description, { spec: mutatePolicySpec(policy) });
  }

  /**
   * Lets something pass.
   * @throws DefinitionError without a reason, or for an end that is no time
   */
  addException(options: PolicyExceptionOptions): void {
    const { name, policies, namespaces, images, reason, expiresAt } = options;
    if (policies.length === 0) this.fail(`exception '${name}' is from no policy; name one`);
    if (reason.trim() === '') this.fail(`exception '${name}' has no reason; write a sentence`);
    if (expiresAt !== undefined && Number.isNaN(Date.parse(expiresAt))) {
      this.fail(
        `exception '${name}' ends at '${expiresAt}', which is no time; write \`2027-01-31T00:00:00Z\``,
      );
    }
    this.exceptions += 1;
    this.check(() => {
      const lost = policies.find((policy) => !this.policies.has(policy));
      return lost === undefined
        ? undefined
        : `exception '${name}' is from the policy '${lost}', which is not there; add it, or correct the name`;
    });
    const body = () => ({
      spec: {
        policyRefs: policies.map((policy) => ({
          name: policy,
          kind: this.policies.get(policy) ?? '',
        })),
        ...(namespaces && {
          matchConditions: [
            {
              name: 'namespaces',
              expression: `object.metadata.?namespace.orValue('') in ${celLiteral(namespaces)}`,
            },
          ],
        }),
        ...(images && { images }),
        ...(expiresAt !== undefined && { expiresAt }),
      },
    });
    const annotations = { [ANNOTATION.description]: reason };
    this.object(PolicyException, name, body, { annotations, labels: LABEL.managed });
  }

  private define(name: string, kind: string, problem?: string): void {
    if (problem !== undefined) this.fail(`policy '${name}' ${problem}`);
    if (!DNS_LABEL.test(name)) {
      this.fail(`policy name '${name}' is not a DNS label such as \`signed-images\``);
    }
    if (this.policies.has(name)) this.fail(`there is already a policy '${name}'; rename one`);
    this.policies.set(name, kind);
  }

  private draw<Body extends object>(
    kind: Kind<Body>,
    name: string,
    description: string,
    body: Body | (() => Body),
  ): void {
    const annotations = { [ANNOTATION.description]: description };
    this.object(kind, name, body, { annotations, labels: LABEL.managed });
  }
}

const REPORTS = /\.wgpolicyk8s\.io$/;
