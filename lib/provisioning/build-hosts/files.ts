import type { Component, HostContent, HostFileProps } from '../../index';
import { BUILDKIT_CA, buildkitdToml, buildkitUnit } from './buildkit';
import { DOCKER_CA, DOCKER_CERTS, daemonJson, dockerHosts } from './docker';
import {
  CONTAINERS_CERTS,
  containersConf,
  policyJson,
  registriesConf,
  storageConf,
} from './podman';
import { buildRegistries, type BuildRegistries } from './registries';
import type { BuildSettings } from './settings';

/** The files of the engine, as the registries of the platform are now. */
export function engineFiles(by: Component, settings: BuildSettings): readonly HostFileProps[] {
  const registries = buildRegistries(by);
  if (settings.engine === 'docker') return dockerFiles(settings, registries);
  if (settings.engine === 'buildkit') return buildkitFiles(settings, registries);
  return podmanFiles(settings, registries);
}

function dockerFiles(
  settings: BuildSettings,
  registries: BuildRegistries,
): readonly HostFileProps[] {
  return [
    file('/etc/docker/daemon.json', { json: daemonJson(settings) }, ['docker.service']),
    ...registries.mirrored.map(({ upstream, mirrors }) =>
      file(`${DOCKER_CERTS}/${upstream}/hosts.toml`, {
        toml: dockerHosts(upstream, mirrors, registries),
      }),
    ),
    ...authority(DOCKER_CA, registries),
    ...trusted(DOCKER_CERTS, registries),
  ];
}

function buildkitFiles(
  settings: BuildSettings,
  registries: BuildRegistries,
): readonly HostFileProps[] {
  const restarts = ['buildkit.service'];
  const unit = buildkitUnit(settings, 'buildkit');
  return [
    file('/etc/buildkit/buildkitd.toml', { toml: buildkitdToml(settings, registries) }, restarts),
    ...authority(BUILDKIT_CA, registries, restarts),
    file('/etc/systemd/system/buildkit.service', { text: unit }, restarts),
  ];
}

function podmanFiles(
  { dataRoot, addressPools, otherRegistries }: BuildSettings,
  registries: BuildRegistries,
): readonly HostFileProps[] {
  return [
    file('/etc/containers/registries.conf.d/50-kubestrata.conf', {
      toml: registriesConf(registries),
    }),
    file('/etc/containers/policy.json', { json: policyJson(registries, otherRegistries) }),
    file('/etc/containers/storage.conf', { toml: storageConf(dataRoot) }),
    file('/etc/containers/containers.conf.d/50-kubestrata.conf', {
      toml: containersConf(addressPools),
    }),
    ...trusted(CONTAINERS_CERTS, registries),
  ];
}

/** All authorities in one file, for what names it. */
function authority(
  path: string,
  { caCertificates: text }: BuildRegistries,
  restarts: readonly string[] = [],
): readonly HostFileProps[] {
  return text === undefined ? [] : [file(path, { text }, restarts)];
}

/** Docker and Podman look for authorities by the name of the host, also to push. */
const trusted = (
  folder: string,
  { ownHosts, caCertificates: text }: BuildRegistries,
): readonly HostFileProps[] =>
  text === undefined ? [] : ownHosts.map((host) => file(`${folder}/${host}/ca.crt`, { text }));

const file = (
  path: string,
  content: HostContent,
  restarts: readonly string[] = [],
): HostFileProps => ({ on: 'build', path, content, restarts });
