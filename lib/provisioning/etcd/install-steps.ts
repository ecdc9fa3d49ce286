import type { RunbookStep } from '../../index';
import {
  authorityCommand,
  authorityHost,
  clientChecks,
  distribution,
  type RunbookContext,
} from './runbook-context';

const HEALTH = '/usr/local/sbin/kubestrata-etcdctl endpoint health --write-out=table';

/** How the members come up. */
export function installSteps(context: RunbookContext): readonly RunbookStep[] {
  const { version, dataDirectory, walDirectory, timers, members } = context;
  const disk = walDirectory ?? dataDirectory;
  return [
    {
      runbook: 'install',
      stage: 'machines',
      title: `Install etcd ${version}`,
      on: 'etcd',
      text: `Before this, \`${disk}\` should be a file system of its own (XFS or ext4, \`noatime\`) on an SSD that nothing else writes to: each change waits until a majority has it on disk. The second command measures that, where \`fio\` is installed: the 99th percentile of \`fdatasync\` has to be below 10 ms.`,
      commands: [
        '/usr/local/sbin/kubestrata-etcd-install',
        `! command -v fio >/dev/null || fio --name=etcd --directory=${disk} --rw=write --ioengine=sync --fdatasync=1 --size=22m --bs=2300 --unlink=1`,
      ],
      verify: [`/usr/local/bin/etcd --version | grep -x 'etcd Version: ${version}'`],
    },
    {
      runbook: 'install',
      stage: 'etcd',
      title: 'Make the certificates of etcd',
      on: authorityHost(context),
      text: 'Makes an authority for etcd alone, certificates of its members, and the one by which API servers come in. Run again it makes what is missing.',
      commands: [authorityCommand(context, 'make')],
    },
    {
      runbook: 'install',
      stage: 'etcd',
      title: 'Bring the certificates to members and control planes',
      text: 'Then move the key of the authority (`ca.key`) and the folder `issued` to a safe: they are needed again to renew, and whoever has them has the cluster.',
      commands: distribution(context),
      verify: clientChecks(context),
    },
    {
      runbook: 'install',
      stage: 'etcd',
      title: 'Start etcd on all members',
      on: 'etcd',
      text: 'A member says that it is ready once a majority is, so none is waited for here.',
      commands: [
        'systemctl daemon-reload',
        'systemctl enable etcd.service',
        'systemctl start --no-block etcd.service',
      ],
    },
    {
      runbook: 'install',
      stage: 'etcd',
      title: 'Wait until all members are healthy',
      on: { host: members[0]?.name ?? '' },
      commands: [`for i in $(seq 60); do ${HEALTH} && break; sleep 2; done`],
      verify: [HEALTH, '/usr/local/sbin/kubestrata-etcdctl endpoint status --write-out=table'],
    },
    ...(timers.length > 0
      ? [
          {
            runbook: 'install' as const,
            stage: 'etcd' as const,
            title: 'Start the timers of etcd',
            on: 'etcd' as const,
            commands: [`systemctl enable --now ${timers.join(' ')}`],
            verify: [`systemctl list-timers ${timers.join(' ')}`],
          },
        ]
      : []),
  ];
}
