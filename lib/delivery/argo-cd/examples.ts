import { ExternalIdentity } from '../../external';
import type { Examples } from '../../index';
import { ArgoCd } from './argo-cd';

export const examples: Examples = {
  default: (scope) => {
    new ArgoCd(scope, 'argo-cd');
  },

  'platform-from-git': (scope) => {
    new ExternalIdentity(scope, 'company', {
      issuer: 'https://sso.example.com/realms/company',
      groups: { admin: ['platform-admins'], editor: ['developers'], viewer: ['staff'] },
    });
    new ArgoCd(scope, 'argo-cd', {
      bootstrap: {
        repository: 'https://git.example.com/platform/manifests.git',
        path: 'clusters/prod',
        revision: 'main',
      },
      policies: ['p, role:ci, applications, sync, shop/*, allow', 'g, build-robots, role:ci'],
      notifications: {
        slack: { channels: ['platform-alerts'] },
        email: {
          host: 'mail.example.com',
          from: 'argocd@example.com',
          usernameKey: 'mail-user',
          passwordKey: 'mail-password',
          recipients: ['platform@example.com'],
        },
        webhooks: [
          {
            name: 'deployments',
            url: 'https://hooks.example.com/argocd',
            secretHeaders: { Authorization: 'webhook-token' },
            triggers: ['on-deployed'],
          },
        ],
      },
    });
  },

  'teams-and-application-sets': (scope) => {
    const argoCd = new ArgoCd(scope, 'argo-cd', {
      repositories: [{ name: 'shop', url: 'ssh://git.example.com:2222/shop/deploy.git' }],
      projects: [
        {
          name: 'shop',
          description: 'The shop and its workers',
          sources: ['ssh://git.example.com:2222/shop/*'],
          destinations: [{ namespace: 'shop-*' }],
          deniedNamespaceResources: [
            { group: '', kind: 'ResourceQuota' },
            { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
          ],
          roles: [{ name: 'deployer', groups: ['shop'], actions: ['get', 'sync', 'action'] }],
          syncWindows: [{ kind: 'deny', schedule: '0 18 * * 5', duration: '62h' }],
          warnOfOrphans: true,
        },
      ],
      applicationSets: [
        {
          name: 'shop',
          generators: [
            {
              matrix: [
                {
                  gitDirectories: {
                    repository: 'ssh://git.example.com:2222/shop/deploy.git',
                    revision: 'main',
                    paths: ['apps/*'],
                    exclude: ['apps/old'],
                  },
                },
                { list: [{ stage: 'test' }, { stage: 'prod' }] },
              ],
            },
          ],
          template: {
            name: '{{.path.basename}}-{{.stage}}',
            project: 'shop',
            source: {
              repository: 'ssh://git.example.com:2222/shop/deploy.git',
              revision: 'main',
              path: '{{.path.path}}',
              kustomize: { commonLabels: { stage: '{{.stage}}' } },
            },
            destination: { namespace: 'shop-{{.stage}}' },
          },
          keepResources: true,
        },
      ],
    });
    argoCd.addApplication({
      name: 'podinfo',
      source: {
        repository: 'ghcr.io/stefanprodan/charts',
        chart: 'podinfo',
        revision: '6.9.2',
        helm: { values: { replicaCount: 2 } },
      },
      destination: { namespace: 'podinfo' },
      sync: { createNamespace: true },
      ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
    });
    argoCd.addHealthCheck('Widget.example.com', { condition: 'Working', failures: ['Broken'] });
  },
};

/** Keys of the sub-chart that runs the cache in three copies. */
export const subchartKeys = ['redis-ha'];

/** Keys that the chart's defaults do not show. */
export const undocumentedKeys = {
  'configs.cm': 'passed on to Argo CD: the keys of its ConfigMap argocd-cm',
  'configs.params': 'passed on to Argo CD: the keys of its ConfigMap argocd-cmd-params-cm',
};
