import type { Host, HostFileProps, HostGroup } from '../../index';
import { INSTALLER, installer } from './installer';
import { certificatesOf, kubeconfigsOf, type Role } from './places';
import {
  EXPORTER,
  EXPORTER_UNIT,
  exporterAddress,
  PORT,
  SYSUSERS,
  USER,
  WRITER_UNIT,
  writerTimer,
} from './units';
import type { MachineMetricsProps } from './words';
import { WRITER, writerScript } from './writer-script';

const UNITS = '/etc/systemd/system';
const SCRIPTS = '/usr/local/sbin';

/** What all machines of a role have. */
export function writerFiles(
  on: Role,
  { certificates = [] }: MachineMetricsProps,
  virtualAddress: string | undefined,
): readonly HostFileProps[] {
  const text = writerScript({
    certificates: certificatesOf(on, certificates),
    kubeconfigs: kubeconfigsOf(on),
    virtualAddress,
  });
  const timer = writerTimer(virtualAddress !== undefined);
  return [
    { on, path: `${SCRIPTS}/${WRITER}`, mode: '0755', content: { text } },
    { on, path: `${UNITS}/${WRITER}.service`, content: { text: WRITER_UNIT } },
    {
      on,
      path: `${UNITS}/${WRITER}.timer`,
      content: { text: timer },
      restarts: [`${WRITER}.timer`],
    },
  ];
}

/** What machines outside the cluster have beside. */
export function exporterFiles(
  on: HostGroup,
  machines: readonly Host[],
  { port = PORT, downloads = 'https://github.com' }: MachineMetricsProps,
): readonly HostFileProps[] {
  const restarts = [EXPORTER];
  return [
    {
      on,
      path: `${SCRIPTS}/${INSTALLER}`,
      mode: '0755',
      content: { text: installer(downloads.replace(/\/$/, '')) },
    },
    { on, path: `/etc/sysusers.d/${USER}.conf`, content: { text: SYSUSERS } },
    { on, path: `${UNITS}/${EXPORTER}.service`, content: { text: EXPORTER_UNIT }, restarts },
    ...machines.map((machine): HostFileProps => ({
      on: { host: machine.name },
      path: `${UNITS}/${EXPORTER}.service.d/address.conf`,
      content: { text: exporterAddress(machine, port) },
      restarts,
    })),
  ];
}
