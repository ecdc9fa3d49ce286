import type { Construct } from 'constructs';
import type { PlatformNode } from 'kubestrata';
import { StandardPlatform } from 'kubestrata/editions';

/**
 * What `cdktf deploy` brings up: Argo CD, and what it runs on. What these layers wait for comes with
 * them; everything else is delivered from Git, and with it the Secrets of the other clients that
 * Keycloak's configuration names: from then on people log in.
 */
export const BOOTSTRAP = ['network', 'storage', 'data', 'identity', 'delivery'] as const;

/** Where the output of `cdk8s.ts` is pushed to, by a pipeline. */
const MANIFESTS = {
  repository: 'https://git.example.com/platform/manifests.git',
  path: 'clusters/fra2',
  revision: 'main',
};

const nodes = [1, 2, 3].flatMap((n): PlatformNode[] => [
  { name: `control-plane-${n}`, address: `10.21.0.1${n}`, role: 'control-plane' },
  {
    name: `worker-${n}`,
    address: `10.21.0.2${n}`,
    role: 'worker',
    zone: `rack-${n}`,
    devices: ['/dev/nvme1n1'],
  },
]);

/** Called once below a TerraformStack, for the bootstrap, and once below a cdk8s App, for the rest. */
export function definePlatform(scope: Construct): StandardPlatform {
  return new StandardPlatform(scope, 'gitops', {
    name: 'fra2',
    domain: 'fra2.example.com',
    kubernetesVersion: '1.36',
    nodes,
    networks: { nodes: ['10.21.0.0/24'] },
    apiServer: { host: '10.21.0.10' },
    network: {
      gateway: 'envoy-gateway',
      metallb: { pools: [{ name: 'public', addresses: ['203.0.113.64/26'] }] },
      certManager: { internalCas: [{ name: 'internal' }] },
    },
    policy: { rollout: 'production' },
    delivery: { argoCd: { bootstrap: MANIFESTS } },
  });
}
