import type { PolicyTemplate } from '../words';

/** Ingresses with TLS. */
export const ingressTls: PolicyTemplate = {
  id: 'ingress-tls',
  title: 'Ingresses with TLS',
  description: 'Every host of an Ingress has a certificate, so that nothing is sent in the clear.',
  severity: 'high',
  defaults: {},
  rules: () => ({
    match: {
      rules: [
        { apiVersion: 'networking.k8s.io/v1', resources: ['ingresses'], scope: 'Namespaced' },
      ],
    },
    variables: {
      covered: 'object.spec.?tls.orValue([]).map(t, t.?hosts.orValue([]))',
      open: `object.spec.?rules.orValue([]).map(r, r.?host.orValue('')).filter(h, !variables.covered.exists(hosts,\n  hosts.exists(c, c == h || (c.startsWith('*.') && h.endsWith(c.substring(1))))\n)).map(h, '"' + h + '"')`,
    },
    validations: [
      {
        expression: 'size(variables.covered) > 0 && size(variables.open) == 0',
        message: 'spec.tls must be set, with every host',
        messageExpression: `'spec.tls must be set' + (size(variables.open) > 0 ? ', with the host ' + variables.open.join(', ') : '')`,
        reason: 'Forbidden',
      },
    ],
  }),
};
