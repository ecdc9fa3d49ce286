import { Certificates } from '../../contracts/certificates';
import type { Component } from '../../index';
import { SERVICE } from './server';
import type { TlsOptions } from './words';

/** Secret with the certificate; has one made where nobody names one. */
export function certificateSecret(
  component: Component,
  hostname: string,
  { secretName, issuer }: TlsOptions,
): string {
  if (secretName !== undefined) return secretName;
  const { namespace } = component;
  Certificates.require(component, 'to encrypt between the gateway and itself');
  Certificates.whenProvided(component, (issuers) => {
    issuers.request(component, {
      name: 'keycloak',
      namespace,
      hosts: [`${SERVICE}.${namespace}.svc`, hostname],
      secretName: 'keycloak-tls',
      ...(issuer !== undefined && { issuer }),
    });
  });
  return 'keycloak-tls';
}
