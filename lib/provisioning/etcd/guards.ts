import type { EtcdGuards, EtcdTransport } from '../../contracts/etcd-cluster';
import { security, type MemberOptions } from './configuration';
import { PKI } from './members';

/** Permissions and owner of the data, as the script that installs etcd makes them. */
export const DATA = { mode: '0700', user: 'etcd', group: 'etcd' } as const;

/** How members are guarded, as their configuration and the script that installs them have it. */
export const guardsOf = ({ dataDirectory, walDirectory }: MemberOptions): EtcdGuards => ({
  configurationFile: '/etc/etcd/etcd.conf.yml',
  clients: transport('server'),
  peers: transport('peer'),
  ownAuthority: `${PKI}/ca.crt`,
  dataDirectories: [dataDirectory, walDirectory ?? []].flat(),
  dataMode: DATA.mode,
  dataOwner: `${DATA.user}:${DATA.group}`,
});

function transport(name: 'server' | 'peer'): EtcdTransport {
  const configured: Readonly<Record<string, unknown>> = security(name);
  return {
    certFile: String(configured['cert-file']),
    clientCertAuth: configured['client-cert-auth'] === true,
    autoTls: configured['auto-tls'] === true,
  };
}
