import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import { versionOf } from './cluster';
import type {
  KubeadmControlPlaneSpec,
  MachineDeploymentSpec,
  MachineHealthCheckSpec,
} from './kinds';
import type { InfrastructureReference, MachineTimes, WorkerGroup } from './words';

/** The machines of a control plane, without what kubeadm is told on them. */
export function controlPlaneMachines(
  definition: ControlPlaneDefinition | undefined,
  infrastructureRef: InfrastructureReference,
  options: MachineTimes & { readonly replicas: number; readonly certificateDays: number },
): KubeadmControlPlaneSpec {
  return {
    replicas: options.replicas,
    version: versionOf(definition),
    machineTemplate: { spec: { infrastructureRef, deletion: deletion(options) } },
    rollout: {
      before: { certificatesExpiryDays: options.certificateDays },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
    },
    // A machine that fails again and again is a matter for people.
    remediation: { maxRetry: 5, retryPeriodSeconds: 300, minHealthyPeriodSeconds: 7200 },
  };
}

/** The machines of a group of workers. */
export function workerMachines(
  definition: ControlPlaneDefinition | undefined,
  names: { readonly cluster: string; readonly full: string },
  { replicas, failureDomain }: WorkerGroup,
  infrastructureRef: InfrastructureReference,
  times: MachineTimes,
): MachineDeploymentSpec {
  const clusterName = names.cluster;
  return {
    clusterName,
    replicas,
    // The controller adds the labels that tell one group from another.
    selector: {},
    rollout: {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    },
    template: {
      spec: {
        clusterName,
        version: versionOf(definition),
        bootstrap: {
          configRef: {
            apiGroup: 'bootstrap.cluster.x-k8s.io',
            kind: 'KubeadmConfigTemplate',
            name: names.full,
          },
        },
        infrastructureRef,
        deletion: deletion(times),
        ...(failureDomain !== undefined && { failureDomain }),
      },
    },
  };
}

/** When machines are replaced by themselves: not when so many are away that something else is wrong. */
export function healthCheck(
  clusterName: string,
  matchLabels: Readonly<Record<string, string>>,
  atMost: number,
  { nodeStartupTimeoutSeconds = 1200, unhealthySeconds = 300 }: MachineTimes,
): MachineHealthCheckSpec {
  return {
    clusterName,
    selector: { matchLabels },
    checks: {
      nodeStartupTimeoutSeconds,
      unhealthyNodeConditions: ['Unknown', 'False'].map((status) => ({
        type: 'Ready',
        status,
        timeoutSeconds: unhealthySeconds,
      })),
    },
    remediation: { triggerIf: { unhealthyLessThanOrEqualTo: atMost } },
  };
}

function deletion(times: MachineTimes) {
  return {
    nodeDrainTimeoutSeconds: times.nodeDrainTimeoutSeconds ?? 1800,
    nodeVolumeDetachTimeoutSeconds: times.nodeVolumeDetachTimeoutSeconds ?? 600,
    nodeDeletionTimeoutSeconds: times.nodeDeletionTimeoutSeconds ?? 60,
  };
}
