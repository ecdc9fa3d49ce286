import type { EtcdTransport } from '../../../../contracts/etcd-cluster';
import {
  decided,
  met,
  notMet,
  toCheck,
  type Control,
  type Judged,
  type Judgement,
} from './control';

const BY_KUBEADM = 'kubeadm gives the flag';
const DATA = '/var/lib/etcd';

/** Section 2, and of section 1.1 the data: etcd, beside the API servers or on machines of its own. */
export const ETCD: readonly Control[] = [
  {
    id: '1.1.11',
    title: 'Nobody else can look into the data of etcd',
    judge: ({ externalEtcd, etcdGuards: guards }) => {
      if (!externalEtcd) return met('mode 0700: kubeadm makes the folder so');
      if (!guards) return toCheck(`on each machine of etcd: \`stat -c %a ${DATA}\`, 700`);
      const closed = /^0?700$/.test(guards.dataMode);
      return decided(
        closed,
        `${folders(guards)}, mode ${guards.dataMode}`,
        `mode ${guards.dataMode}`,
      );
    },
  },
  {
    id: '1.1.12',
    title: 'The data of etcd belongs to a user of its own',
    judge: ({ externalEtcd, etcdGuards: guards }) => {
      if (!externalEtcd) {
        return notMet(
          "the static Pod of etcd runs as root, so the data is root's; an external etcd has its own user",
        );
      }
      if (!guards) return toCheck(`on each machine of etcd: \`stat -c %U:%G ${DATA}\``);
      const own = guards.dataOwner === 'etcd:etcd';
      return decided(own, `${folders(guards)}: ${guards.dataOwner}`, `it is ${guards.dataOwner}`);
    },
  },
  ...transport(
    'clients',
    ['2.1', '2.2', '2.3'],
    [
      'etcd serves with TLS',
      'etcd asks clients for a certificate',
      'etcd does not sign its own certificate for clients',
    ],
  ),
  ...transport(
    'peers',
    ['2.4', '2.5', '2.6'],
    [
      'Members of etcd speak TLS with each other',
      'Members of etcd ask each other for a certificate',
      'etcd does not sign its own certificate for members',
    ],
  ),
  {
    id: '2.7',
    title: 'etcd has an authority of its own',
    judge: ({ externalEtcd, etcdGuards: guards }) => {
      if (!externalEtcd) return met('`/etc/kubernetes/pki/etcd/ca.crt`: kubeadm makes one');
      return guards?.ownAuthority === undefined
        ? toCheck(
            "etcd's authority on its machines must not be `/etc/kubernetes/pki/ca.crt` of the control plane",
          )
        : met(`\`${guards.ownAuthority}\` on each member signs for etcd alone`);
    },
  },
];

/** Three questions about one way to etcd: with TLS, with a certificate of who comes, with one of an authority. */
function transport(
  way: 'clients' | 'peers',
  [tls, asks, signed]: readonly [string, string, string],
  titles: readonly [string, string, string],
): Control[] {
  const prefix = way === 'peers' ? 'peer-' : '';
  const control = (
    id: string,
    title: string,
    flag: string,
    stacked: string,
    judge: (transport: EtcdTransport, file: string) => Judgement,
  ): Control => ({
    id,
    title,
    judge: ({ externalEtcd, etcdGuards: guards }) => {
      if (!externalEtcd) return met(stacked);
      return guards
        ? judge(guards[way], guards.configurationFile)
        : toCheck(`\`${prefix}${flag}\` in etcd's configuration on each member`);
    },
  });
  return [
    control(tls, titles[0], 'cert-file', BY_KUBEADM, ({ certFile }, file) =>
      certFile === undefined
        ? notMet(`no certificate in \`${file}\` of each member`)
        : met(`\`${certFile}\`: \`${file}\` of each member`),
    ),
    control(asks, titles[1], 'client-cert-auth', BY_KUBEADM, ({ clientCertAuth }, file) =>
      decided(
        clientCertAuth,
        `\`client-cert-auth\` in \`${file}\` of each member`,
        `\`client-cert-auth\` is off in \`${file}\` of each member`,
      ),
    ),
    control(signed, titles[2], 'auto-tls', 'it is off by default', ({ autoTls }, file) =>
      decided(
        !autoTls,
        `it is off in \`${file}\` of each member`,
        `\`auto-tls\` is on in \`${file}\` of each member`,
      ),
    ),
  ];
}

const folders = ({ dataDirectories }: Judged['etcdGuards'] & {}): string =>
  dataDirectories.map((folder) => `\`${folder}\` of each member`).join(', ');
