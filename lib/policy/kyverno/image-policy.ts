import { celProblem } from '../cel-check';
import { celLiteral } from '../cel-literal';
import { matchResources } from '../match';
import type {
  ImageValidatingPolicySpec,
  ImageValidatingPolicySpecAttestors,
  ImageValidatingPolicySpecAttestorsCosignCtlog,
} from './kinds';
import type { ImageAttestor, ImagePolicy } from './words';

/** Images of Pods and of what templates them; the list is never absent. */
const IMAGES = '(images.containers + images.initContainers + images.ephemeralContainers)';
const PODS = { rules: [{ apiVersion: 'v1', resources: ['pods', 'pods/ephemeralcontainers'] }] };
/** Kyverno brings its own CEL: the version of Kubernetes does not matter. */
const always = (): boolean => true;
const IDENTIFIER = /^[a-zA-Z_]\w*$/;

/** The policy as Kyverno has it; `images` are what it is about. */
export function imagePolicySpec(
  policy: ImagePolicy,
  images: readonly string[],
  namespace: string,
): ImageValidatingPolicySpec {
  const { attestors, attestations = [], pullSecrets = [], timeoutSeconds = 15 } = policy;
  const { namespaces, excludedNamespaces = [] } = policy;
  const match = { ...PODS, ...(namespaces && { namespaces }) };
  return {
    validationActions: policy.actions ?? ['Deny'],
    failurePolicy: policy.failurePolicy ?? 'Fail',
    webhookConfiguration: { timeoutSeconds },
    matchConstraints: matchResources(match, excludedNamespaces),
    matchImageReferences: images.map((glob) => ({ glob })),
    attestors: attestors.map((attestor) => attestorSpec(attestor, policy, namespace)),
    ...(attestations.length > 0 && {
      attestations: attestations.map(({ name, type }) => ({ name, intoto: { type } })),
    }),
    ...(pullSecrets.length > 0 && { credentials: { secrets: pullSecrets } }),
    validationConfigurations: {
      mutateDigest: policy.mutateDigest ?? true,
      verifyDigest: policy.mutateDigest ?? true,
      required: true,
    },
    validations: [...signatures(policy), ...statements(policy)],
  };
}

/** What is wrong with a policy, if anything. */
export function imagePolicyProblem(policy: ImagePolicy): string | undefined {
  const { images, attestors, attestations = [], actions, timeoutSeconds = 15 } = policy;
  if (images?.length === 0) return 'is about no images; name some, such as `harbor.example.com/*`';
  if (attestors.length === 0) return 'has no attestors; say who signs';
  const names = [...attestors, ...attestations].map(({ name }) => name);
  const bad = names.find((name) => !IDENTIFIER.test(name));
  if (bad !== undefined)
    return `names '${bad}', which is no CEL identifier such as \`ci\`; rename it`;
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return `names '${twice}' twice; rename one`;
  for (const attestor of attestors) {
    if ('publicKey' in attestor && !/^-----BEGIN PUBLIC KEY-----\n/.test(attestor.publicKey)) {
      return `attestor '${attestor.name}' has no public key in PEM; give it from \`-----BEGIN PUBLIC KEY-----\` on`;
    }
    if ('issuer' in attestor && !attestor.issuer.startsWith('https://')) {
      return `attestor '${attestor.name}' has the issuer '${attestor.issuer}'; give its https address`;
    }
  }
  if (actions?.length === 0 || (actions?.includes('Deny') && actions.includes('Warn'))) {
    return `has the actions '${actions.join(', ')}'; take Deny or Warn, with or without Audit`;
  }
  if (timeoutSeconds < 1 || timeoutSeconds > 30) {
    return `waits '${timeoutSeconds}' seconds; the API server allows 1 to 30`;
  }
  for (const { name, check } of attestations) {
    if (check === undefined) continue;
    const scope = { roots: ['payload'], variables: undefined, builds: false, atLeast: always };
    const problem = celProblem(check, scope);
    if (problem !== undefined) return `check of attestation '${name}' ${problem}`;
  }
  return undefined;
}

function attestorSpec(
  attestor: ImageAttestor,
  { transparencyLog }: ImagePolicy,
  namespace: string,
): ImageValidatingPolicySpecAttestors {
  const { name } = attestor;
  const ctlog = logSpec(transparencyLog ?? ('issuer' in attestor ? 'public' : 'none'));
  if ('publicKey' in attestor) {
    return { name, cosign: { key: { data: attestor.publicKey }, ctlog } };
  }
  if ('keySecret' in attestor) {
    return { name, cosign: { key: { kms: `k8s://${namespace}/${attestor.keySecret}` }, ctlog } };
  }
  const { issuer, subject, subjectPattern } = attestor;
  const identity = { issuer, ...(subjectPattern ? { subjectRegExp: subject } : { subject }) };
  return { name, cosign: { keyless: { identities: [identity] }, ctlog } };
}

function logSpec(
  log: NonNullable<ImagePolicy['transparencyLog']>,
): ImageValidatingPolicySpecAttestorsCosignCtlog {
  if (log === 'public') return { url: 'https://rekor.sigstore.dev' };
  if (log === 'none') return { insecureIgnoreTlog: true, insecureIgnoreSCT: true };
  return { url: log.url, rekorPubKey: log.publicKey };
}

/** One expression for each group of attestors of which one must have signed. */
function signatures({ attestors, allAttestors }: ImagePolicy) {
  const groups = allAttestors ? attestors.map((a) => [a]) : [attestors];
  return groups.map((group) => {
    const names = group.map(({ name }) => name);
    return {
      expression: `${IMAGES}.all(image, verifyImageSignatures(image, ${references(names)}) > 0)`,
      message: `Every image must be signed by ${names.join(' or ')}.`,
    };
  });
}

function statements({ attestors, attestations = [] }: ImagePolicy) {
  const by = references(attestors.map(({ name }) => name));
  return attestations.flatMap(({ name, type, check }) => [
    {
      expression: `${IMAGES}.all(image, verifyAttestationSignatures(image, attestations.${name}, ${by}) > 0)`,
      message: `Every image must have a signed statement of type ${type}.`,
    },
    ...(check === undefined
      ? []
      : [
          {
            expression: `${IMAGES}.all(image, [extractPayload(image, attestations.${name})].all(payload, ${check}))`,
            message: `The statement of type ${type} must fulfil ${celLiteral(check)}.`,
          },
        ]),
  ]);
}

const references = (names: readonly string[]): string =>
  `[${names.map((name) => `attestors.${name}`).join(', ')}]`;
