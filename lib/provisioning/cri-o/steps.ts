import type { NodeRuntime } from '../../contracts/container-runtime';
import type { RunbookStep } from '../../index';
import { INSTALLER } from './installer';

/** How CRI-O comes to the nodes. */
export function installStep({ version }: NodeRuntime, pause: string): RunbookStep {
  return {
    runbook: 'install',
    stage: 'machines',
    title: `Install CRI-O ${version}`,
    on: 'nodes',
    text: 'Its packages bring crun, runc and conmon, signed by the project. `crictl` comes with the package `cri-tools`, which kubeadm brings.',
    commands: [`/usr/local/sbin/${INSTALLER}`],
    verify: [
      'crio status config > /dev/null',
      'systemctl is-active crio',
      `if command -v crictl > /dev/null; then crictl info > /dev/null && crictl pull ${pause}; fi`,
    ],
  };
}

/** Files that people put on the nodes by hand. */
export function filesStep(files: readonly string[]): RunbookStep | undefined {
  if (files.length === 0) return undefined;
  return {
    runbook: 'install',
    stage: 'machines',
    title: 'Put keys for images on the nodes',
    on: 'nodes',
    text: `CRI-O reads ${files.map((file) => `\`${file}\``).join(', ')}. They are yours to bring; the private ones are readable by root only.`,
    verify: files.map((file) => `test -r '${file}'`),
  };
}

/** How nodes come to another version. */
export function upgradeStep({ version }: NodeRuntime): RunbookStep {
  return {
    runbook: 'upgrade',
    stage: 'machines',
    title: `Bring CRI-O to ${version}`,
    on: 'nodes',
    text: `One node at a time, control planes first: \`kubectl drain <node> --ignore-daemonsets --delete-emptydir-data\` before, \`kubectl uncordon <node>\` once the checks pass. CRI-O goes along with the kubelet: same minor version, and no minor version is left out. Signals reload the configuration of registries; \`policy.json\` is read at each pull.`,
    commands: [`/usr/local/sbin/${INSTALLER}`],
    verify: [
      'crio --version',
      'crio status config > /dev/null',
      'crictl info > /dev/null',
      'crictl ps',
    ],
  };
}
