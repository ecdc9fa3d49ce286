import type { Construct } from 'constructs';
import { Metrics } from '../../lib/contracts/metrics';
import { Longhorn, type LonghornProps } from '../../lib/storage/longhorn';
import { freeRoot } from '../harness/sample';
import { metricsCollector } from '../harness/services';

const longhornIn = (scope: Construct, props: LonghornProps = {}) =>
  new Longhorn(scope, 'longhorn', { expose: false, ...props });

test.each<[string, LonghornProps, string]>([
  ['more than a whole disk', { reservedPercentage: 130 }, "a share of '130' percent"],
  ['less than nothing', { overProvisioningPercentage: -1 }, "cannot promise '-1' percent"],
  [
    'backups to an address without a scheme',
    { backupTarget: { url: 'nas:/backups', host: 'nas', port: 2049 } },
    "the backup target 'nas:/backups' is no place that Longhorn knows",
  ],
  [
    'backups to no port',
    { backupTarget: { url: 'nfs://nas:/backups', host: 'nas', port: 0 } },
    "is at host 'nas', port '0', which cannot be",
  ],
])('fails for %s', (_, props, message) => {
  expect(() => longhornIn(freeRoot(), props)).toThrow(message);
});

test('fails for a job of the first class that is not there', () => {
  const longhorn = longhornIn(freeRoot(), { volumes: { recurringJobs: ['hourly'] } });
  expect(longhorn.node.validate()).toStrictEqual([
    "class 'longhorn' names the recurring job 'hourly', which is not there; add it with `addRecurringJob()`",
  ]);
});

test('misses an account that was never handed over', () => {
  const root = freeRoot();
  const metrics = metricsCollector();
  Metrics.provide(root, metrics);
  longhornIn(root);
  expect(JSON.stringify(metrics.rules)).toContain(
    'cronjob=\\"longhorn-backup-credentials\\"} or kube_cronjob_created{',
  );
});
