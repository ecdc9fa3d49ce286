import type { Construct } from 'constructs';
import { StandardPlatform } from 'kubestrata/editions';

/** One machine, one of everything: for a lab, an edge site, a first look. */
export function definePlatform(scope: Construct): StandardPlatform {
  return new StandardPlatform(scope, 'minimal', {
    domain: 'lab.example.com',
    profile: 'single-node',
    kubernetesVersion: '1.36',
    nodes: [{ name: 'lab', address: '192.0.2.10', role: 'control-plane' }],
    networks: { nodes: ['192.0.2.0/24'] },
    network: {
      gateway: 'envoy-gateway',
      metallb: { pools: [{ name: 'lab', addresses: ['192.0.2.240/28'] }] },
      certManager: { internalCas: [{ name: 'lab' }] },
    },
    policy: { rollout: 'observe' },
    observability: { prometheus: { retention: '3d' } },
  });
}
