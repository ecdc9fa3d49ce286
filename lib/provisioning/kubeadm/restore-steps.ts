import type { PlatformNode, RunbookStep } from '../../index';
import type { Cluster } from './cluster';
import { STOPPED } from './etcd-restore-script';
import { ADMIN, FILES, SCRIPTS, scriptPath } from './paths';
import { ssh, sshInto } from './remote';
import { dataDirectoryOf } from './stacked-etcd';
import type { KubeadmProps } from './words';

const RECOVERY = { runbook: 'recovery', stage: 'etcd' } as const;
const RESTORE = scriptPath(SCRIPTS.etcdRestore);
const ETCDCTL = scriptPath(SCRIPTS.etcdctl);

/** Where a snapshot is put on the machine that is restored: a folder that etcd's Pod sees too. */
export const snapshotOn = ({ etcd }: KubeadmProps): string => `${dataDirectoryOf(etcd)}/restore.db`;

/** A command that brings the operator's snapshot to a machine. */
export const bringSnapshot = (machine: PlatformNode | string, props: KubeadmProps): string =>
  `${sshInto(machine, props)} "sudo sh -c 'umask 077; cat > ${snapshotOn(props)}'" < restore.db`;

/** The majority of an etcd beside the API servers is lost, or all of it has the wrong data. */
export function restoreSteps(cluster: Cluster, props: KubeadmProps): readonly RunbookStep[] {
  const [first, ...others] = cluster.controlPlanes;
  if (first === undefined) return [];
  const isAlone = others.length === 0;
  const survivor = isAlone ? first : 'LEFT';
  const login = ssh(survivor, props);
  return [
    choose(survivor, isAlone, props),
    stop(isAlone),
    restore(login, isAlone, props),
    ...(isAlone ? [] : [rejoin(props)]),
    tidy(login, props),
  ];
}

const choose = (
  survivor: PlatformNode | string,
  isAlone: boolean,
  props: KubeadmProps,
): RunbookStep => ({
  ...RECOVERY,
  title: isAlone
    ? 'The data of etcd is wrong, or damaged: choose what to go back to'
    : 'The majority of the control planes is lost, or the data of etcd is wrong: choose what to go back to',
  text: [
    ...(isAlone
      ? []
      : [
          'LEFT is a control plane that is left, with `/etc/kubernetes` and its etcd: all others come anew from it. Where none is left, go to the step that says so.',
        ]),
    [
      `- Where an etcd still runs and its data is right, it has the newest: it gives a snapshot without the others too (first command).`,
      `- Else take a snapshot that was kept, as \`restore.db\` (second command): one from the object store, if the platform keeps them there (see the step about it above), or that of an upgrade (\`before-upgrade.db\`).`,
      `- As a last resort a copy of \`member/snap/db\` in etcd's data folder will do, with \`--skip-hash-check\`; what etcd had not written there yet is gone.`,
    ].join('\n'),
    'What was written after the snapshot is unknown to the cluster then: objects that were made since are gone, those that were deleted are back. Pods go on meanwhile.',
  ].join('\n\n'),
  commands: [
    `${ssh(survivor, props)} sudo ${ETCDCTL} snapshot save ${snapshotOn(props)}`,
    `${bringSnapshot(survivor, props)} # or one that was kept`,
  ],
});

const stop = (isAlone: boolean): RunbookStep => ({
  ...RECOVERY,
  title: 'Stop the control plane',
  on: 'control-plane',
  text: `${isAlone ? '' : '**On every machine of the control plane that still runs**, so that nothing of the old etcd comes back. '}The manifests of the static Pods go to \`${STOPPED}\`, also for when the machine boots. \`${SCRIPTS.etcdRestore} start --as-before\` takes it back.`,
  commands: [`${RESTORE} stop`],
});

const restore = (login: string, isAlone: boolean, props: KubeadmProps): RunbookStep => ({
  ...RECOVERY,
  title: isAlone ? 'Restore the snapshot' : 'Restore the snapshot on one machine',
  text: `The kubelet runs \`etcdutl\` in the image that etcd has. The new etcd has one member and an identity of its own; its revisions are far above those of the old one, so that controllers, kubelets and operators notice and list everything anew. The data that was stays beside it, in \`${dataDirectoryOf(props.etcd)}/before-restore-…\`.`,
  commands: [
    `${login} sudo ${RESTORE} from ${snapshotOn(props)}`,
    `${login} sudo ${RESTORE} start`,
  ],
  verify: [
    `${login} sudo ${ETCDCTL} member list`,
    `${login} sudo kubectl --kubeconfig ${ADMIN} get nodes`,
  ],
});

const rejoin = (props: KubeadmProps): RunbookStep => ({
  ...RECOVERY,
  title: 'Empty the other control planes',
  text: `Each that still runs (NAME), one after another; what lies in its etcd belongs to a cluster that is no more. Then each of them, and each that was lost, joins as in the step "put another in its place".`,
  commands: [
    `echo y | ${sshInto('NAME', props)} sudo kubeadm reset --config ${FILES.reset}`,
    `${ssh('NAME', props)} sudo rm -rf ${STOPPED}`,
    `${ssh('NAME', props)} sudo find ${dataDirectoryOf(props.etcd)} -mindepth 1 -delete`,
  ],
});

const tidy = (login: string, props: KubeadmProps): RunbookStep => {
  const data = dataDirectoryOf(props.etcd);
  return {
    ...RECOVERY,
    title: 'Delete the copies of the data',
    text: 'Once nobody misses anything: they hold every Secret.',
    commands: [
      'rm -f restore.db',
      `${login} "sudo sh -c 'rm -rf ${data}/restore.db ${data}/before-restore-*'"`,
    ],
  };
};
