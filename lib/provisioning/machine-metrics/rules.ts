import type { AlertRule, RuleGroup } from '../../contracts/metrics';
import { KUBELET_PKI } from './places';
import { METRICS, WRITER } from './writer-script';

/** Job that node exporters have by convention: rules and dashboards of the field ask for it. */
export const JOB = 'node-exporter';

/** Name of the rules, and start of those of objects. */
export const NAME = 'machine-metrics';

/** What the rules depend on. */
export interface RulesInput {
  readonly warningDays: number;
  readonly criticalDays: number;
  /** Names of machines outside the cluster. */
  readonly outer: readonly string[];
  /** `192.0.2.11:9100`, of all machines that must have what the script writes. */
  readonly instances: readonly string[];
}

/** The script's file, as exporters on machines and in Pods name it. */
export const WRITTEN = `node_textfile_mtime_seconds{file=~".+/${WRITER}[.]prom"}`;

/**
 * What the field's rules for node exporter do not tell: disk, memory, clock and failed units of
 * these machines are theirs, as the job has their name.
 */
export function machineRules(input: RulesInput): RuleGroup {
  return {
    name: NAME,
    rules: [
      ...certificateRules(input),
      ...addressRules,
      ...(input.outer.length > 0 ? [downRule(input.outer)] : []),
      ...(input.instances.length > 0 ? [staleRule(input.instances)] : []),
      rebootRule,
    ],
  };
}

function certificateRules({ warningDays, criticalDays }: RulesInput): AlertRule[] {
  const left = (more = ''): string => `${METRICS.certificateEnd}${more} - time()`;
  // The field's own rules wake somebody up for kubelets, which renew theirs by themselves.
  const critical = `${left(`{path!~"${KUBELET_PKI}/.+"}`)} < ${criticalDays} * 86400`;
  return [
    {
      alert: 'MachineCertificateEndsSoon',
      expr: `${left()} < ${warningDays} * 86400 unless ${critical}`,
      for: '1h',
      severity: 'warning',
      summary:
        '{{ $labels.path }} of {{ $labels.machine }} ends in {{ $value | humanizeDuration }}.',
      description: `Take the steps of CERTIFICATES.md, which renew it without an outage; authorities of registries come from those who run them. Below \`${KUBELET_PKI}\` the kubelet should have renewed it by itself: look at \`kubectl get certificatesigningrequests\` and \`journalctl -u kubelet\`.`,
    },
    {
      alert: 'MachineCertificateEnds',
      expr: critical,
      for: '15m',
      severity: 'critical',
      summary:
        '{{ $labels.path }} of {{ $labels.machine }} ends in {{ $value | humanizeDuration }}.',
      description:
        'Once it has ended, whoever uses it is refused: API servers by etcd, kubelets and administrators by API servers. Take the steps of CERTIFICATES.md today; afterwards they are harder.',
    },
    {
      alert: 'MachineCertificateUnreadable',
      expr: `${METRICS.certificateReadable} == 0`,
      for: '30m',
      severity: 'warning',
      summary: '{{ $labels.path }} of {{ $labels.machine }} holds no certificate.',
      description:
        'What starts next with it fails. See the file with `openssl x509 -noout -text -in`, and bring it back as CERTIFICATES.md makes it, or from another machine where all have the same.',
    },
  ];
}

/** Who holds the address, as those say who looked at it within five minutes. */
const HOLDERS = `sum by (address) (${METRICS.addressHeld} and on (instance) time() - ${WRITTEN} < 300)`;

const addressRules: readonly AlertRule[] = [
  {
    alert: 'ApiAddressHeldByNobody',
    expr: `${HOLDERS} == 0`,
    for: '3m',
    severity: 'critical',
    summary:
      "No balancer that gives metrics holds {{ $labels.address }}, the API servers' address.",
    description:
      'Kubelets and clients reach no API server. See `journalctl -u keepalived` and `kubestrata-check-api` on the balancers; where one gives no metrics, it may be the holder: `ip -brief address`.',
  },
  {
    alert: 'ApiAddressHeldTwice',
    expr: `${HOLDERS} > 1`,
    for: '3m',
    severity: 'critical',
    summary: '{{ $value }} balancers hold {{ $labels.address }} at the same time.',
    description:
      'They do not hear each other, and connections go now to one, now to the other. A firewall drops VRRP (IP protocol 112), or `unicast_peer` is not the same everywhere: see `tcpdump -n vrrp` there.',
  },
  {
    alert: 'KeepalivedStopped',
    expr: `node_systemd_unit_state{job="${JOB}",name="keepalived.service",state="active"} == 0`,
    for: '10m',
    severity: 'warning',
    summary: 'keepalived of {{ $labels.node }} does not run.',
    description:
      "The machine cannot take over the API servers' address. After works on it: `systemctl start keepalived`; else see `journalctl -u keepalived`.",
  },
];

const downRule = (outer: readonly string[]): AlertRule => ({
  alert: 'MachineGivesNoMetrics',
  expr: `up{job="${JOB}",node=~"${oneOf(outer)}"} == 0`,
  for: '5m',
  severity: 'warning',
  summary: 'The machine {{ $labels.node }} outside the cluster gives no metrics.',
  description:
    'It is off, cut off, or without node exporter: nobody sees its disk, memory and clock. Log in and look at `systemctl status kubestrata-node-exporter`; a machine that is lost is replaced as RECOVERY.md says.',
});

const staleRule = (instances: readonly string[]): AlertRule => ({
  alert: 'MachineMetricsOld',
  expr: `time() - ${WRITTEN} > 900 or on (instance) (up{job="${JOB}",instance=~"${oneOf(instances)}"} == 1 unless on (instance) ${WRITTEN})`,
  for: '15m',
  severity: 'warning',
  summary: 'Nobody measures certificates on {{ $labels.instance }}.',
  description: `What is known of its certificates and of the API servers' address is old, or nothing. See \`systemctl status ${WRITER}.timer ${WRITER}.service\` there, and whether node exporter reads its folder.`,
});

const rebootRule: AlertRule = {
  alert: 'MachineRebootPending',
  expr: `${METRICS.rebootPending} == 1`,
  for: '7d',
  severity: 'info',
  summary: '{{ $labels.machine }} has waited for a reboot for a week.',
  description:
    'A newer kernel, or a library that all use, is installed and not in use. Drain nodes first; take balancers, members of etcd and control planes one after another, each healthy before the next.',
};

/** A regular expression of these words and no others. */
export const oneOf = (words: readonly string[]): string =>
  words.map((word) => word.replace(/[.[\]]/g, String.raw`\\$&`)).join('|');
