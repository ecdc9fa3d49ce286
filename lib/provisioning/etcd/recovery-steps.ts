import type { RunbookStep } from '../../index';
import { peerUrl } from './members';
import { restoreSteps } from './restore-steps';
import { handOver, type RunbookContext } from './runbook-context';

const RECOVERY = { runbook: 'recovery', stage: 'etcd' } as const;

/** What to do when members, or all data, are lost. */
export function recoverySteps(context: RunbookContext): readonly RunbookStep[] {
  return [...memberLost(context), ...restoreSteps(context), controlPlaneLost(context)];
}

/** The majority lives on: the lost member is taken out, and joins again with nothing. */
function memberLost({ members, dataDirectory, walDirectory }: RunbookContext): RunbookStep[] {
  const folders = [dataDirectory, walDirectory ?? []].flat();
  return [
    {
      ...RECOVERY,
      title: 'One member of etcd is lost: take it out and add it again',
      on: { host: members[0]?.name ?? '' },
      text: `On any member that works. \`LOST\` is the machine's name: ${members.map(({ name }) => `\`${name}\``).join(', ')}. A machine with another address is changed in the definition first; its certificates are then made by \`kubestrata-etcd-certificates make\`.`,
      commands: [
        `LOST=${members.at(-1)?.name ?? ''}`,
        `case $LOST in ${members.map((m) => `${m.name}) URL=${peerUrl(m)} ;;`).join(' ')} *) exit 2 ;; esac`,
        "ID=$(/usr/local/sbin/kubestrata-etcdctl member list | awk -F', ' -v name=\"$LOST\" '$3 == name { print $1 }')",
        '/usr/local/sbin/kubestrata-etcdctl member remove "$ID"',
        // For a few seconds after the loss members refuse any change of their number.
        'for i in $(seq 15); do /usr/local/sbin/kubestrata-etcdctl member add "$LOST" --peer-urls="$URL" && break; sleep 2; done',
      ],
      verify: ['/usr/local/sbin/kubestrata-etcdctl member list | grep unstarted'],
    },
    {
      ...RECOVERY,
      title: 'Start the new member',
      on: { host: members.at(-1)?.name ?? '' },
      text: 'On the lost machine, set up as in the installation up to its certificates, and with its files in place. It says `existing` only until it has data; the file goes back to what the definition has.',
      commands: [
        'systemctl stop etcd',
        ...folders.map((folder) => `find ${folder} -mindepth 1 -delete`),
        "sed -i 's/^initial-cluster-state: new$/initial-cluster-state: existing/' /etc/etcd/etcd.conf.yml",
        'systemctl enable --now etcd',
        "sed -i 's/^initial-cluster-state: existing$/initial-cluster-state: new/' /etc/etcd/etcd.conf.yml",
      ],
      verify: [
        '/usr/local/sbin/kubestrata-etcdctl member list --write-out=table',
        '/usr/local/sbin/kubestrata-etcdctl endpoint health',
      ],
    },
  ];
}

/** kubeadm makes no certificate for an etcd that is not its own. */
const controlPlaneLost = (context: RunbookContext): RunbookStep => ({
  ...RECOVERY,
  title: 'A control plane is lost: hand the new one the certificate for etcd',
  text: 'From a control plane that works (LEFT) to the new one (NEW), before it joins. Where none works, `kubestrata-etcd-certificates` still has it in `issued/control-plane`, or makes it again.',
  commands: [handOver(context, 'LEFT', 'NEW')],
});
