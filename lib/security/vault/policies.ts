import { hclText, type HclBlock } from './hcl';
import {
  kvRules,
  type KubernetesRole,
  type KvMount,
  type PolicyRule,
  type VaultPolicy,
} from './words';

/** The policy as servers read it. */
export const policyText = ({ rules }: VaultPolicy): string => hclText({}, rules.map(pathBlock));

const pathBlock = ({ path, capabilities, ...more }: PolicyRule): HclBlock => ({
  type: 'path',
  labels: [path],
  attributes: {
    capabilities,
    allowed_parameters: more.allowedParameters,
    denied_parameters: more.deniedParameters,
    required_parameters: more.requiredParameters,
  },
});

const NAME = /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const OWN = /^(root|default|platform-.*)$/;

/** What is wrong with a policy, if anything. */
export function policyError(
  policy: VaultPolicy,
  others: readonly VaultPolicy[],
): string | undefined {
  const { name, rules } = policy;
  if (!NAME.test(name)) {
    return `policy '${name}' is not named by lower case letters, digits, '-' and '_'; rename it`;
  }
  if (OWN.test(name)) return `policy '${name}' has a name that is taken; rename it`;
  if (others.some((other) => other.name === name)) {
    return `there is already a policy '${name}'; name it otherwise`;
  }
  if (rules.length === 0) return `policy '${name}' allows nothing; give it a rule`;
  for (const { path, capabilities } of rules) {
    if (path === '' || path.startsWith('/')) {
      return `policy '${name}' has the path '${path}'; write it without a slash at the start: 'kv/data/shop/*'`;
    }
    if (path.indexOf('*') !== -1 && path.indexOf('*') !== path.length - 1) {
      return `policy '${name}' has '*' within the path '${path}'; it may stand at the end only, '+' stands for one part`;
    }
    if (capabilities.length === 0) {
      return `policy '${name}' names no capability for '${path}'; name one, or 'deny'`;
    }
    if (capabilities.includes('deny') && capabilities.length > 1) {
      return `policy '${name}' denies '${path}' and allows it; keep one of them`;
    }
  }
  return undefined;
}

/** What is wrong with a role by itself, if anything. */
export function roleError(
  role: KubernetesRole,
  others: readonly KubernetesRole[],
): string | undefined {
  const { name, namespaces, serviceAccounts, ttl } = role;
  if (!NAME.test(name)) {
    return `role '${name}' is not named by lower case letters, digits, '-' and '_'; rename it`;
  }
  if (OWN.test(name)) return `role '${name}' has a name that is taken; rename it`;
  if (others.some((other) => other.name === name)) {
    return `there is already a role '${name}'; name it otherwise`;
  }
  if (namespaces.length === 0 || serviceAccounts.length === 0) {
    return `role '${name}' is bound to nobody; name namespaces and ServiceAccounts`;
  }
  if (namespaces.includes('*') && serviceAccounts.includes('*')) {
    return `role '${name}' lets every Pod of the cluster in; name its namespaces or its ServiceAccounts`;
  }
  if (ttl !== undefined && !/^(\d+[smh])+$/.test(ttl)) {
    return `role '${name}' has the ttl '${ttl}'; write a duration such as '1h'`;
  }
  return undefined;
}

/** What is wrong where policies are given that are not there, if anything. */
export function lostPolicyError(
  who: string,
  given: readonly string[],
  policies: readonly VaultPolicy[],
): string | undefined {
  const known = new Set(['default', ...policies.map(({ name }) => name)]);
  const lost = given.find((name) => !known.has(name));
  return lost === undefined
    ? undefined
    : `${who} the policy '${lost}', which is not there; add it with \`addPolicy()\``;
}

/** Brings the server to what is declared: may write policies, and so may all in the end. */
export const CONFIGURE = 'platform-configure';
/** Takes snapshots, and nothing else. */
export const SNAPSHOT = 'platform-snapshot';

/** For those who bring secrets to Pods: the first key-value engine. */
export const READER = 'platform-reader';
/** The same, for those who also put secrets there. */
export const WRITER = 'platform-writer';

const first = (mounts: readonly KvMount[]): string => mounts[0]?.path ?? 'kv';

/** Policies that the component needs for itself and gives to people. */
export function ownPolicies(mounts: readonly KvMount[]): VaultPolicy[] {
  const every = ['create', 'read', 'update', 'delete', 'list'] as const;
  const sudo = [...every, 'sudo'] as const;
  const rule = (path: string, capabilities: PolicyRule['capabilities']): PolicyRule => ({
    path,
    capabilities,
  });
  return [
    {
      name: CONFIGURE,
      rules: [
        rule('sys/policies/acl', ['list', 'read']),
        rule('sys/policies/acl/*', every),
        rule('sys/mounts', ['read']),
        rule('sys/mounts/*', every),
        rule('sys/auth', ['read']),
        rule('sys/auth/*', sudo),
        rule('sys/audit', ['read', 'sudo']),
        rule('sys/audit/*', sudo),
        rule('auth/kubernetes/*', every),
        rule('auth/oidc/*', every),
        rule('identity/group/*', every),
        rule('identity/group-alias', every),
        rule('identity/group-alias/*', every),
        ...mounts.map(({ path }) => rule(`${path}/config`, ['create', 'read', 'update'])),
      ],
    },
    { name: SNAPSHOT, rules: [rule('sys/storage/raft/snapshot', ['read'])] },
    {
      name: 'platform-admin',
      rules: [rule('*', ['create', 'read', 'update', 'patch', 'delete', 'list', 'sudo'])],
    },
    {
      name: 'platform-editor',
      rules: mounts.flatMap(({ path }) => kvRules(path, '', 'write')),
    },
    { name: READER, rules: kvRules(first(mounts), '', 'read') },
    { name: WRITER, rules: kvRules(first(mounts), '', 'write') },
  ];
}
