import type {
  ClusterIssuerSpecAcmeSolvers,
  ClusterIssuerSpecAcmeSolversDns01,
  ClusterIssuerSpecAcmeSolversHttp01,
} from './kinds';
import type { AcmeSolver, Dns01Solver, Http01Solver } from './solver-words';

/** A solver as the ClusterIssuer has it. */
export function acmeSolver(solver: AcmeSolver): ClusterIssuerSpecAcmeSolvers {
  const { dnsZones, dnsNames } = solver;
  return {
    ...((dnsZones ?? dnsNames) && {
      selector: { ...(dnsZones && { dnsZones }), ...(dnsNames && { dnsNames }) },
    }),
    ...(solver.http01 && { http01: http01(solver.http01) }),
    ...(solver.dns01 && { dns01: dns01(solver.dns01) }),
  };
}

function http01({ gateway, ingressClass }: Http01Solver): ClusterIssuerSpecAcmeSolversHttp01 {
  // The Service in front of the answering Pod needs no port on the nodes.
  const serviceType = 'ClusterIP';
  if (gateway === undefined) return { ingress: { ingressClassName: ingressClass, serviceType } };
  const { name, namespace, listener } = gateway;
  const parent = {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    name,
    namespace,
    ...(listener !== undefined && { sectionName: listener }),
  };
  return { gatewayHTTPRoute: { parentRefs: [parent], serviceType } };
}

function dns01(solver: Dns01Solver): ClusterIssuerSpecAcmeSolversDns01 {
  return { ...(solver.followCname && { cnameStrategy: 'Follow' }), ...writer(solver) };
}

function writer(solver: Dns01Solver): ClusterIssuerSpecAcmeSolversDns01 {
  switch (solver.provider) {
    case 'rfc2136': {
      const { nameserver, tsig, protocol } = solver;
      return {
        rfc2136: {
          nameserver,
          ...(protocol && { protocol }),
          ...(tsig && {
            tsigKeyName: tsig.keyName,
            tsigAlgorithm: tsig.algorithm ?? 'HMACSHA256',
            tsigSecretSecretRef: tsig.secret,
          }),
        },
      };
    }
    case 'cloudflare':
      return { cloudflare: { apiTokenSecretRef: solver.apiToken } };
    case 'route53': {
      const { region, hostedZoneId, role, accessKey } = solver;
      return {
        route53: {
          region,
          ...(hostedZoneId !== undefined && { hostedZoneID: hostedZoneId }),
          ...(role !== undefined && { role }),
          ...(accessKey && {
            accessKeyID: accessKey.id,
            secretAccessKeySecretRef: accessKey.secret,
          }),
        },
      };
    }
    case 'azure': {
      const { subscriptionId, resourceGroup, hostedZone, servicePrincipal } = solver;
      return {
        azureDNS: {
          subscriptionID: subscriptionId,
          resourceGroupName: resourceGroup,
          hostedZoneName: hostedZone,
          ...(servicePrincipal && {
            tenantID: servicePrincipal.tenantId,
            clientID: servicePrincipal.clientId,
            clientSecretSecretRef: servicePrincipal.secret,
          }),
        },
      };
    }
    case 'google': {
      const { project, hostedZone, serviceAccountKey } = solver;
      return {
        cloudDNS: {
          project,
          ...(hostedZone !== undefined && { hostedZoneName: hostedZone }),
          ...(serviceAccountKey && { serviceAccountSecretRef: serviceAccountKey }),
        },
      };
    }
    case 'webhook': {
      const { groupName, solverName, config } = solver;
      return { webhook: { groupName, solverName, ...(config && { config }) } };
    }
  }
}
