import type { IConstruct } from 'constructs';
import { Exposure } from '../../contracts/exposure';
import { Metrics } from '../../contracts/metrics';
import { ObjectStorage } from '../../contracts/object-storage';
import type { VaultProps } from './props';

/** What is allowed and should be known; those that depend on others are computed late. */
export function warnings(
  scope: IConstruct,
  { distribution, seal, snapshots, expose = true }: VaultProps,
  hostname: string,
): (string | (() => string | undefined))[] {
  const openMetrics = () =>
    expose && Metrics.find(scope) && Exposure.find(scope)
      ? `metrics of Vault can be read by everybody at '${hostname}', as it has no port of their own for them; take OpenBao, or \`expose: false\``
      : undefined;
  const noBucket = () =>
    snapshots !== false && !ObjectStorage.find(scope)
      ? 'no snapshots are taken, as there is no object store; add one, or say `snapshots: false`'
      : undefined;
  const licence =
    'Vault is under the Business Source License; see whether your use is allowed, or take OpenBao';
  const byHand = 'each restart of a server needs people with shares of its key; pass a `seal`';
  const keyBeside =
    "whoever reads the Secret of seal 'static' reads the storage, and without it nobody does; keep a copy elsewhere";
  return [
    ...(distribution === 'vault' ? [licence, openMetrics] : []),
    seal ? [] : byHand,
    seal?.type === 'static' ? keyBeside : [],
    noBucket,
  ].flat();
}
