import type { Component, HostFileProps } from '../../index';
import { UPSTREAMS } from '../runtime-registries';
import { BUILDKIT_CA, buildkitdToml, buildkitUnit } from './buildkit';
import { DOCKER_CA, DOCKER_CERTS, daemonJson, dockerHosts } from './docker';
import { containersConf, policyJson, registriesConf, storageConf } from './podman';
import { buildRegistries } from './registries';
import type { BuildSettings } from './settings';

/** The files of the engine. What they say of registries is read late. */
export function engineFiles(by: Component, settings: BuildSettings): readonly HostFileProps[] {
  if (settings.engine === 'docker') return dockerFiles(by, settings);
  return settings.engine === 'buildkit' ? buildkitFiles(by, settings) : podmanFiles(by, settings);
}

function dockerFiles(by: Component, settings: BuildSettings): readonly HostFileProps[] {
  const restarts = ['docker.service'];
  return [
    file('/etc/docker/daemon.json', () => ({ json: daemonJson(settings) }), restarts),
    file(DOCKER_CA, () => certificates(by)),
    ...UPSTREAMS.map((upstream) =>
      file(`${DOCKER_CERTS}/${upstream}/hosts.toml`, () => {
        const registries = buildRegistries(by);
        const found = registries.mirrored.find((registry) => registry.upstream === upstream);
        return found && { toml: dockerHosts(upstream, found.mirrors, registries) };
      }),
    ),
  ];
}

function buildkitFiles(by: Component, settings: BuildSettings): readonly HostFileProps[] {
  const restarts = ['buildkit.service'];
  return [
    file(
      '/etc/buildkit/buildkitd.toml',
      () => ({ toml: buildkitdToml(settings, buildRegistries(by)) }),
      restarts,
    ),
    file(BUILDKIT_CA, () => certificates(by), restarts),
    file(
      '/etc/systemd/system/buildkit.service',
      () => ({ text: buildkitUnit(settings, 'buildkit') }),
      restarts,
    ),
  ];
}

function podmanFiles(by: Component, settings: BuildSettings): readonly HostFileProps[] {
  const { dataRoot, addressPools, otherRegistries } = settings;
  return [
    file('/etc/containers/registries.conf.d/50-kubestrata.conf', () => ({
      toml: registriesConf(buildRegistries(by)),
    })),
    file('/etc/containers/policy.json', () => ({
      json: policyJson(buildRegistries(by), otherRegistries),
    })),
    file('/etc/containers/storage.conf', () => ({ toml: storageConf(dataRoot) })),
    file('/etc/containers/containers.conf.d/50-kubestrata.conf', () => ({
      toml: containersConf(addressPools),
    })),
  ];
}

const certificates = (by: Component) => {
  const text = buildRegistries(by).caCertificates;
  return text === undefined ? undefined : { text };
};

const file = (
  path: string,
  content: Extract<HostFileProps['content'], () => unknown>,
  restarts: readonly string[] = [],
): HostFileProps => ({ on: 'build', path, content, restarts });
