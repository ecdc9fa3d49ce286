import { addLogin, type PeopleLogin } from './people';
import { CONFIGURE, policyText, SNAPSHOT } from './policies';
import type { FirstRequest } from './server-config';
import type { KubernetesRole, KvMount, VaultPolicy } from './words';

/** All that servers are to be told. */
export interface DesiredState {
  /** Namespace of the servers. */
  readonly namespace: string;
  readonly mounts: readonly KvMount[];
  readonly policies: readonly VaultPolicy[];
  readonly roles: readonly KubernetesRole[];
  readonly prune: boolean;
  /** Whether a device for audits is made by the API. */
  readonly auditByApi: boolean;
  readonly login: PeopleLogin | undefined;
}

/** The first requests to servers that nobody can log in to yet. */
export function firstRequests(state: DesiredState): FirstRequest[] {
  const configure = state.policies.find(({ name }) => name === CONFIGURE);
  return [
    { path: 'sys/auth/kubernetes', data: { type: 'kubernetes' } },
    { path: 'auth/kubernetes/config', data: KUBERNETES },
    {
      path: `sys/policies/acl/${CONFIGURE}`,
      data: { policy: configure ? policyText(configure) : '' },
    },
    { path: `auth/kubernetes/role/${CONFIGURE}`, data: roleData(ownRole(CONFIGURE, state)) },
  ];
}

/**
 * The files of a configuration: `steps`, one a line as `verb path file more`, and what they name.
 * Names hold no slash, as keys of a ConfigMap cannot.
 */
export function configurationFiles(state: DesiredState): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const lines: string[] = [];
  const step = (verb: string, path: string, body: object | string, more = ''): void => {
    const text = typeof body === 'string';
    const name = `${path.replaceAll('/', '.')}.${text ? 'hcl' : 'json'}`;
    const file = verb === 'write' || verb === 'policy' ? name : `${verb}.${name}`;
    files[file] = text ? body : `${JSON.stringify(body, null, 2)}\n`;
    lines.push([verb, path, file, more].join(' ').trim());
  };
  if (state.auditByApi) step('audit', 'stdout', AUDIT);
  step('mount', 'sys/auth/kubernetes', { type: 'kubernetes' });
  step('write', 'auth/kubernetes/config', KUBERNETES);
  for (const policy of state.policies) step('policy', policy.name, policyText(policy));
  const roles = [CONFIGURE, SNAPSHOT].map((name) => ownRole(name, state)).concat(state.roles);
  for (const role of roles) step('write', `auth/kubernetes/role/${role.name}`, roleData(role));
  if (state.prune) {
    files['keep.auth.kubernetes.role'] = `${roles.map(({ name }) => name).join('\n')}\n`;
    lines.push('prune auth/kubernetes/role keep.auth.kubernetes.role');
  }
  for (const { path, description = '', maxVersions = 10 } of state.mounts) {
    step('mount', `sys/mounts/${path}`, { type: 'kv', description, options: { version: '2' } });
    step('write', `${path}/config`, { max_versions: maxVersions });
  }
  if (state.login) addLogin(state.login, step);
  return { ...files, steps: `${lines.join('\n')}\n` };
}

const ownRole = (name: string, { namespace }: DesiredState): KubernetesRole => ({
  name,
  namespaces: [namespace],
  serviceAccounts: [name],
  policies: [name],
  ttl: '10m',
});

const roleData = (role: KubernetesRole): Record<string, string | readonly string[]> => ({
  bound_service_account_names: role.serviceAccounts,
  bound_service_account_namespaces: role.namespaces,
  token_policies: role.policies,
  token_ttl: role.ttl ?? '1h',
  ...(role.audience !== undefined && { audience: role.audience }),
});

/** Tokens are reviewed with the server's own ServiceAccount. */
const KUBERNETES = { kubernetes_host: 'https://kubernetes.default.svc' };

const AUDIT = {
  type: 'file',
  description: 'To the output of the Pod.',
  options: { file_path: 'stdout' },
};
