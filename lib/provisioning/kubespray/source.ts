import type { ApiEndpoint } from '../../contracts/api-load-balancer';
import type { DnsService } from '../../contracts/cluster-dns';
import type { NodeRuntime } from '../../contracts/container-runtime';
import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { Registry } from '../../contracts/image-registry';
import type { Platform } from '../../index';
import type { KubesprayOptions } from './options';

/** Variables of kubespray by name. `undefined` means "not set". */
export type Variables = Readonly<Record<string, unknown>>;

/** All that the variables are made from, as things stand at synthesis. */
export interface Source {
  readonly platform: Platform;
  readonly definition: ControlPlaneDefinition;
  readonly options: KubesprayOptions;
  /** Version of Kubernetes to install: `1.35.4`. */
  readonly version: string;
  readonly runtime: NodeRuntime | undefined;
  readonly balancer: ApiEndpoint | undefined;
  readonly dns: DnsService | undefined;
  readonly registry: Registry | undefined;
  /** Whether something in the cluster reads metrics of the control plane. */
  readonly remoteMetrics: boolean;
  /** Whether something else gives an etcd beside the control plane. */
  readonly externalEtcd: boolean;
}

/** How etcd is run: by systemd on its machines, or as static Pods of kubeadm. */
export function etcdDeployment({ platform, options }: Pick<Source, 'platform' | 'options'>) {
  const own = platform.hosts('etcd').length > 0;
  return options.etcdDeployment ?? (own ? 'host' : 'kubeadm');
}

/** Addresses of one family, in order of definition. */
export const ofFamily = (texts: readonly string[], family: 4 | 6): readonly string[] =>
  texts.filter((text) => text.includes(':') === (family === 6));
