import type { Examples } from '../../index';
import { MetalLB } from './metallb';

export const examples: Examples = {
  'layer-2': (scope) => {
    new MetalLB(scope, 'metallb', {
      pools: [{ name: 'public', addresses: ['192.0.2.0/28'] }],
      layer2: { interfaces: ['eth0'] },
    });
  },

  bgp: (scope) => {
    const metallb = new MetalLB(scope, 'metallb', {
      asn: 64512,
      peers: [
        { name: 'tor-a', address: '198.51.100.1', asn: 64513, bfdProfile: 'fast' },
        {
          name: 'tor-b',
          address: '198.51.100.2',
          asn: 64513,
          bfdProfile: 'fast',
          passwordSecret: 'tor-b',
        },
      ],
      pools: [
        { name: 'public', addresses: ['192.0.2.0/26', '2001:db8:1::/120'] },
        {
          name: 'internal',
          addresses: ['203.0.113.10-203.0.113.20'],
          autoAssign: false,
          namespaces: ['platform'],
        },
      ],
      loadBalancerClass: 'metallb.io/metallb',
    });
    metallb.addBfdProfile({ name: 'fast' });
    metallb.addCommunity('no-advertise', '65535:65282');
    metallb.addBgpAdvertisement({
      name: 'public-to-tor-a',
      pools: ['public'],
      peers: ['tor-a'],
      communities: ['no-advertise'],
      nodeSelector: { 'topology.kubernetes.io/zone': 'rack-1' },
    });
  },
};

/** Keys that the chart takes for its sub-chart frr-k8s, whose own defaults it does not repeat. */
export const subchartKeys = ['frr-k8s'];
