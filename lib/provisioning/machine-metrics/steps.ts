import type { HostGroup, RunbookStep } from '../../index';
import { INSTALLER, VERSION } from './installer';
import { isNode, type Role } from './places';
import { EXPORTER } from './units';
import { METRICS, TEXTFILES, WRITER } from './writer-script';

/** What the steps speak of. */
export interface StepsInput {
  readonly roles: readonly Role[];
  /** Whether node exporter is installed on machines outside the cluster. */
  readonly installs: boolean;
}

/** Under SELinux, Pods read files of theirs only; node exporter of the nodes is one. */
const LABEL = `if command -v selinuxenabled >/dev/null && selinuxenabled; then chcon -R -t container_ro_file_t ${TEXTFILES} || echo 'the policy for containers is not installed'; fi`;

/** What people do about metrics of machines. */
export function metricsSteps(input: StepsInput): readonly RunbookStep[] {
  const { roles } = input;
  const groups: readonly HostGroup[] = [
    ...(roles.some(isNode) ? (['nodes'] as const) : []),
    ...roles.filter((role) => !isNode(role)),
  ];
  return [
    ...groups.flatMap((on) => [start(input, on, 'install'), start(input, on, 'upgrade')]),
    ...roles.filter((role) => role === 'control-plane' || role === 'etcd').map(renewed),
  ];
}

/** The same for the first time and for a newer version: all of it can be run again. */
function start(
  { installs }: StepsInput,
  on: HostGroup,
  runbook: 'install' | 'upgrade',
): RunbookStep {
  const outside = on !== 'nodes';
  const exports = outside && installs;
  const first = runbook === 'install';
  return {
    runbook,
    stage: 'machines',
    title: exports
      ? `${first ? 'Install' : 'Bring'} node exporter ${first ? VERSION : `to ${VERSION}`} on ${on} machines`
      : `Start what measures certificates and reboots on ${outside ? `${on} machines` : 'nodes'}`,
    on,
    ...(!first && { text: 'Where it runs already, nothing but its version changes.' }),
    ...(first && {
      text: outside
        ? `No agent of the cluster watches these machines. \`${WRITER} show\` prints what is measured beside.`
        : `Certificates that do not exist yet are left out. \`${WRITER} show\` prints what is measured; the collector's agent on the node reads it.`,
    }),
    commands: [
      ...(exports ? [`/usr/local/sbin/${INSTALLER}`] : []),
      'systemctl daemon-reload',
      `systemctl enable --now ${WRITER}.timer`,
      `systemctl start ${WRITER}.service`,
      ...(outside ? [] : [LABEL]),
    ],
    verify: [
      `systemctl is-active ${WRITER}.timer${exports ? ` ${EXPORTER}` : ''}`,
      ...(exports ? [ASKED] : []),
    ],
  };
}

/** Whether the exporter has read what was written. */
const ASKED = `curl --silent --fail --retry 5 --retry-connrefused --noproxy '*' "http://$(sed -n 's/^Environment=LISTEN=//p' /etc/systemd/system/${EXPORTER}.service.d/address.conf)/metrics" | grep '^node_textfile_mtime_seconds.*${WRITER}'`;

const renewed = (on: Role): RunbookStep => ({
  runbook: 'certificates',
  stage: 'afterwards',
  title: `See that alerts know the new certificates of ${on} machines`,
  on,
  text: 'Alerts end by themselves within minutes. What still ends soon was not renewed.',
  commands: [`systemctl start ${WRITER}.service`],
  verify: [
    `sed -n 's/^${METRICS.certificateEnd}{.*path="\\([^"]*\\)"} /\\1 @/p' ${TEXTFILES}/${WRITER}.prom | while read -r path end; do echo "$(date -d "$end" +%F) $path"; done | sort`,
  ],
});
