import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { ObjectStorage } from '../../contracts/object-storage';
import { ConfigMap, connect, CronJob, KubeObject, ServiceAccount, type Kind } from '../../index';
import { snapshotJob, type JobPlace } from './jobs';
import { SNAPSHOT } from './policies';
import type { VaultSnapshots } from './words';

/** Has snapshots taken into a bucket, as soon as there is an object store. */
export function takeSnapshots(scope: Construct, place: JobPlace, options: VaultSnapshots): void {
  const { namespace, facts } = place;
  const object = <Body extends object>(kind: Kind<Body>, name: string, body: Body): void => {
    new KubeObject(scope, `${kind.kind}-${name}`, kind, { name, namespace, body });
  };
  ObjectStorage.whenProvided(scope, (store) => {
    const name = options.bucket ?? `${facts.name}-snapshots`;
    const into = store.bucket(scope, { name, namespace });
    const { caCertificates } = into;
    connect(scope, {
      name: `${facts.name}-snapshots-to-bucket`,
      from: { namespace, pods: { 'app.kubernetes.io/name': SNAPSHOT } },
      to: into.destination,
    });
    const bucketCa = caCertificates === undefined ? undefined : `${facts.name}-snapshots-ca`;
    if (caCertificates !== undefined && bucketCa !== undefined) {
      object(ConfigMap, bucketCa, { data: { 'ca.crt': caCertificates } });
    }
    object(ServiceAccount, SNAPSHOT, {});
    object(CronJob, SNAPSHOT, { spec: snapshotJob({ ...place, ...options, into, bucketCa }) });
  });
}

/** Says to those who back things up what is done already. */
export function declareBackup(
  scope: Construct,
  { namespace, facts }: JobPlace,
  own: boolean,
): void {
  const how = `raft snapshots in a bucket (CronJob ${SNAPSHOT}), put back with \`operator raft snapshot restore\``;
  const method = own ? { own: how } : 'volumes';
  Backups.whenProvided(scope, (keeper) => {
    keeper.protect(scope, { name: facts.name, namespace, method });
  });
}
