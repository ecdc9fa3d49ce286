import { celLiteral } from '../../cel-literal';
import type { PolicyTemplate } from '../words';

/** Parameters of `no-external-ips`. */
export interface NoExternalIpsParameters {
  /** Addresses that Services may take all the same. */
  readonly allowed: readonly string[];
}

/** No external IPs of Services. */
export const noExternalIps: PolicyTemplate<NoExternalIpsParameters> = {
  id: 'no-external-ips',
  title: 'No external IPs of Services',
  description:
    'With externalIPs a Service takes the traffic to any address, those of others included (CVE-2020-8554).',
  severity: 'high',
  defaults: { allowed: [] },
  rules: ({ allowed }) => ({
    match: { rules: [{ apiVersion: 'v1', resources: ['services'], scope: 'Namespaced' }] },
    validations: [
      {
        expression: `object.spec.?externalIPs.orValue([]).all(ip, ip in ${celLiteral(allowed)})`,
        message: 'spec.externalIPs must not be set; use a Service of type LoadBalancer',
        reason: 'Forbidden',
      },
    ],
  }),
};
