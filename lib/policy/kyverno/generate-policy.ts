import { stringify } from 'yaml';
import { celLiteral } from '../cel-literal';
import { matchResources } from '../match';
import type { GeneratingPolicySpec } from './kinds';
import type { ClonedObject, GeneratedObject, GeneratePolicy } from './words';

const NEW_NAMESPACES = [
  { apiVersion: 'v1', resources: ['namespaces'], operations: ['CREATE', 'UPDATE'] as const },
];

/** The policy as Kyverno has it. */
export function generatePolicySpec(policy: GeneratePolicy): GeneratingPolicySpec {
  const { namespaces, excludedNamespaces = [], objects } = policy;
  const clones = objects.filter(isClone);
  const match = { rules: NEW_NAMESPACES, ...(namespaces && { namespaces }) };
  return {
    evaluation: {
      synchronize: { enabled: policy.synchronize ?? true },
      generateExisting: { enabled: policy.existing ?? true },
    },
    matchConstraints: matchResources(match, excludedNamespaces),
    ...(clones.length > 0 && {
      variables: clones.map((clone, i) => ({ name: `original${i + 1}`, expression: read(clone) })),
    }),
    generate: [
      ...clones.map((_, i) => ({
        expression: `generator.apply(object.metadata.name, [variables.original${i + 1}])`,
      })),
      ...objects.filter(isTemplate).map((object) => ({
        template: { interpolate: 'cel' as const, value: template(object) },
      })),
    ],
  };
}

/** What is wrong with a policy, if anything. */
export function generatePolicyProblem({ objects }: GeneratePolicy): string | undefined {
  if (objects.length === 0) return 'generates nothing; name an object';
  for (const object of objects) {
    if (!/^[a-z]+$/.test(object.resource)) {
      return `has the resource '${object.resource}'; give a lower-case plural such as \`secrets\``;
    }
    // Kyverno would read it as an expression.
    if (isTemplate(object) && JSON.stringify(object.body).includes('((')) {
      return `has '((' in object '${object.name}', which stands for an expression; clone it instead`;
    }
  }
  return undefined;
}

/** Rights that Kyverno needs to make and read these objects, beside those of its chart. */
export function generateRights(policies: readonly GeneratePolicy[]) {
  const wanted = new Map<string, Set<string>>();
  for (const { apiVersion, resource } of policies.flatMap(({ objects }) => objects)) {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    wanted.set(group, new Set([...(wanted.get(group) ?? []), resource]));
  }
  return [...wanted].sort().map(([group, resources]) => ({
    apiGroups: [group],
    resources: [...resources].sort(),
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  }));
}

const read = ({ apiVersion, resource, namespace, name }: ClonedObject): string =>
  `resource.Get(${[apiVersion, resource, namespace, name].map(celLiteral).join(', ')})`;

/** Names stand for the namespace that the object is generated for. */
function template({ apiVersion, kind, name, body }: GeneratedObject): string {
  const metadata = { name, namespace: '(( object.metadata.name ))' };
  const object = { apiVersion, kind, metadata, ...body };
  return stringify(object, { version: '1.1', lineWidth: 0 });
}

const isClone = (object: GeneratedObject | ClonedObject): object is ClonedObject =>
  !('kind' in object);

const isTemplate = (object: GeneratedObject | ClonedObject): object is GeneratedObject =>
  'kind' in object;
