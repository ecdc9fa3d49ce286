// What machines give in the test of alerts, and which alerts follow, in promtool's words.

const DAY = 86_400;
const end = (path: string): string =>
  `kubestrata_certificate_not_after_timestamp_seconds{machine="cp-1",path="${path}"}`;
const held = (machine: string): string =>
  `kubestrata_virtual_address_held{machine="${machine}",address="192.0.2.10",instance="${machine}:9100"}`;
const mtime = (instance: string): string =>
  `node_textfile_mtime_seconds{job="node-exporter",instance="${instance}",file="/host/textfiles/kubestrata-machine-metrics.prom"}`;
const up = (instance: string, more = ''): string =>
  `up{job="node-exporter",instance="${instance}"${more}}`;

const series = (values: Readonly<Record<string, string>>): object[] =>
  Object.entries(values).map(([name, value]) => ({ series: name, values: value }));

/** An alert, and the labels with which it fires; none where it does not. */
const at = (eval_time: string, alertname: string, ...exp_labels: object[]): object => ({
  eval_time,
  alertname,
  exp_alerts: exp_labels.map((labels) => ({ exp_labels: labels })),
});

const KUBELET = '/var/lib/kubelet/pki/kubelet-client-current.pem';

/** A file for `promtool test rules`, beside rules in `rules.json`. Time starts at 0. */
export const alertTests = {
  rule_files: ['rules.json'],
  evaluation_interval: '1m',
  tests: [
    {
      name: 'certificates',
      interval: '1m',
      input_series: series({
        [end('/good')]: `${100 * DAY}x200`,
        [end('/soon')]: `${20 * DAY}x200`,
        [end('/now')]: `${3 * DAY}x200`,
        [end(KUBELET)]: `${3 * DAY}x200`,
      }),
      alert_rule_test: [
        at('2h', 'MachineCertificateEnds', { machine: 'cp-1', path: '/now' }),
        at(
          '2h',
          'MachineCertificateEndsSoon',
          { machine: 'cp-1', path: '/soon' },
          { machine: 'cp-1', path: KUBELET },
        ),
      ],
    },
    {
      name: 'an address that is held by one, by two, by none',
      interval: '1m',
      input_series: series({
        [held('lb-1')]: '1x20 1x20 0x20',
        [held('lb-2')]: '0x20 1x20 0x20',
        [held('lb-3')]: '1x60',
        [mtime('lb-1:9100')]: '0+60x60',
        [mtime('lb-2:9100')]: '0+60x60',
        // Looked long ago, and held it then.
        [mtime('lb-3:9100')]: '-900x60',
      }),
      alert_rule_test: [
        at('15m', 'ApiAddressHeldTwice'),
        at('15m', 'ApiAddressHeldByNobody'),
        at('35m', 'ApiAddressHeldTwice', { address: '192.0.2.10' }),
        at('55m', 'ApiAddressHeldByNobody', { address: '192.0.2.10' }),
      ],
    },
    {
      name: 'what is written, was written, and never was',
      interval: '1m',
      input_series: series({
        [up('192.0.2.11:9100')]: '1x90',
        [mtime('192.0.2.11:9100')]: '0+60x90',
        [up('192.0.2.12:9100')]: '1x90',
        [mtime('192.0.2.12:9100')]: '0x90',
        [up('192.0.2.13:9100')]: '1x90',
        // A node that is not in the definition.
        [up('192.0.2.99:9100')]: '1x90',
        [up('192.0.2.5:9100', ',node="balancer-1"')]: '0x90',
      }),
      alert_rule_test: [
        at(
          '1h',
          'MachineMetricsOld',
          {
            job: 'node-exporter',
            instance: '192.0.2.12:9100',
            file: '/host/textfiles/kubestrata-machine-metrics.prom',
          },
          { job: 'node-exporter', instance: '192.0.2.13:9100' },
        ),
        at('1h', 'MachineGivesNoMetrics', {
          job: 'node-exporter',
          instance: '192.0.2.5:9100',
          node: 'balancer-1',
        }),
      ],
    },
  ],
};
