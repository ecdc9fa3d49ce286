import type { Host } from '../../index';
import * as logins from '../logins';
import type { EtcdBackup } from './words';

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
  readonly backup: EtcdBackup | undefined;
  readonly timers: readonly string[];
}

/** Where control planes have etcd's authority and their certificate for it. */
const CLIENT_PKI = '/etc/kubernetes/pki';

/** Puts what leads a control plane to etcd where kubeadm looks for it. */
const TAKE_CLIENT = `sh -c 'umask 022; mkdir -p ${CLIENT_PKI}; tar -C ${CLIENT_PKI} --no-same-owner --no-overwrite-dir -xf -'`;

/** A command for the operator that brings that from one control plane to another. */
export function handOver(context: RunbookContext, from: string, to: string): string {
  const files = 'etcd/ca.crt apiserver-etcd-client.crt apiserver-etcd-client.key';
  const give = ssh(context, from, `tar -C ${CLIENT_PKI} -cf - ${files}`);
  return `${give} | ${sshInto(context, to, TAKE_CLIENT)}`;
}

/** Name of the folder that the authority is in, where the definition is run. */
const folderOf = ({ token }: RunbookContext): string => `"$HOME/etcd-ca-${token}"`;

/** Commands where the authority is: `make`, `renew`. */
export const authorityCommand = (context: RunbookContext, mode: string): string =>
  context.authority === 'operator'
    ? `ETCD_CA=${folderOf(context)} sh ./etcd/kubestrata-etcd-certificates ${mode}`
    : `/usr/local/sbin/kubestrata-etcd-certificates ${mode}`;

/** Where that command is run. */
export const authorityHost = ({ authority, members }: RunbookContext) =>
  authority === 'operator' ? ('operator' as const) : { host: members[0]?.name ?? '' };

/** Commands for the operator that bring certificates from the authority to machines, over ssh, never to a disk between. */
export function distribution(context: RunbookContext): string[] {
  const { members, controlPlanes } = context;
  return [
    ...members.map(
      (member) =>
        `${issued(context, member.name)} | ${sshInto(context, member.address, '/usr/local/sbin/kubestrata-etcd-certificates install')}`,
    ),
    ...controlPlanes.map(
      (node) =>
        `${issued(context, 'control-plane')} | ${sshInto(context, node.address, TAKE_CLIENT)}`,
    ),
  ];
}

/** Commands for the operator that show whether control planes have what leads them to etcd. */
export const clientChecks = (context: RunbookContext): string[] =>
  context.controlPlanes.map(({ address }) =>
    ssh(
      context,
      address,
      `openssl verify -CAfile ${CLIENT_PKI}/etcd/ca.crt ${CLIENT_PKI}/apiserver-etcd-client.crt`,
    ),
  );

/** A command that writes what was issued for `name` to its output. */
function issued(context: RunbookContext, name: string): string {
  if (context.authority === 'operator') return `tar -C ${folderOf(context)}/issued/${name} -cf - .`;
  const [first] = context.members;
  return first ? ssh(context, first.address, `tar -C /etc/etcd/ca/issued/${name} -cf - .`) : '';
}

/** A command on a machine, as root. */
export function ssh({ sshUser }: RunbookContext, machine: string, command: string): string {
  return `${logins.ssh(machine, sshUser)} "${asRoot(sshUser, command)}"`;
}

/** The same for a command that is given something to read. */
export function sshInto({ sshUser }: RunbookContext, machine: string, command: string): string {
  return `${logins.sshInto(machine, sshUser)} "${asRoot(sshUser, command)}"`;
}

const asRoot = (sshUser: string, command: string): string =>
  sshUser === 'root' ? command : `sudo ${command}`;
