import type { HostPackage, HostPort } from '../../index';
import type { BuildHostsProps } from './build-hosts';
import { listenerOf, type BuildKitOptions } from './buildkit';
import type { AddressPool, BuildEngine } from './words';

/** What files and steps of build hosts are made from. */
export interface BuildSettings extends BuildKitOptions {
  readonly engine: BuildEngine;
  readonly runner: string;
  readonly addressPools: readonly AddressPool[];
  readonly otherRegistries: readonly string[];
}

const ROOTS = {
  docker: '/var/lib/docker',
  buildkit: '/var/lib/buildkit',
  podman: '/var/lib/containers/storage',
} as const;

/** The props with all defaults. */
export function settingsOf(props: BuildHostsProps): BuildSettings {
  const { engine = 'docker', addressPools = [{ base: '172.30.0.0/16', size: 24 }] } = props;
  return {
    engine,
    runner: props.runner ?? (engine === 'podman' ? 'runner' : ''),
    dataRoot: props.dataRoot ?? ROOTS[engine],
    cache: props.cache ?? {},
    addressPools,
    rootless: props.rootless ?? true,
    listener: props.listener,
    metricsPort: props.metricsPort,
    parallelism: props.parallelism,
    otherRegistries: props.otherRegistries ?? [],
  };
}

/** What build hosts listen on. */
export function portsOf({ listener }: BuildSettings): readonly HostPort[] {
  if (listener === undefined) return [];
  const { port, from = ['nodes', 'pods'] as const } = listenerOf(listener);
  return [{ port, purpose: 'BuildKit', on: 'build', from: [...from] }];
}

/** What they need of their distribution; the engine itself comes by the runbook where that has none. */
export function packagesOf({ engine, rootless }: BuildSettings): readonly HostPackage[] {
  const same = (name: string): HostPackage => ({ debian: name, redhat: name });
  const users = { debian: 'uidmap', redhat: 'shadow-utils' };
  if (engine === 'podman') return [same('podman'), same('buildah'), same('slirp4netns'), users];
  if (engine === 'docker') return [same('ca-certificates'), same('curl')];
  return [
    same('curl'),
    same('runc'),
    same('git'),
    ...(rootless ? [same('slirp4netns'), users] : []),
  ];
}
