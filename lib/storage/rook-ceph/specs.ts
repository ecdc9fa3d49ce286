import type { Toleration } from 'kubernetes-types/core/v1';
import { spread } from '../../index';
import type { CephFilesystemSpec, CephObjectStoreSpec } from './kinds';
import { copiesBeside, poolSpec } from './pools';
import type { DaemonResources } from './resources';
import type { Topology } from './topology';
import type { FilesystemOptions, ObjectStoreOptions } from './words';

/** What file systems and object stores depend on beside their options. */
export interface SpecContext {
  readonly topology: Topology;
  readonly tolerations: readonly Toleration[];
  readonly resources: DaemonResources;
}

/** Port on which Pods of an object store answer without TLS, whatever the Service's is. */
export const RGW_POD_PORT = 8080;

/** Name of the pool, within its file system, that holds what Pods write. */
export const dataPoolName = ({ erasureCoded }: FilesystemOptions): string =>
  erasureCoded ? 'erasure-coded' : 'data0';

/** A CephFilesystem. Its first pool holds copies: Ceph wants that of the one with the directories' ends. */
export function filesystemSpec(
  options: FilesystemOptions,
  context: SpecContext,
): CephFilesystemSpec {
  const { topology } = context;
  const { metadataDeviceClass, activeMetadataServers = 1 } = options;
  const copies = copiesBeside(options);
  const size = options.size === undefined ? {} : { size: options.size };
  const metadata = metadataDeviceClass === undefined ? {} : { deviceClass: metadataDeviceClass };
  const data = { name: dataPoolName(options), ...poolSpec(topology, options) };
  return {
    metadataPool: poolSpec(topology, { ...copies, ...size, ...metadata }),
    dataPools: options.erasureCoded
      ? [{ name: 'data0', ...poolSpec(topology, copies) }, data]
      : [data],
    preserveFilesystemOnDelete: true,
    metadataServer: {
      activeCount: activeMetadataServers,
      activeStandby: topology.highlyAvailable,
      priorityClassName: 'system-cluster-critical',
      resources: context.resources['mds'] ?? {},
      placement: placement(context, { app: 'rook-ceph-mds', rook_file_system: options.name }),
    },
  };
}

/** A CephObjectStore, whose data survives the object. */
export function objectStoreSpec(
  options: ObjectStoreOptions,
  context: SpecContext,
  certificate: string | undefined,
): CephObjectStoreSpec {
  const { dataPool = {}, metadataPool = {}, config } = options;
  const { topology } = context;
  const data = poolSpec(topology, dataPool);
  return {
    metadataPool: poolSpec(topology, metadataPool),
    // It holds most of the data: start with many placement groups.
    dataPool: { ...data, parameters: { bulk: 'true', ...data.parameters } },
    preservePoolsOnDelete: true,
    gateway: {
      ...(certificate === undefined
        ? { port: 80 }
        : { securePort: 443, sslCertificateRef: certificate }),
      instances: options.instances ?? (topology.highlyAvailable ? 2 : 1),
      priorityClassName: 'system-cluster-critical',
      resources: context.resources['rgw'] ?? {},
      placement: placement(context, gatewayLabels(options.name)),
      ...(config && { rgwConfig: config }),
    },
  };
}

/** Labels of the Pods of an object store. */
export const gatewayLabels = (store: string): Readonly<Record<string, string>> => ({
  app: 'rook-ceph-rgw',
  rook_object_store: store,
});

const placement = (
  { topology, tolerations }: SpecContext,
  labels: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> => ({
  ...(topology.highlyAvailable && { topologySpreadConstraints: spread(labels) }),
  ...(tolerations.length > 0 && { tolerations }),
});
