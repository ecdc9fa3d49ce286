import type { Host, RunbookStep } from '../../index';
import { logFolder } from './configuration';
import { initialCluster, peerUrl } from './members';
import { ssh, sshInto, type RunbookContext } from './runbook-context';

const RECOVERY = { runbook: 'recovery', stage: 'etcd' } as const;
const MANIFEST = 'kube-apiserver.yaml';
const SNAPSHOT = '/root/restore.db';

/** Writes what comes in there. */
const TAKE = `sh -c 'umask 077; cat >${SNAPSHOT}'`;

/** No majority is left, or the data is wrong: all members start from one snapshot. */
export function restoreSteps(context: RunbookContext): RunbookStep[] {
  const { members } = context;
  const health = '/usr/local/sbin/kubestrata-etcdctl endpoint health --write-out=table';
  return [
    {
      ...RECOVERY,
      title: 'All data of etcd is lost: stop the API servers',
      on: 'control-plane',
      text: 'What was written after the snapshot is gone. Nobody may write while members come back.',
      commands: [`mv /etc/kubernetes/manifests/${MANIFEST} /etc/kubernetes/${MANIFEST}`],
      verify: ['! ss -Hlnt sport = :6443 | grep -q .'],
    },
    ...findSnapshot(context),
    bringSnapshot(context),
    {
      ...RECOVERY,
      title: 'Stop etcd',
      on: 'etcd',
      commands: [
        `/usr/local/bin/etcdutl snapshot status ${SNAPSHOT} --write-out=table`,
        'systemctl stop etcd',
      ],
    },
    ...members.map((member) => restoreOn(member, context)),
    {
      ...RECOVERY,
      title: 'Start etcd from the snapshot',
      on: 'etcd',
      text: 'On all members before the check: they are healthy once a majority is there.',
      commands: ['systemctl start --no-block etcd'],
      verify: [`for i in $(seq 60); do ${health} && break; sleep 2; done`],
    },
    {
      ...RECOVERY,
      title: 'Start the API servers again',
      on: 'control-plane',
      text: 'Then restart controllers that keep state of their own in memory: scheduler, controller manager, kubelets, the CNI and operators.',
      commands: [`mv /etc/kubernetes/${MANIFEST} /etc/kubernetes/manifests/${MANIFEST}`],
      verify: ['kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz'],
    },
    {
      ...RECOVERY,
      title: 'Delete the copies of the snapshot',
      on: 'etcd',
      text: `They hold every Secret, as does what was lost (${foldersOf(context)
        .map((folder) => `\`${folder}.lost\``)
        .join(', ')}): delete that too once nobody misses anything.`,
      commands: [`rm -f ${SNAPSHOT}`],
    },
  ];
}

/** Snapshots are on whichever member answered first when they were taken. */
function findSnapshot({ backup, backupDirectory }: RunbookContext): RunbookStep[] {
  if (backup === undefined || backupDirectory === undefined) return [];
  const { upload } = backup;
  const copied =
    upload === undefined
      ? ''
      : ` Where no member has it any more, fetch it from where it was copied to${'rclone' in upload ? ', as the last command does' : ''}.`;
  return [
    {
      ...RECOVERY,
      title: 'Find the newest snapshot',
      on: 'etcd',
      text: `Each is on one member: the first that answered at its time.${copied}`,
      commands: [
        `ls -l ${backupDirectory}`,
        ...(upload && 'rclone' in upload
          ? [
              `# rclone --config '${upload.configFile}' copy '${upload.rclone.replace(/\/$/, '')}/NAME' ${backupDirectory}`,
            ]
          : []),
      ],
    },
  ];
}

/** The file goes from its member through the operator to all of them, and is written nowhere between. */
function bringSnapshot(context: RunbookContext): RunbookStep {
  const { members, backup, backupDirectory } = context;
  const title = 'Bring one snapshot to all members';
  if (backup === undefined || backupDirectory === undefined) {
    return {
      ...RECOVERY,
      title,
      text: 'From `restore.db`: the step about the object store fetches it, where `EtcdSnapshots` keeps snapshots there.',
      commands: members.map(({ address }) => `${sshInto(context, address, TAKE)} < restore.db`),
    };
  }
  const encrypted = backup.recipientsFile !== undefined;
  const readable = [...(encrypted ? ['age --decrypt --identity "$KEY"'] : []), 'gunzip'];
  const from = ssh(context, '$FROM', `cat ${backupDirectory}/$SNAPSHOT`);
  return {
    ...RECOVERY,
    title,
    text: `\`FROM\` is the address of the member that has it${encrypted ? ", `KEY` the file with age's private key" : ''}.`,
    commands: [
      `FROM=${members[0]?.address ?? ''}`,
      `SNAPSHOT=etcd-20260101T002000Z.db.gz${encrypted ? '.age' : ''}`,
      ...(encrypted ? ['KEY=age-key.txt'] : []),
      ...members.map(({ address }) =>
        [from, ...readable, sshInto(context, address, TAKE)].join(' | '),
      ),
    ],
  };
}

/**
 * The new cluster has another token, so that no member of the old one joins it, and revisions far
 * above those of the old one: watches and caches of clients notice that the past has changed.
 */
function restoreOn(member: Host, context: RunbookContext): RunbookStep {
  const { members, token, dataDirectory, walDirectory } = context;
  const folders = foldersOf(context);
  return {
    ...RECOVERY,
    title: `Restore the snapshot on ${member.name}`,
    on: { host: member.name },
    commands: [
      // Tried again, it keeps what was there before the first try.
      ...folders.map((folder) => `[ -e ${folder}.lost ] || cp -a ${folder} ${folder}.lost`),
      ...folders.map((folder) => `find ${folder} -mindepth 1 -delete`),
      [
        `/usr/local/bin/etcdutl snapshot restore ${SNAPSHOT}`,
        `--name ${member.name}`,
        `--initial-cluster ${initialCluster(members)}`,
        `--initial-cluster-token ${token}-restored`,
        `--initial-advertise-peer-urls ${peerUrl(member)}`,
        `--data-dir ${dataDirectory}`,
        ...(walDirectory === undefined ? [] : [`--wal-dir ${logFolder(walDirectory)}`]),
        '--bump-revision 1000000000 --mark-compacted',
      ].join(' '),
      ...folders.map((folder) => `chown -R etcd:etcd ${folder}`),
    ],
  };
}

const foldersOf = ({ dataDirectory, walDirectory }: RunbookContext): string[] =>
  [dataDirectory, walDirectory ?? []].flat();
