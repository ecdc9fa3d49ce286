import { parseAddresses } from './addresses';
import { DNS_SUBDOMAIN } from './names';
import type { Host, PlatformNode } from './nodes';
import type { Platform } from './platform';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
// Linux takes fifteen characters.
const INTERFACE = /^[A-Za-z0-9][-A-Za-z0-9_.]{0,14}$/;

/** Words of machines, and of the way to the API servers, that kubelets and network configurations would stumble over. */
export function wordErrors({ nodes, machines, apiServer }: Platform): string[] {
  return [
    ...[...nodes, ...machines].flatMap(ofHost),
    ...nodes.flatMap(ofNode),
    ...(apiServer ? ofEndpoint(apiServer.host, apiServer.port) : []),
  ];
}

function ofHost({ name, zone, interface: card }: Host): string[] {
  return [
    ...(zone === undefined || NAME.test(zone)
      ? []
      : [`zone '${zone}' of '${name}' is no value of a label; write it as \`rack-1\``]),
    ...(card === undefined || INTERFACE.test(card)
      ? []
      : [
          `interface '${card}' of '${name}' is no name of a network interface; write it as \`ip link\` does, such as \`eth0\``,
        ]),
  ];
}

const ofNode = ({ name, labels = {} }: PlatformNode): string[] =>
  Object.entries(labels)
    .filter(([key, value]) => !isKey(key) || !(value === '' || NAME.test(value)))
    .map(
      ([key, value]) =>
        `label '${key}=${value}' of '${name}' is none; write it as \`example.com/disk=nvme\`, each part up to 63 letters, digits, \`-\`, \`_\` and \`.\``,
    );

function isKey(key: string): boolean {
  const [prefix, name, ...more] = key.includes('/') ? key.split('/') : [undefined, key];
  return (
    more.length === 0 && NAME.test(name ?? '') && (prefix === undefined || PREFIX.test(prefix))
  );
}

function ofEndpoint(host: string, port: number): string[] {
  const address = !/[/-]/.test(host) && typeof parseAddresses(host) !== 'string';
  return [
    // Clouds name their endpoints in capitals, too.
    ...(address || DNS_SUBDOMAIN.test(host.toLowerCase())
      ? []
      : [
          `the API servers' host '${host}' is no address or name; write it without scheme and port, such as \`192.0.2.10\` or \`api.example.com\``,
        ]),
    ...(Number.isInteger(port) && port >= 1 && port <= 65535
      ? []
      : [`the API servers' port '${port}' is none; give a number from 1 to 65535`]),
  ];
}
