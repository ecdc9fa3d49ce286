import type { Host, RunbookStep } from '../../index';
import { initialCluster, peerUrl } from './members';
import type { RunbookContext } from './runbook-context';

const RECOVERY = { runbook: 'recovery', stage: 'etcd' } as const;
const MANIFEST = 'kube-apiserver.yaml';

/** What to do when members, or all data, are lost. */
export function recoverySteps(context: RunbookContext): readonly RunbookStep[] {
  return [...memberLost(context), ...dataLost(context)];
}

/** The majority lives on: the lost member is taken out, and joins again with nothing. */
function memberLost({ members, dataDirectory, walDirectory }: RunbookContext): RunbookStep[] {
  const clean = [dataDirectory, walDirectory ?? []].flat();
  return [
    {
      ...RECOVERY,
      title: 'One member of etcd is lost: take it out and add it again',
      on: { host: members[0]?.name ?? '' },
      text: `On any member that works. \`LOST\` is the machine's name: ${members.map(({ name }) => `\`${name}\``).join(', ')}. A machine with another address is changed in the definition first; its certificates are then made by \`kubestrata-etcd-certificates make\`.`,
      commands: [
        `LOST=${members.at(-1)?.name ?? ''}`,
        `case $LOST in ${members.map((m) => `${m.name}) URL=${peerUrl(m)} ;;`).join(' ')} *) exit 2 ;; esac`,
        "ID=$(kubestrata-etcdctl member list | awk -F', ' -v name=\"$LOST\" '$3 == name { print $1 }')",
        'kubestrata-etcdctl member remove "$ID"',
        // For a few seconds after the loss members refuse any change of their number.
        'for i in $(seq 15); do kubestrata-etcdctl member add "$LOST" --peer-urls="$URL" && break; sleep 2; done',
      ],
      verify: ['kubestrata-etcdctl member list | grep unstarted'],
    },
    {
      ...RECOVERY,
      title: 'Start the new member',
      on: { host: members.at(-1)?.name ?? '' },
      text: 'On the lost machine, set up as in the installation up to its certificates, and with its files in place. It says `existing` only until it has data; the file goes back to what the definition has.',
      commands: [
        'systemctl stop etcd',
        ...clean.map((folder) => `find ${folder} -mindepth 1 -delete`),
        "sed -i 's/^initial-cluster-state: new$/initial-cluster-state: existing/' /etc/etcd/etcd.conf.yml",
        'systemctl enable --now etcd',
        "sed -i 's/^initial-cluster-state: existing$/initial-cluster-state: new/' /etc/etcd/etcd.conf.yml",
      ],
      verify: [
        'kubestrata-etcdctl member list --write-out=table',
        'kubestrata-etcdctl endpoint health',
      ],
    },
  ];
}

/** No majority is left, or the data is wrong: all members start from one snapshot. */
function dataLost(context: RunbookContext): RunbookStep[] {
  const { members, backupDirectory } = context;
  return [
    {
      ...RECOVERY,
      title: 'All data of etcd is lost: stop the API servers',
      on: 'control-plane',
      text: 'What was written after the snapshot is gone. Nobody may write while members come back.',
      commands: [`mv /etc/kubernetes/manifests/${MANIFEST} /etc/kubernetes/${MANIFEST}`],
      verify: ['! ss -Hlnt sport = :6443 | grep -q .'],
    },
    {
      ...RECOVERY,
      title: 'Bring one snapshot to all members',
      on: 'etcd',
      text: `The same file on each, as \`/root/restore.db\`. Snapshots are in \`${backupDirectory ?? 'the place where you keep them'}\` of the members, or where they were copied to: decrypt (\`age --decrypt --identity KEY\`) and unpack (\`gunzip\`) it first.`,
      verify: ['etcdutl snapshot status /root/restore.db --write-out=table'],
    },
    { ...RECOVERY, title: 'Stop etcd', on: 'etcd', commands: ['systemctl stop etcd'] },
    ...members.map((member) => restoreOn(member, context)),
    {
      ...RECOVERY,
      title: 'Start etcd from the snapshot',
      on: 'etcd',
      commands: ['systemctl start --no-block etcd'],
      verify: ['kubestrata-etcdctl endpoint health --write-out=table'],
    },
    {
      ...RECOVERY,
      title: 'Start the API servers again',
      on: 'control-plane',
      text: 'Then restart controllers that keep state of their own in memory: scheduler, controller manager, kubelets, the CNI and operators.',
      commands: [`mv /etc/kubernetes/${MANIFEST} /etc/kubernetes/manifests/${MANIFEST}`],
      verify: ['kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw /readyz'],
    },
  ];
}

/**
 * The new cluster has another token, so that no member of the old one joins it, and revisions far
 * above those of the old one: watches and caches of clients notice that the past has changed.
 */
function restoreOn(member: Host, context: RunbookContext): RunbookStep {
  const { members, token, dataDirectory, walDirectory } = context;
  const folders = [dataDirectory, walDirectory ?? []].flat();
  return {
    ...RECOVERY,
    title: `Restore the snapshot on ${member.name}`,
    on: { host: member.name },
    commands: [
      ...folders.map((folder) => `mkdir -p ${folder}.lost && cp -a ${folder}/. ${folder}.lost/`),
      ...folders.map((folder) => `find ${folder} -mindepth 1 -delete`),
      [
        'etcdutl snapshot restore /root/restore.db',
        `--name ${member.name}`,
        `--initial-cluster ${initialCluster(members)}`,
        `--initial-cluster-token ${token}-restored`,
        `--initial-advertise-peer-urls ${peerUrl(member)}`,
        `--data-dir ${dataDirectory}`,
        ...(walDirectory === undefined ? [] : [`--wal-dir ${walDirectory}`]),
        '--bump-revision 1000000000 --mark-compacted',
      ].join(' '),
      ...folders.map((folder) => `chown -R etcd:etcd ${folder}`),
    ],
  };
}
