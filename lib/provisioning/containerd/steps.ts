import type { NodeRuntime } from '../../contracts/container-runtime';
import type { RunbookStep } from '../../index';
import type { RegistryPlan } from '../runtime-registries';
import { INSTALLER } from './installer';

/** How containerd comes to the nodes. */
export function installStep({ version }: NodeRuntime, pause: string): RunbookStep {
  return {
    runbook: 'install',
    stage: 'machines',
    title: `Install containerd ${version}`,
    on: 'nodes',
    text: 'Each download is checked against the sum that its project publishes. `crictl` comes with the package `cri-tools`, which kubeadm brings.',
    commands: [INSTALLER],
    verify: [
      'containerd config dump > /dev/null',
      'systemctl is-active containerd',
      `if command -v crictl > /dev/null; then crictl info > /dev/null && crictl pull ${pause}; fi`,
    ],
  };
}

/** Whether nodes reach and trust the mirrors, once they are there. */
export function mirrorStep(
  plans: readonly RegistryPlan[],
  caOf: (host: string) => string | undefined,
): RunbookStep | undefined {
  const hosts = [...new Set(plans.flatMap(({ mirrors }) => mirrors.map(({ host }) => host)))];
  if (hosts.length === 0) return undefined;
  return {
    runbook: 'install',
    stage: 'afterwards',
    title: 'See that nodes pull through the mirror',
    on: 'nodes',
    text: 'Each answer is `200` or `401`: the mirror is reached and its certificate trusted. Where it is not, nodes go to the public registry itself, or wait.',
    commands: hosts.map((host) => {
      const ca = caOf(host);
      return `curl --silent --show-error --output /dev/null --write-out '${host}: %{http_code}\\n'${ca === undefined ? '' : ` --cacert '${ca}'`} 'https://${host}/v2/'`;
    }),
  };
}

/** How nodes come to another version. */
export function upgradeStep({ version }: NodeRuntime): RunbookStep {
  return {
    runbook: 'upgrade',
    stage: 'machines',
    title: `Bring containerd to ${version}`,
    on: 'nodes',
    text: `One node at a time: \`kubectl drain <node> --ignore-daemonsets --delete-emptydir-data\` before, \`kubectl uncordon <node>\` once the checks pass.

Minor versions are taken one after the other; only from 1.7 to 2.3 there is a direct way. An older containerd does not start with a newer configuration (1.7 reads version 2, 2.2 version 3, 2.3 version 4), a newer one reads all of them: when the minor version changes, set \`configuration\` to the older one, go through the nodes, and leave it out afterwards.`,
    commands: [INSTALLER],
    verify: [
      'containerd --version',
      'containerd config dump > /dev/null',
      'crictl info > /dev/null',
      'crictl ps',
    ],
  };
}
