import type { Examples } from '../../index';
import { Cilium } from './cilium';

export const examples: Examples = {
  'layer-2': (scope) => {
    const cilium = new Cilium(scope, 'cilium', {
      apiServer: { host: 'api.k8s.example.com' },
      encryption: { type: 'wireguard' },
      encryptNodes: true,
      hubbleUi: 'internal',
      bandwidthManager: true,
      bbr: true,
      hostFirewall: true,
      loadBalancing: 'l2',
      pools: [{ name: 'public', addresses: ['192.0.2.32/27', '192.0.2.100-192.0.2.110'] }],
      l2Policies: [{ name: 'public', interfaces: ['^eth[0-9]+'] }],
    });
    cilium.addClusterwideNetworkPolicy('ssh-from-bastion', {
      nodeSelector: { matchLabels: { role: 'edge' } },
      ingress: [
        {
          fromCIDR: ['198.51.100.7/32'],
          toPorts: [{ ports: [{ port: '22', protocol: 'TCP' }] }],
        },
        { fromEntities: ['cluster'] },
      ],
    });
    cilium.addNetworkPolicy('shop', 'web', {
      endpointSelector: { matchLabels: { app: 'web' } },
      ingress: [
        {
          fromEndpoints: [{ matchLabels: { app: 'gateway' } }],
          toPorts: [
            {
              ports: [{ port: '8080', protocol: 'TCP' }],
              rules: { http: [{ method: 'GET', path: '/.*' }] },
            },
          ],
        },
      ],
    });
    cilium.addCidrGroup('partners', ['203.0.113.0/24']);
    cilium.addEgressPolicy({
      name: 'to-bank',
      namespaces: ['shop'],
      destinations: ['203.0.113.0/24'],
      except: ['203.0.113.9/32'],
      gatewayLabels: { role: 'edge' },
      address: '192.0.2.20',
    });
  },

  bgp: (scope) => {
    const cilium = new Cilium(scope, 'cilium', {
      apiServer: { host: '192.0.2.10', port: 8443 },
      routing: 'native',
      directNodeRoutes: false,
      devices: ['bond0'],
      mtu: 9000,
      nodeMaskSize: 25,
      ownClassOnly: true,
      chainedPlugins: true,
      imageDigests: false,
      encryption: { type: 'ipsec', keys: { name: 'cilium-ipsec-keys', key: 'keys' } },
      loadBalancing: 'bgp',
      asn: 64512,
      peers: [
        {
          name: 'tor-a',
          address: '198.51.100.1',
          asn: 64513,
          nodeLabels: { 'topology.kubernetes.io/zone': 'rack-a' },
          passwordSecret: 'tor-a',
          holdTimeSeconds: 9,
        },
        {
          name: 'tor-b',
          address: '2001:db8::1',
          asn: 64513,
          nodeLabels: { 'topology.kubernetes.io/zone': 'rack-b' },
          port: 1179,
          multihop: 2,
          advertisements: ['pods'],
        },
      ],
      pools: [
        { name: 'public', addresses: ['203.0.113.0/26'], namespaces: ['gateways'] },
        { name: 'internal', addresses: ['203.0.113.200'], serviceLabels: { reach: 'internal' } },
      ],
    });
    cilium.addBgpAdvertisement({
      name: 'pods',
      what: 'pods',
      communities: ['65535:65281', '64512:1:2'],
      localPreference: 200,
    });
  },

  mesh: (scope) => {
    new Cilium(scope, 'cilium', {
      kubeProxyReplacement: false,
      ipam: 'kubernetes',
      tunnelProtocol: 'geneve',
      clusterName: 'north',
      clusterMesh: {
        id: 1,
        nodePort: 32380,
        clusters: [{ name: 'south', addresses: ['198.51.100.10'], pods: ['10.245.0.0/16'] }],
      },
      hubbleMetrics: ['dns', 'drop', 'httpV2'],
    });
  },
};

/** Keys that the chart takes though its defaults have them as comments only. */
export const undocumentedKeys: Readonly<Record<string, string>> = {
  'socketLB.hostNamespaceOnly': 'a comment in the defaults; read where it is set',
};

/** What the images of the component seem to leave out. */
export const unusedImages: Readonly<Record<string, string>> = {
  'quay.io/cilium/operator-generic': 'mirrored: the chart adds `-generic` to the repository',
};
