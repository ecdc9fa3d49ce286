import type { Construct } from 'constructs';
import { KubeObject, PodDisruptionBudget, resources, spread, type ObjectMeta } from '../../index';
import { poolerName } from './cluster';
import { Pooler } from './kinds';
import type { ClusterOptions } from './words';

/** Labels of the Pods of a pool. */
export const poolerLabels = (name: string) => ({ 'cnpg.io/poolerName': poolerName(name) });

/** Draws a pool of connections in front of a cluster: one server connection a transaction. */
export function drawPooler(
  scope: Construct,
  { name, namespace }: ClusterOptions,
  { image, replicated, ...meta }: ObjectMeta & { image: string; replicated: boolean },
): void {
  const labels = poolerLabels(name);
  const pooler = poolerName(name);
  const where = { ...meta, name: pooler, namespace };
  new KubeObject(scope, `Pooler-${namespace}-${pooler}`, Pooler, {
    ...where,
    body: {
      spec: {
        cluster: { name },
        type: 'rw',
        instances: replicated ? 2 : 1,
        pgbouncer: {
          poolMode: 'transaction',
          image,
          parameters: {
            max_client_conn: '1000',
            default_pool_size: '20',
            max_prepared_statements: '200',
            client_tls_sslmode: 'require',
          },
        },
        template: {
          metadata: { labels },
          spec: {
            containers: [{ name: 'pgbouncer', resources: resources('50m', '64Mi', '256Mi') }],
            ...(replicated && { topologySpreadConstraints: spread(labels) }),
          },
        },
      },
    },
  });
  if (!replicated) return;
  new KubeObject(scope, `PodDisruptionBudget-${namespace}-${pooler}`, PodDisruptionBudget, {
    ...where,
    body: { spec: { minAvailable: 1, selector: { matchLabels: labels } } },
  });
}
