import type { Construct } from 'constructs';
import { Layer, Namespace } from 'kubestrata';
import { StandardPlatform } from 'kubestrata/editions';
import { machines, nodes } from './cluster';
import { services } from './services';

/**
 * A realistic on-premises cluster: three racks, a pair of load balancers, a pair of routers, an ACME issuer that proves
 * names by DNS, policies that refuse in production and warn everywhere else.
 *
 * Called once below a cdk8s App and once below a TerraformStack.
 */
export function definePlatform(scope: Construct): StandardPlatform {
  const platform = new StandardPlatform(scope, 'standard', {
    domain: 'k8s.example.com',
    edition: 2025,
    kubernetesVersion: '1.36',
    labels: { environment: 'production', site: 'fra1' },
    nodes,
    machines,
    networks: {
      nodes: ['10.20.0.0/24'],
      pods: ['10.244.0.0/16'],
      services: ['10.96.0.0/16'],
    },
    apiServer: { host: '10.20.0.10' },

    provisioning: {
      sshUser: 'ops',
      kubeadm: {
        // Keys are made on the machines; what is in etcd can be read there alone.
        apiServer: { encryption: { provider: 'secretbox' } },
      },
      nodePrerequisites: { ntpServers: ['10.20.0.53'] },
    },

    network: {
      // The edition's ingress-nginx is retired; Gateway API is its named successor.
      gateway: 'envoy-gateway',
      // MetalLB speaks BGP with the routers; Calico keeps to VXLAN between the racks.
      calico: { encapsulation: 'VXLANCrossSubnet' },
      metallb: {
        asn: 64512,
        peers: [
          { name: 'router-a', address: '10.20.0.2', asn: 64500, passwordSecret: 'router-a' },
          { name: 'router-b', address: '10.20.0.3', asn: 64500, passwordSecret: 'router-b' },
        ],
        pools: [
          { name: 'public', addresses: ['203.0.113.0/26'] },
          { name: 'internal', addresses: ['10.30.0.0/24'], autoAssign: false },
        ],
      },
      certManager: {
        acmeIssuers: [
          {
            name: 'letsencrypt',
            email: 'platform@example.com',
            solvers: [
              {
                dns01: {
                  provider: 'rfc2136',
                  nameserver: '10.20.0.53',
                  tsig: { keyName: 'cert-manager', secret: { name: 'dns-update', key: 'tsig' } },
                },
              },
            ],
          },
        ],
        internalCas: [{ name: 'internal', permittedDomains: ['k8s.example.com', 'svc'] }],
      },
      externalDns: {
        provider: {
          name: 'rfc2136',
          host: '10.20.0.53',
          zones: ['k8s.example.com'],
          tsig: { keyName: 'external-dns', secret: { name: 'dns-update', key: 'tsig' } },
        },
      },
    },

    ...services,

    // New teams are warned, production is refused.
    policy: { level: 'restricted', rollout: 'production' },

    observability: {
      prometheus: {
        retention: '15d',
        storage: { size: '200Gi' },
        receivers: [
          {
            name: 'on-call',
            pagerDuty: { routingKey: { name: 'alert-receivers', key: 'pagerduty' } },
          },
          {
            name: 'platform-team',
            slack: {
              webhookUrl: { name: 'alert-receivers', key: 'slack' },
              channel: '#platform-alerts',
            },
          },
        ],
        routes: [
          { receiver: 'on-call', matchers: ['severity = critical'] },
          { receiver: 'platform-team' },
        ],
      },
    },
  });

  // Namespaces of the teams: their labels say which policies refuse and which warn.
  const teams = new Layer(platform, 'teams');
  new Namespace(teams, 'shop', {
    name: 'shop',
    podSecurity: 'restricted',
    labels: { stage: 'production', owner: 'team-shop' },
  });
  new Namespace(teams, 'sandbox', {
    name: 'sandbox',
    podSecurity: 'baseline',
    labels: { stage: 'trial', owner: 'team-new' },
  });
  return platform;
}
