import type { SecretRef, Value, Values } from '../../index';
import { bytes } from './bytes';
import type {
  ProjectMember,
  ProjectOptions,
  ProjectRole,
  RetentionOptions,
  RetentionRule,
  RobotAccess,
  RobotOptions,
  TagSelection,
  WebhookOptions,
} from './project-words';

/** Notes a Secret that the program reads, and says where it finds it. */
export type Mounted = (secret: SecretRef) => string;

/** Each once: Harbor keeps no two of one name. */
export const distinct = (names: readonly string[]): string[] => [...new Set(names)];

/** Harbor counts seconds too. */
export const sixFields = (cron: string): string => `0 ${cron}`;

const ROLES: Readonly<Record<ProjectRole, number>> = {
  projectAdmin: 1,
  developer: 2,
  guest: 3,
  maintainer: 4,
  limitedGuest: 5,
};

/** The name that Harbor gives to a robot account of a project. */
export const robotAccount = (project: string, name: string): string => `robot$${project}+${name}`;

/** A project as the program takes it. */
export function desiredProject(
  options: ProjectOptions,
  defaultMembers: readonly ProjectMember[] | undefined,
  mounted: Mounted,
): Values {
  const { name, allowedCves, retention, immutableTags, webhooks = [] } = options;
  const members = options.members ?? defaultMembers;
  return {
    name,
    metadata: metadata(options),
    storageLimit: options.quota === undefined ? undefined : bytes(options.quota),
    allowedCves: allowedCves && distinct(allowedCves),
    members:
      members && Object.fromEntries(members.map((member) => [member.group, ROLES[member.role]])),
    retention: retention && retentionPolicy(retention),
    immutable: immutableTags?.map(immutableRule),
    webhooks: webhooks.map((hook) => webhook(hook, mounted)),
  };
}

/** Harbor keeps what it knows of a project as text. */
function metadata(options: ProjectOptions): Values {
  const { isPublic = false, scanOnPush = true, sbomOnPush = false, blockSeverity } = options;
  return {
    public: String(isPublic),
    auto_scan: String(scanOnPush),
    auto_sbom_generation: String(sbomOnPush),
    prevent_vul: String(blockSeverity !== undefined),
    ...(blockSeverity !== undefined && { severity: blockSeverity }),
    enable_content_trust_cosign: String(options.requireSignature ?? false),
    reuse_sys_cve_allowlist: String(options.allowedCves === undefined),
  };
}

function retentionPolicy({ rules, schedule = '0 0 * * *' }: RetentionOptions): Values {
  return {
    algorithm: 'or',
    trigger: { kind: 'Schedule', settings: { cron: sixFields(schedule) } },
    rules: rules.map((rule) => ({
      disabled: false,
      action: 'retain',
      ...kept(rule.keep),
      ...selectors(rule, rule.untagged ?? true),
    })),
  };
}

/** Harbor's templates, each with a parameter of the same name. */
function kept(keep: RetentionRule['keep']): Values {
  if (keep === 'always') return { template: 'always', params: {} };
  const [template, count] =
    'latestPushed' in keep
      ? ['latestPushedK', keep.latestPushed]
      : 'latestPulled' in keep
        ? ['latestPulledN', keep.latestPulled]
        : 'daysSincePush' in keep
          ? ['nDaysSinceLastPush', keep.daysSincePush]
          : ['nDaysSinceLastPull', keep.daysSincePull];
  return { template, params: { [template]: count } };
}

const immutableRule = (selection: TagSelection): Values => ({
  disabled: false,
  action: 'immutable',
  template: 'immutable_template',
  ...selectors(selection),
});

const selectors = (
  { repositories = '**', tags = '**' }: TagSelection,
  untagged?: boolean,
): Values => ({
  tag_selectors: [
    {
      kind: 'doublestar',
      decoration: 'matches',
      pattern: tags,
      ...(untagged !== undefined && { extras: JSON.stringify({ untagged }) }),
    },
  ],
  scope_selectors: {
    repository: [{ kind: 'doublestar', decoration: 'repoMatches', pattern: repositories }],
  },
});

function webhook(hook: WebhookOptions, mounted: Mounted): Values {
  const { name, address, events, type = 'http', authorization } = hook;
  return {
    name,
    events,
    target: { type, address, skip_cert_verify: false },
    authorizationFile: authorization && mounted(authorization),
  };
}

const PULL: readonly [string, string][] = [
  ['repository', 'pull'],
  ['repository', 'list'],
  ['artifact', 'read'],
  ['artifact', 'list'],
  ['tag', 'list'],
];

const ACCESS: Readonly<Record<RobotAccess, readonly [string, string][]>> = {
  pull: PULL,
  push: [...PULL, ['repository', 'push'], ['tag', 'create'], ['scan', 'create'], ['scan', 'read']],
};

/** A robot account as the program takes it. */
export function desiredRobot(options: RobotOptions, mounted: Mounted): Values {
  const { name, project, access = 'pull', secret, days } = options;
  return {
    name,
    fullName: robotAccount(project, name),
    project,
    duration: days ?? -1,
    secretFile: mounted(secret),
    access: ACCESS[access].map(([resource, action]): Value => ({ resource, action })),
  };
}
