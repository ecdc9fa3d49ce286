import { Platform, type Host } from '../../index';
import type { IConstruct } from 'constructs';

/** Ports of etcd on its machines. */
export const PORTS = { client: 2379, peer: 2380, metrics: 2381 } as const;

/** The members' series, whoever collects: the job of kube-prometheus-stack is `kube-etcd`. */
export const SELECTED = 'job=~".*etcd.*"';

/** Folder of certificates and keys on a member. */
export const PKI = '/etc/etcd/pki';

/** The machines with role `etcd`; none outside a platform. */
export const membersOf = (scope: IConstruct): readonly Host[] =>
  Platform.of(scope)?.hosts('etcd') ?? [];

/** An address as it stands in a URL: `192.0.2.21`, `[2001:db8::21]`. */
export const bracketed = (address: string): string =>
  address.includes(':') ? `[${address}]` : address;

/** `https://192.0.2.21:2379`. */
export const clientUrl = ({ address }: Host): string =>
  `https://${bracketed(address)}:${PORTS.client}`;

/** `https://192.0.2.21:2380`. */
export const peerUrl = ({ address }: Host): string => `https://${bracketed(address)}:${PORTS.peer}`;

/** `etcd-1=https://192.0.2.21:2380,…`. */
export const initialCluster = (members: readonly Host[]): string =>
  members.map((member) => `${member.name}=${peerUrl(member)}`).join(',');
