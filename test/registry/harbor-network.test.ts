import { valueAt } from '../../lib';
import { Metrics } from '../../lib/contracts/metrics';
import { metricsCollector } from '../harness/services';
import { harbor, manifest } from './harbor-fixture';

test('lets the scanner reach the registries of its databases, on their ports', () => {
  const { scope } = harbor({}, { imageMirror: { registry: 'mirror.example.com:5000' } });
  const policy = manifest(scope, 'NetworkPolicy', 'harbor-trivy-outside') ?? {};
  expect(valueAt(policy, 'spec.egress')).toStrictEqual([
    {
      ports: [
        { port: 443, protocol: 'TCP' },
        { port: 5000, protocol: 'TCP' },
      ],
    },
  ]);
});

test('tells of a configuration that never succeeded, too', () => {
  const metrics = metricsCollector();
  harbor({ wiring: [Metrics.with(metrics)] });
  const rules = metrics.rules[0]?.groups.flatMap((group) => group.rules) ?? [];
  const job = 'namespace="harbor",cronjob="harbor-configuration"';
  expect(rules.at(-1)?.expr).toBe(
    `time() - (max(kube_cronjob_status_last_successful_time{${job}}) or max(kube_cronjob_created{${job}})) > 3600`,
  );
});
