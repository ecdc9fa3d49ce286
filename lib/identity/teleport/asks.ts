import type { Construct } from 'constructs';
import { Backups } from '../../contracts/backups';
import { Certificates } from '../../contracts/certificates';
import type { TeleportStores } from './stores';

/** Has the certificate of the proxies made. */
export function askForCertificate(
  scope: Construct,
  namespace: string,
  hosts: readonly string[],
): void {
  Certificates.require(scope, 'for its hostname');
  Certificates.whenProvided(scope, (issuer) => {
    issuer.request(scope, {
      name: 'teleport-tls',
      namespace,
      hosts,
      secretName: 'teleport-tls',
    });
  });
}

/** Has what is on the volume backed up; databases and the object store see to themselves. */
export function askForBackup(scope: Construct, namespace: string, stores: TeleportStores): void {
  Backups.whenProvided(scope, (keeper) => {
    keeper.protect(scope, {
      name: 'teleport',
      namespace,
      method: stores.usesVolume
        ? 'volumes'
        : { own: 'state and audit log are in PostgreSQL, recordings in the object store' },
    });
  });
}
