import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { ClusterSpec } from './kinds';
import type { InfrastructureReference, Topology, WorkerGroup } from './words';

/** Where the cluster's objects belong to. */
export const CONTROL_PLANE_GROUP = 'controlplane.cluster.x-k8s.io';

/** A cluster that is made of the objects beside it. */
export function clusterSpec(
  definition: ControlPlaneDefinition | undefined,
  controlPlaneName: string,
  infrastructure: InfrastructureReference,
): ClusterSpec {
  return {
    ...network(definition),
    controlPlaneRef: {
      apiGroup: CONTROL_PLANE_GROUP,
      kind: 'KubeadmControlPlane',
      name: controlPlaneName,
    },
    infrastructureRef: infrastructure,
  };
}

/** A cluster that is made by a ClusterClass. */
export function topologySpec(
  definition: ControlPlaneDefinition | undefined,
  { class: name, classNamespace, variables = {} }: Topology,
  replicas: number,
  workers: readonly WorkerGroup[],
): ClusterSpec {
  const values = Object.entries(variables).map(([variable, value]) => ({ name: variable, value }));
  return {
    ...network(definition),
    topology: {
      classRef: { name, ...(classNamespace !== undefined && { namespace: classNamespace }) },
      version: versionOf(definition),
      controlPlane: { replicas },
      ...(workers.length > 0 && { workers: { machineDeployments: workers.map(deployment) } }),
      ...(values.length > 0 && { variables: values }),
    },
  };
}

/** `v1.36.3`. */
export const versionOf = (definition: ControlPlaneDefinition | undefined): string =>
  `v${definition?.version ?? ''}`;

const deployment = (group: WorkerGroup) => ({
  class: group.class ?? group.name,
  name: group.name,
  replicas: group.replicas,
  ...(group.failureDomain !== undefined && { failureDomain: group.failureDomain }),
});

function network(definition: ControlPlaneDefinition | undefined): ClusterSpec {
  if (!definition) return {};
  return {
    clusterNetwork: {
      pods: { cidrBlocks: [...definition.podNetworks] },
      services: { cidrBlocks: [...definition.serviceNetworks] },
      serviceDomain: definition.dnsDomain,
    },
    controlPlaneEndpoint: { ...definition.endpoint },
  };
}
