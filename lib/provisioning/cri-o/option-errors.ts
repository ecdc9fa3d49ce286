import { placeError } from '../runtime/registries';
import type { CriOProps } from './words';

/** Where CRI-O looks for certificates of a registry. */
const folderOf = (host: string): string => `/etc/containers/certs.d/${host}`;

/** Path of the certificates with which nodes trust a host. */
export const caFileOf = (host: string): string => `${folderOf(host)}/ca.crt`;

/** Keys that files here name, and that nobody but people may bring. */
export function filesByHand({ trust = [], registries = [] }: CriOProps): string[] {
  return [
    ...trust.flatMap(({ accept }) =>
      typeof accept === 'object' ? Object.values(accept as Record<string, string>) : [],
    ),
    ...registries.flatMap(({ client }) => (client ? [client.certificate, client.key] : [])),
  ];
}

/** CRI-O finds client certificates by their names, beside the registry's authority. */
export function clientError({ registries = [] }: CriOProps): string | undefined {
  for (const { host, client } of registries) {
    const folder = folderOf(host);
    if (client === undefined) continue;
    const name = client.certificate.replace(/\.cert$/, '');
    const fits = client.certificate.startsWith(`${folder}/`) && client.key === `${name}.key`;
    if (!fits || name === client.certificate) {
      return `the client certificate '${client.certificate}' of registry '${host}' is not where CRI-O looks; take \`${folder}/client.cert\` and \`${folder}/client.key\``;
    }
  }
  return undefined;
}

/** What is wrong with images that are kept or refused, if anything. */
export function imagesError({ blocked = [], pinnedImages = [] }: CriOProps): string | undefined {
  const odd = pinnedImages.find((image) => !/^\S+$/.test(image));
  if (odd !== undefined) return `'${odd}' in \`pinnedImages\` is no image; leave it out`;
  return blocked.flatMap((place) => placeError(place) ?? [])[0];
}

/** What is wrong with the size of logs, if anything. */
export const logError = ({ logSizeMax }: CriOProps): string | undefined =>
  logSizeMax === undefined || (Number.isInteger(logSizeMax) && logSizeMax >= 8192)
    ? undefined
    : `logSizeMax '${logSizeMax}' is less than CRI-O takes; give 8192 or more`;
