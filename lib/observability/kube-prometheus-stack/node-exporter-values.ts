import type { IConstruct } from 'constructs';
import { MachineTextfiles } from '../../contracts/machine-textfiles';
import { resources, type Values } from '../../index';

/** Where the agent has the folder of files with metrics. */
const MOUNTED = '/host/textfiles';

/** The chart's own arguments, which a list of ours replaces. */
const ARGUMENTS: readonly string[] = [
  '--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/docker/.+|var/lib/kubelet/.+)($|/)',
  '--collector.filesystem.fs-types-exclude=^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|sysfs|tracefs|erofs)$',
];

/** Values of the agent on each node. */
export const nodeExporterValues = (scope: IConstruct): Values => ({
  resources: resources('50m', '48Mi', '192Mi'),
  // A node without it is a node unseen.
  priorityClassName: 'system-node-critical',
  ...textfiles(MachineTextfiles.find(scope)?.directory),
});

/**
 * Metrics that programs leave on the nodes. The folder is mounted by itself, and made where it is
 * missing: on a node without it the agent would report an error for ever.
 */
function textfiles(directory: string | undefined): Values {
  if (directory === undefined) return {};
  return {
    extraArgs: [...ARGUMENTS, `--collector.textfile.directory=${MOUNTED}`],
    extraHostVolumeMounts: [
      {
        name: 'textfiles',
        hostPath: directory,
        type: 'DirectoryOrCreate',
        mountPath: MOUNTED,
        readOnly: true,
      },
    ],
  };
}

/** What to say where such metrics are left for an agent that is off. */
export const unreadTextfiles = (scope: IConstruct, nodeExporter: boolean): string | undefined =>
  nodeExporter || MachineTextfiles.find(scope) === undefined
    ? undefined
    : 'reads nothing on the nodes, so nobody is told when certificates there end; turn `nodeExporter` on';
