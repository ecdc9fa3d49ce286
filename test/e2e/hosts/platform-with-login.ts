import { Platform } from '../../../lib';
import { ClusterAccess } from '../../../lib/contracts/cluster-access';
import { authenticationConfiguration } from '../../../lib/identity/kubernetes-login/authentication-configuration';
import { Kubeadm } from '../../../lib/provisioning/kubeadm';
import { freeRoot } from '../../harness/sample';
import { kubeconfig } from '../rig/kubeconfig';
import type { TokenIssuer } from './token-issuer';

/** A platform of such control planes, whose people and robots log in at the issuer. */
export function platformWithLogin(issuer: TokenIssuer, names: readonly string[]): Platform {
  const made = new Platform(freeRoot(), 'prod', {
    kubernetesVersion: '1.36',
    apiServer: { host: '192.0.2.11' },
    nodes: names.map((name, i) => ({
      name,
      address: `192.0.2.1${i + 1}`,
      role: 'control-plane' as const,
    })),
  });
  const realm = (name: string, prefix: string) =>
    authenticationConfiguration({
      apiVersion: 'apiserver.config.k8s.io/v1',
      issuer: issuer.realm(name),
      clientId: 'kubernetes',
      usernameClaim: 'preferred_username',
      groupsClaim: 'groups',
      prefix,
      certificateAuthority: issuer.authority,
    });
  const people = realm('people', 'oidc:');
  const login = { ...people, jwt: [...people.jwt, ...realm('robots', '').jwt] };
  new Kubeadm(made, 'kubeadm', {
    apiServer: {
      eventRateLimit: [{ type: 'Namespace', qps: 50, burst: 100 }],
      authorization: {
        webhooks: [{ name: 'e2e', kubeConfigFile: '/etc/kubernetes/apiserver/webhook.conf' }],
      },
    },
    certificateNames: ['127.0.3.11', '127.0.3.12'],
    wiring: [ClusterAccess.with({ groupOf: (group) => group, authenticationConfiguration: login })],
  });
  return made;
}

/** How API servers reach the issuer's webhook of authorization. */
export function webhookKubeconfig(issuer: TokenIssuer): object {
  const data = kubeconfig({ port: 0, ca: issuer.authority, token: 'none' }) as {
    clusters: [{ cluster: { server: string } }];
  };
  data.clusters[0].cluster.server = issuer.webhook;
  return data;
}
