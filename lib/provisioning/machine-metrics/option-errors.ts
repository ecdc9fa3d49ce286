import { parseAddresses } from '../../index';
import { downloadsError } from '../downloads';
import { PORT } from './units';
import type { MachineMetricsProps } from './words';

/** What is wrong with the options, if anything. */
export function optionError(props: MachineMetricsProps): string | undefined {
  return (
    portError(props.port) ??
    daysError(props) ??
    pathError(props) ??
    readerError(props) ??
    downloadsError(props.downloads)
  );
}

function portError(port = PORT): string | undefined {
  return Number.isInteger(port) && port > 0 && port < 65536
    ? undefined
    : `the port '${port}' is none; give 1 to 65535`;
}

function daysError({ warningDays = 30, criticalDays = 7 }: MachineMetricsProps) {
  return criticalDays > 0 && warningDays > criticalDays
    ? undefined
    : `warns '${warningDays}' days before the end of a certificate and wakes somebody up '${criticalDays}' days before; \`warningDays\` has to be more than \`criticalDays\`, and both more than 0`;
}

function pathError({ certificates = [] }: MachineMetricsProps): string | undefined {
  const odd = certificates.find(({ path }) => !/^(\/[\w@.+*:-]+)+$/.test(path));
  return odd === undefined
    ? undefined
    : `the path '${odd.path}' of a certificate is not absolute and plain; write it as \`/etc/haproxy/ca.crt\`, with \`*\` for many`;
}

function readerError({ readers = [] }: MachineMetricsProps): string | undefined {
  const odd = readers.find(
    (reader) => !/^[^-]+\/\d+$/.test(reader) || typeof parseAddresses(reader) === 'string',
  );
  return odd === undefined
    ? undefined
    : `'${odd}' in \`readers\` is no network; write it as \`198.51.100.0/24\``;
}
