import type { Component } from '../../index';
import {
  certificatesOf,
  type ImageSource,
  type RegistryPlan,
  type RegistrySettings,
} from '../runtime/registries';
import { isAtLeast } from '../runtime/versions';

/** Where containerd looks for how to reach registries. */
export const CERTS_FOLDER = '/etc/containerd/certs.d';

/** Stands for every registry that has no folder of its own. */
export const DEFAULT = '_default';

/** The folder of a registry; a port is put so that every file system takes it. */
export const folderOf = (host: string): string =>
  `${CERTS_FOLDER}/${host.replace(/:(\d+)$/, '_$1_')}`;

/** Path of the certificates with which nodes trust a host. */
export const caFileOf = (host: string): string => `${folderOf(host)}/ca.crt`;

/** Where images of a registry really are. */
const SERVERS: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/**
 * The content of `hosts.toml`: mirrors in their order, and last the registry itself. Without
 * fallback the last mirror stands in its place, as containerd always asks `server`.
 */
export function hostsToml(
  by: Component,
  { registry, mirrors, fallback }: RegistryPlan,
  settings: RegistrySettings,
  version: string,
): { readonly server: string } {
  const last = mirrors.at(-1);
  const first = fallback || last === undefined ? mirrors : mirrors.slice(0, -1);
  const upstream = { host: SERVERS[registry] ?? registry, path: '' };
  const end = fallback || last === undefined ? upstream : last;
  const isMirror = end !== upstream;
  return {
    server: urlOf(end),
    ...(isMirror && { capabilities: ['pull', 'resolve'] }),
    ...connection(by, settings, end, isMirror ? end.host : registry),
    ...(first.length > 0 && {
      host: Object.fromEntries(
        first.map((mirror) => [
          urlOf(mirror),
          {
            capabilities: ['pull', 'resolve'],
            ...connection(by, settings, mirror, mirror.host),
            // A mirror that is gone must not hold up every pull.
            ...(fallback && isAtLeast(version, '2.2') && { dial_timeout: '5s' }),
          },
        ]),
      ),
    }),
  };
}

/** A path is no part of the registry's API: containerd takes it as it is, with the API's own `/v2` before. */
const urlOf = ({ host, path }: ImageSource): string =>
  path === '' ? `https://${host}` : `https://${host}/v2/${path}`;

function connection(
  by: Component,
  settings: RegistrySettings,
  { path }: ImageSource,
  host: string,
): object {
  const own = settings.registries?.find((registry) => registry.host === host);
  return {
    ...(path !== '' && { override_path: true }),
    ...(certificatesOf(by, settings, host) !== undefined && { ca: caFileOf(host) }),
    ...(own?.client && { client: [[own.client.certificate, own.client.key]] }),
    ...(own?.skipVerify && { skip_verify: true }),
  };
}
