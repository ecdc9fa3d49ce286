import type { PlatformNode, RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { ADMIN, FILES, PKI, SCRIPTS, scriptPath } from './paths';
import { ssh, sshInto } from './remote';
import { bringSnapshot, snapshotOn } from './restore-steps';
import { dataDirectoryOf } from './stacked-etcd';
import type { KubeadmProps } from './words';

const RESTORE = scriptPath(SCRIPTS.etcdRestore);

/** Where the operator keeps the authorities, encrypted. */
const copyOf = ({ name }: Cluster): string => `~/${name}-pki.tar.age`;

/** What has to be kept elsewhere, for the day on which no control plane is left. */
export const keepAuthorities = (
  first: PlatformNode,
  cluster: Cluster,
  props: KubeadmProps,
): RunbookStep => ({
  runbook: 'install',
  stage: 'afterwards',
  title: "Keep a copy of the cluster's authorities",
  text: 'In a safe, apart from the snapshots of etcd. Without them a control plane can be made anew only with other authorities, to which every machine has to be joined again. `age` asks for the passphrase that the copy is encrypted with.',
  commands: [
    `${ssh(first, props)} sudo ${scriptPath(SCRIPTS.pki)} export | age --encrypt --passphrase --output ${copyOf(cluster)}`,
  ],
  verify: [`age --decrypt ${copyOf(cluster)} | tar -tf -`],
});

/** No control plane is left: the first is made anew from what was kept. */
export function allLostSteps(
  cluster: Cluster,
  props: KubeadmProps,
  hasLocalKey: boolean,
): readonly RunbookStep[] {
  const [first, ...others] = cluster.controlPlanes;
  if (first === undefined) return [];
  const isStacked = cluster.externalEtcd === undefined;
  const step = { runbook: 'recovery', stage: 'first-control-plane' } as const;
  return [
    {
      ...step,
      title: 'No control plane is left: bring what was kept to a new machine',
      text: [
        `The new machine has the name and address of ${first.name}, its files, and what \`README.md\` says up to the packages of Kubernetes. No API server may start before its data is back, as \`kubeadm init\` alone would do: kubelets that still run would find none of their Pods there, and stop them.`,
        missing(isStacked, hasLocalKey),
      ].join('\n\n'),
      commands: [
        `age --decrypt ${copyOf(cluster)} | ${sshInto(first, props)} sudo ${scriptPath(SCRIPTS.pki)} import`,
        ...(isStacked
          ? [
              `${ssh(first, props)} sudo mkdir -p -m 0700 ${dataDirectoryOf(props.etcd)}`,
              bringSnapshot(first, props),
            ]
          : []),
      ],
    },
    {
      ...step,
      title: 'No control plane is left: start the first again',
      on: { host: first.name },
      text: isStacked
        ? `The kubelet starts alone, brings etcd's data back, and only then the API server comes.${others.length > 0 ? ' The other control planes join as in the next step.' : ''}`
        : "etcd has everything; bring the API servers' certificate for it first, as the step of etcd says.",
      commands: isStacked ? fromSnapshot(props) : [init('')],
      verify: [`kubectl --kubeconfig ${ADMIN} get --raw '/readyz?verbose'`],
    },
  ];
}

const init = (flags: string): string =>
  `kubeadm init --config ${FILES.init}${flags} --skip-token-print`;

const fromSnapshot = (props: KubeadmProps): string[] => [
  ...['certs all', 'kubeconfig all', 'etcd local'].map(
    (phase) => `kubeadm init phase ${phase} --config ${FILES.init}`,
  ),
  `${RESTORE} stop`,
  `kubeadm init phase kubelet-start --config ${FILES.init}`,
  `${RESTORE} from ${snapshotOn(props)}`,
  `${RESTORE} start`,
  // Its checks are for machines where nothing runs yet.
  init(' --skip-phases=preflight'),
];

function missing(isStacked: boolean, hasLocalKey: boolean): string {
  return [
    `- Without \`${PKI}\`: leave out the first command, and kubeadm makes new authorities. The data is the same, but kubeconfigs and tokens of service accounts are void, and every other machine has to be reset and join again.`,
    ...(hasLocalKey
      ? [
          '- Without the key of encryption at rest: what was encrypted cannot be read by anybody, and API servers fail to list it. Make a new key, delete what is lost in etcd once it runs (`kubestrata-etcdctl del --prefix /registry/secrets/`), and have it made again.',
        ]
      : []),
    ...(isStacked
      ? [
          '- Without a snapshot: follow `README.md` with empty machines, deploy the platform again, and restore what its backups hold.',
        ]
      : []),
  ].join('\n');
}
