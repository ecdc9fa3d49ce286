import type { Host } from '../../index';

/** What steps are written from. */
export interface RunbookContext {
  /** Name of the cluster that members know each other by. */
  readonly token: string;
  readonly version: string;
  readonly members: readonly Host[];
  readonly controlPlanes: readonly Host[];
  readonly sshUser: string;
  readonly authority: 'first-member' | 'operator';
  readonly dataDirectory: string;
  readonly walDirectory: string | undefined;
  readonly backupDirectory: string | undefined;
  readonly timers: readonly string[];
}

/** Name of the folder that the authority is in, where the definition is run. */
const folderOf = ({ token }: RunbookContext): string => `"$HOME/etcd-ca-${token}"`;

/** Commands where the authority is: `make`, `renew`. */
export const authorityCommand = (context: RunbookContext, mode: string): string =>
  context.authority === 'operator'
    ? `ETCD_CA=${folderOf(context)} sh ./etcd/kubestrata-etcd-certificates ${mode}`
    : `kubestrata-etcd-certificates ${mode}`;

/** Where that command is run. */
export const authorityHost = ({ authority, members }: RunbookContext) =>
  authority === 'operator' ? ('operator' as const) : { host: members[0]?.name ?? '' };

/** Commands for the operator that bring certificates from the authority to machines, over ssh, never to a disk between. */
export function distribution(context: RunbookContext): string[] {
  const { members, controlPlanes } = context;
  return [
    ...members.map(
      (member) =>
        `${issued(context, member.name)} | ${ssh(context, member, 'kubestrata-etcd-certificates install')}`,
    ),
    ...controlPlanes.map(
      (node) =>
        `${issued(context, 'control-plane')} | ${ssh(context, node, "sh -c 'umask 022; mkdir -p /etc/kubernetes/pki; tar -C /etc/kubernetes/pki --no-same-owner --no-overwrite-dir -xf -'")}`,
    ),
  ];
}

/** A command that writes what was issued for `name` to its output. */
function issued(context: RunbookContext, name: string): string {
  if (context.authority === 'operator') return `tar -C ${folderOf(context)}/issued/${name} -cf - .`;
  const [first] = context.members;
  return first ? ssh(context, first, `tar -C /etc/etcd/ca/issued/${name} -cf - .`) : '';
}

/** A command on a machine, as root. */
export function ssh(context: RunbookContext, { address }: Host, command: string): string {
  const { sshUser } = context;
  const asRoot = sshUser === 'root' ? command : `sudo ${command}`;
  return `ssh ${sshUser}@${address} "${asRoot}"`;
}
