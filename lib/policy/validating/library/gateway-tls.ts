import type { PolicyTemplate } from '../words';

/** Gateways with TLS. */
export const gatewayTls: PolicyTemplate = {
  id: 'gateway-tls',
  title: 'Gateways with TLS',
  description:
    'A listener without TLS is there to send browsers to the one with it: only the namespace of the Gateway itself, where that redirect stands, may attach routes to it.',
  severity: 'high',
  defaults: {},
  rules: () => ({
    match: {
      rules: [
        {
          apiVersion: 'gateway.networking.k8s.io/v1',
          resources: ['gateways'],
          scope: 'Namespaced',
        },
      ],
    },
    variables: {
      open: `dyn(object).spec.listeners.filter(l,\n  l.protocol == 'HTTP' && l.?allowedRoutes.?namespaces.?from.orValue('Same') != 'Same'\n).map(l, '"' + l.name + '"')`,
    },
    validations: [
      {
        expression: 'size(variables.open) == 0',
        message: 'listeners without TLS must take routes of their own namespace only',
        messageExpression: `'listener ' + variables.open.join(', ') + ' has no TLS; it must set allowedRoutes.namespaces.from to Same and serve a redirect only'`,
        reason: 'Forbidden',
      },
    ],
  }),
};
