import type { Examples } from '../../index';
import { Calico } from './calico';

export const examples: Examples = {
  vxlan: (scope) => {
    new Calico(scope, 'calico', { defaultDeny: { exempt: ['legacy'] } });
  },

  bgp: (scope) => {
    const calico = new Calico(scope, 'calico', {
      encapsulation: 'None',
      wireguard: true,
      mtu: 8940,
      nodeNetworks: ['192.0.2.0/24'],
      bgp: {
        asNumber: 64512,
        routeReflectors: { nodeSelector: 'has(route-reflector)', clusterId: '244.0.0.1' },
        advertiseServices: true,
        advertiseLoadBalancers: ['198.51.100.0/24'],
        communities: { 'no-export': '65535:65281' },
        prefixCommunities: { '198.51.100.0/24': ['no-export'] },
        nodePassword: { name: 'bgp', key: 'mesh' },
        peers: [
          {
            name: 'tor-a',
            address: '192.0.2.1',
            asNumber: 64513,
            nodeSelector: "topology.kubernetes.io/zone == 'rack-a'",
            password: { name: 'bgp', key: 'tor-a' },
            filters: ['no-default-route'],
            maxRestartSeconds: 60,
          },
          {
            name: 'tor-b',
            address: '192.0.2.2:1179',
            asNumber: 64514,
            localAsNumber: 64520,
            keepNextHop: true,
            ttlSecurity: 1,
          },
        ],
      },
      pools: [
        { name: 'racks', cidr: '10.244.0.0/17', blockSize: 25 },
        {
          name: 'routable',
          cidr: '172.31.0.0/24',
          blockSize: 28,
          natOutgoing: false,
          manual: true,
          nodeSelector: "topology.kubernetes.io/zone == 'rack-a'",
        },
      ],
    });
    calico.addBgpFilter('no-default-route', {
      importV4: [{ action: 'Reject', matchOperator: 'Equal', cidr: '0.0.0.0/0' }],
    });
  },

  policies: (scope) => {
    const calico = new Calico(scope, 'calico', { dataPlane: 'Nftables', whisker: true });
    calico.addTier({ name: 'security', order: 100, defaultAction: 'Pass' });
    calico.addGlobalNetworkSet({
      name: 'partners',
      nets: ['198.51.100.0/24', '2001:db8:1::/48'],
      labels: { zone: 'partner' },
    });
    calico.addNetworkSet('shop', { name: 'bank', nets: ['203.0.113.7'], labels: { to: 'bank' } });
    calico.addGlobalNetworkPolicy('deny-partners', {
      tier: 'security',
      order: 10,
      selector: "!has(open-to-partners) && app not in {'mail', 'portal'}",
      types: ['Ingress'],
      ingress: [{ action: 'Deny', source: { selector: "zone == 'partner'" } }],
    });
    calico.addNetworkPolicy('shop', 'pay', {
      selector: "app == 'checkout'",
      types: ['Egress'],
      egress: [
        {
          action: 'Allow',
          protocol: 'TCP',
          destination: { selector: "to == 'bank'", ports: [443, '8443:8450'] },
        },
      ],
    });
    calico.addHostEndpoint(
      'node-1-eth0',
      { node: 'node-1', interfaceName: 'eth0', expectedIPs: ['192.0.2.11'] },
      { role: 'edge' },
    );
  },
};

const OPERATOR_FIELD = 'copied into the object that the operator reads, whatever its field';

/** Fields of the operator's objects, which the chart takes below keys that it leaves open. */
export const undocumentedKeys: Readonly<Record<string, string>> = {
  'installation.calicoKubeControllersDeployment': OPERATOR_FIELD,
  'installation.calicoNetwork': OPERATOR_FIELD,
  'installation.calicoNodeDaemonSet': OPERATOR_FIELD,
  'installation.nodeMetricsPort': OPERATOR_FIELD,
  'installation.registry': OPERATOR_FIELD,
  'installation.typhaDeployment': OPERATOR_FIELD,
  'installation.typhaMetricsPort': OPERATOR_FIELD,
  'apiServer.apiServerDeployment': OPERATOR_FIELD,
  'defaultFelixConfiguration.wireguardEnabled': OPERATOR_FIELD,
  'defaultFelixConfiguration.wireguardEnabledV6': OPERATOR_FIELD,
};
