import type { Construct } from 'constructs';
import { Certificates } from '../../contracts/certificates';

export interface ServerCertificateOptions {
  /** Name of StatefulSet and Services. */
  readonly name: string;
  readonly namespace: string;
  /** Secret that will hold it. */
  readonly secretName: string;
  /** Name under which people know the servers. */
  readonly hostname: string;
  /** @default - the platform's default issuer */
  readonly issuer?: string;
}

/** Asks for the certificate by which clients, and servers among each other, know the servers. */
export function requestCertificate(scope: Construct, options: ServerCertificateOptions): void {
  const { name, namespace, secretName, hostname, issuer } = options;
  const services = [name, `${name}-active`, `*.${name}-internal`];
  const suffixes = ['', `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.cluster.local`];
  const hosts = services.flatMap((service) => suffixes.map((end) => `${service}${end}`));
  Certificates.require(scope, 'to encrypt what secrets travel in');
  Certificates.whenProvided(scope, (issuers) => {
    issuers.request(scope, {
      ...{ name: secretName, namespace, hosts: [...hosts, hostname], secretName },
      ...(issuer !== undefined && { issuer }),
    });
  });
}
