import type { IConstruct } from 'constructs';
import { kindId, Registry, type Manifest } from '../../index';
import type { TeleportProps } from './props';

const DURATION = /^(\d+(s|m|h))+$/;

/** What is wrong with a duration of Go, or `undefined`. */
export const durationError = (what: string, text: string | undefined): string | undefined =>
  text === undefined || DURATION.test(text)
    ? undefined
    : `${what} '${text}' is no duration; write it as \`12h\` or \`30m\``;

/** What is wrong with the props, or `undefined`. */
export const propsError = (props: TeleportProps, hostname: string): string | undefined =>
  hostnameError(hostname) ??
  loginError(props) ??
  countError(props) ??
  durationError('eventRetention', props.eventRetention);

const HOSTNAME = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const hostnameError = (hostname: string): string | undefined =>
  HOSTNAME.test(hostname)
    ? undefined
    : `hostname '${hostname}' is not a name such as \`teleport.example.com\`; leave out scheme and port`;

function loginError(props: TeleportProps): string | undefined {
  const { oidc, enterprise, github, localAuth = true, users = [] } = props;
  if (oidc === true && !enterprise) {
    return 'logs people in by OpenID Connect, which only the Enterprise edition does, and has no licence; pass `enterprise: { licenseSecret }`, or drop `oidc`';
  }
  if (!localAuth && !enterprise && !github) {
    return "sets localAuth to 'false' and has no other login; pass `github`, or `enterprise` with its licence";
  }
  if (!localAuth && users.length > 0) {
    return "sets localAuth to 'false' and has users with passwords; drop one of them";
  }
  return github?.teams.length === 0
    ? 'lets no team of GitHub in; pass one or more in `teams`'
    : undefined;
}

function countError({ authReplicas, proxyReplicas, secondFactors }: TeleportProps) {
  for (const [what, count] of Object.entries({ authReplicas, proxyReplicas })) {
    if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
      return `${what} '${count}' is no number of copies; give 1 or more`;
    }
  }
  return secondFactors?.length === 0
    ? 'secondFactors are none, and a password alone lets nobody in; name one, or leave them out'
    : undefined;
}

/** What is wrong with an object of a name that is taken, or `undefined`. */
export const twinError = (
  scope: IConstruct,
  { kind }: { readonly kind: string },
  name: string,
): string | undefined =>
  scope.node.tryFindChild(`${kind}-${name}`)
    ? `there is already a ${kind} '${name}'; name it otherwise`
    : undefined;

const BINDINGS = new Set([
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'RoleBinding.rbac.authorization.k8s.io',
]);

/** Groups that no binding of the platform names: their requests are refused by the API server. */
export function unboundGroups(scope: IConstruct, groups: readonly string[]): readonly string[] {
  const bound = new Set(
    Registry.of(scope)
      .objects.filter(({ kind }) => BINDINGS.has(kindId(kind)))
      .flatMap(({ manifest }) => groupsOf(manifest)),
  );
  return [...new Set(groups)].filter((group) => !group.startsWith('system:') && !bound.has(group));
}

function groupsOf(manifest: Manifest): string[] {
  const subjects = (manifest['subjects'] ?? []) as readonly { kind: string; name: string }[];
  return subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name);
}
