import type { RunbookStep } from '../../index';
import {
  authorityCommand,
  authorityHost,
  clientChecks,
  distribution,
  type RunbookContext,
} from './runbook-context';
import { minorOf } from './versions';

const HEALTH = '/usr/local/sbin/kubestrata-etcdctl endpoint health --write-out=table';

/** How the members get another version. */
export function upgradeSteps(context: RunbookContext): readonly RunbookStep[] {
  const { version, members, backupDirectory } = context;
  const first = { host: members[0]?.name ?? '' };
  const from35 =
    minorOf(version) === '3.6' ? ' From 3.5, first bring all members to 3.5.26 or newer.' : '';
  const last = members.at(-1)?.name;
  return [
    {
      runbook: 'upgrade',
      stage: 'etcd',
      title: 'Take a snapshot of etcd',
      on: first,
      text: `All members have to be healthy. Go up one minor version at a time, and before the control plane.${from35} kubeadm never touches this etcd.`,
      commands: [
        HEALTH,
        backupDirectory === undefined
          ? '/usr/local/sbin/kubestrata-etcdctl snapshot save "/root/etcd-before-upgrade.db"'
          : '/usr/local/sbin/kubestrata-etcd-backup --force',
      ],
    },
    ...members.map((member): RunbookStep => ({
      runbook: 'upgrade',
      stage: 'etcd',
      title: `Bring etcd on ${member.name} to ${version}`,
      on: { host: member.name },
      text: 'The restart ends when the member is back. Go on only when all are healthy; the leader may come in any place.',
      commands: [
        '/usr/local/sbin/kubestrata-etcd-install',
        'systemctl daemon-reload',
        'systemctl restart etcd',
      ],
      verify: [
        HEALTH,
        '/usr/local/sbin/kubestrata-etcdctl endpoint status --write-out=table',
        ...(member.name === last ? ['/usr/local/sbin/kubestrata-etcdctl alarm list'] : []),
      ],
    })),
  ];
}

/** How certificates are made anew. */
export function certificateSteps(context: RunbookContext): readonly RunbookStep[] {
  return [
    {
      runbook: 'certificates',
      stage: 'etcd',
      title: 'See how long the certificates of etcd hold',
      on: 'etcd',
      commands: ['/usr/local/sbin/kubestrata-etcd-certificates check 60'],
    },
    {
      runbook: 'certificates',
      stage: 'etcd',
      title: 'Make new certificates for etcd',
      on: authorityHost(context),
      text: 'Needs the key of the authority; bring it back from the safe. The authority stays, so old and new certificates understand each other. The last ones are kept as `issued.old`.',
      commands: [authorityCommand(context, 'renew')],
    },
    {
      runbook: 'certificates',
      stage: 'etcd',
      title: 'Bring the new certificates to members and control planes',
      text: 'Members and API servers read certificates anew for each connection: nothing is restarted. Then put the key of the authority and the folder `issued` back into the safe.',
      commands: distribution(context),
      verify: clientChecks(context),
    },
    {
      runbook: 'certificates',
      stage: 'etcd',
      title: 'See that members take the new certificates',
      on: 'etcd',
      commands: ['/usr/local/sbin/kubestrata-etcd-certificates check 60'],
      verify: [HEALTH],
    },
    {
      runbook: 'certificates',
      stage: 'etcd',
      title: 'See how long the API servers can reach etcd',
      on: 'control-plane',
      verify: [
        'openssl x509 -in /etc/kubernetes/pki/apiserver-etcd-client.crt -noout -enddate -checkend 5184000',
      ],
    },
  ];
}
