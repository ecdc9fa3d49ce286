import { Platform, Registry } from '../../lib';
import type { ControlPlaneDefinition } from '../../lib/contracts/control-plane';
import { ClusterApi, type ClusterApiProps } from '../../lib/provisioning/cluster-api';
import { freeRoot } from '../harness/sample';
import { definition } from './kubespray-cluster';

export const METAL = 'infrastructure.cluster.x-k8s.io';
export const machines = { apiGroup: METAL, kind: 'MetalMachineTemplate', name: 'm' };
export const infrastructure = {
  cluster: { apiGroup: METAL, kind: 'MetalCluster', name: 'shop' },
  controlPlane: machines,
};

/** A management cluster with one cluster to make. */
export function managed(
  own: Partial<ControlPlaneDefinition> = {},
  props: Partial<ClusterApiProps> = { infrastructure },
) {
  const root = freeRoot();
  const platform = new Platform(root, 'management', {
    existingKinds: [
      '*.cluster.x-k8s.io',
      '*.controlplane.cluster.x-k8s.io',
      '*.bootstrap.cluster.x-k8s.io',
    ],
  });
  const controlPlane = { ...definition, ...own };
  const cluster = new ClusterApi(platform, 'shop', { clusterName: 'shop', controlPlane, ...props });
  return {
    cluster,
    warnings: () => Registry.of(platform).warnings.flatMap(({ text }) => text() ?? []),
    errors: () => root.node.findAll().flatMap((c) => c.node.validate()),
    spec: (kind: string, name: string) =>
      Registry.of(platform).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest[
        'spec'
      ] as never,
  };
}

/** What kubeadm is told, as far as tests look at it. */
export interface KubeadmConfig {
  readonly clusterConfiguration: {
    readonly apiServer: { readonly extraArgs: readonly { name: string; value: string }[] };
  };
  readonly initConfiguration: { readonly skipPhases?: readonly string[] };
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** What kubeadm is told on the control plane. */
export const kubeadmOf = (setup: ReturnType<typeof managed>): KubeadmConfig =>
  (setup.spec('KubeadmControlPlane', 'shop-control-plane') as { kubeadmConfigSpec: KubeadmConfig })
    .kubeadmConfigSpec;
export const flagOf = (config: KubeadmConfig, flag: string) =>
  config.clusterConfiguration.apiServer.extraArgs.find(({ name }) => name === flag)?.value;
export const fileOf = (config: KubeadmConfig, name: string): unknown => {
  const found = config.files.find(({ path }) => path.endsWith(name));
  return found && (JSON.parse(found.content) as unknown);
};
