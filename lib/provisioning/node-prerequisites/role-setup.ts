import type { HostFileProps, Platform, Registry } from '../../index';
import { collectNeeds, portsOfRole, type CollectedNeeds, type TakenPort } from './collected';
import { modulesFile, NETWORK_MANAGER, PATHS, settingsFile, timeServersFile } from './files';
import { firewallRules, type FirewallRules } from './firewall';
import { FIREWALL_UNIT } from './firewall-unit';
import { isNode, type MachineRole } from './machine-roles';
import type { NodePrerequisitesProps } from './props';
import { prepareScript, SCRIPT } from './script';

/** What is known beside the role itself. */
export interface RoleContext {
  readonly platform: Platform;
  readonly registry: Registry;
  readonly props: NodePrerequisitesProps;
  /** Ports of all machines. */
  readonly ports: () => readonly TakenPort[];
  /** Lines of `/etc/hosts`; none where it is left alone. */
  readonly hosts: () => readonly string[];
}

/** A file that a role may have; the engine writes it below the role's folder. */
export interface RoleFile extends Required<Pick<HostFileProps, 'path' | 'mode'>> {
  /** What it holds; nothing where the role has none. */
  readonly text: (setup: RoleSetup) => string | undefined;
}

/** What the machines of a role get, as things stand when it is made: nothing is worked out twice. */
export class RoleSetup {
  private collected: CollectedNeeds | undefined;
  private filtered: FirewallRules | undefined;

  constructor(
    readonly role: MachineRole,
    private readonly context: RoleContext,
  ) {}

  get props(): NodePrerequisitesProps {
    return this.context.props;
  }

  get hosts(): readonly string[] {
    return this.context.hosts();
  }

  get needs(): CollectedNeeds {
    const { platform, registry } = this.context;
    return (this.collected ??= collectNeeds(platform, registry, this.role));
  }

  /** Whether there is a firewall. */
  get filters(): boolean {
    return this.props.firewall !== 'none';
  }

  /** The rules of the firewall, where there is one. */
  get rules(): FirewallRules | undefined {
    if (!this.filters) return undefined;
    const { platform, props, ports } = this.context;
    const surroundings = { platform, operators: props.operators };
    const own = (): TakenPort[] => portsOfRole(ports(), this.role);
    return (this.filtered ??= firewallRules(this.needs, own(), props, surroundings));
  }

  /** The files that the role has. */
  get files(): readonly RoleFile[] {
    return [...this.filesBesideScript, SCRIPT_FILE];
  }

  /** What the script looks for. */
  get filesBesideScript(): readonly RoleFile[] {
    return FILES.filter(({ text }) => text(this) !== undefined);
  }
}

const file = (path: string, text: RoleFile['text'], mode = '0644'): RoleFile => ({
  path,
  mode,
  text,
});

const FILES: readonly RoleFile[] = [
  file(PATHS.settings, ({ needs }) => settingsFile(needs)),
  file(PATHS.modules, ({ needs }) => modulesFile(needs)),
  file(PATHS.timeServers, ({ props }) => timeServersFile(props)),
  file(PATHS.networkManager, ({ role }) => (isNode(role) ? NETWORK_MANAGER : undefined)),
  file(PATHS.rules, ({ rules }) => rules?.text, '0600'),
  file(PATHS.unit, ({ filters }) => (filters ? FIREWALL_UNIT : undefined)),
];

const SCRIPT_FILE = file(SCRIPT, prepareScript, '0755');

/** All files that a role may have. */
export const ROLE_FILES: readonly RoleFile[] = [...FILES, SCRIPT_FILE];
