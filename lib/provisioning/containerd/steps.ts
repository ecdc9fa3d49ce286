import type { NodeRuntime } from '../../contracts/container-runtime';
import type { RunbookStep } from '../../index';
import { INSTALLER } from './installer';
import { LABELS_CHECK } from './selinux';
import type { ContainerdProps } from './words';

const LABELS_TEXT =
  ' Where SELinux is on, the script brings its policy for containers; restart a machine that ran containers before, as they have no labels.';

/** How containerd comes to the nodes. */
export function installStep(
  { version }: NodeRuntime,
  pause: string,
  { selinux = false }: ContainerdProps,
): RunbookStep {
  return {
    runbook: 'install',
    stage: 'machines',
    title: `Install containerd ${version}`,
    on: 'nodes',
    text: `Each download is checked against the sum that its project publishes. \`crictl\` comes with the package \`cri-tools\`, which kubeadm brings.${selinux === false ? '' : LABELS_TEXT}`,
    commands: [`/usr/local/sbin/${INSTALLER}`],
    verify: [
      'containerd config dump > /dev/null',
      'systemctl is-active containerd',
      ...(selinux === false ? [] : [LABELS_CHECK]),
      `if command -v crictl > /dev/null; then crictl info > /dev/null && crictl pull ${pause}; fi`,
    ],
  };
}

/** How nodes come to another version. */
export function upgradeStep({ version }: NodeRuntime): RunbookStep {
  return {
    runbook: 'upgrade',
    stage: 'machines',
    title: `Bring containerd to ${version}`,
    on: 'nodes',
    text: `For another version, and for other settings: the files are in place, and are read when the script restarts containerd at its end. One node at a time: \`kubectl drain <node> --ignore-daemonsets --delete-emptydir-data\` before, \`kubectl uncordon <node>\` once the checks pass.

Minor versions are taken one after the other; only from 1.7 to 2.3 there is a direct way. An older containerd does not start with a newer configuration (1.7 reads version 2, 2.2 version 3, 2.3 version 4), a newer one reads all of them: when the minor version changes, set \`configuration\` to the older one, go through the nodes, and leave it out afterwards.`,
    commands: [`/usr/local/sbin/${INSTALLER}`],
    verify: [
      'containerd --version',
      'containerd config dump > /dev/null',
      'crictl info > /dev/null',
      'crictl ps',
    ],
  };
}
