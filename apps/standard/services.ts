import type { StandardPlatformProps } from 'kubestrata/editions';

/** What people and teams use: who they are, where their images and data are, how software comes in. */
export const services: Pick<
  StandardPlatformProps,
  'security' | 'identity' | 'registry' | 'backup' | 'delivery'
> = {
  security: {
    vault: {
      // Another Vault, in the head office, opens this one: nobody has to after a restart.
      seal: {
        type: 'transit',
        server: 'https://vault.example.com:8200',
        keyName: 'fra1',
        token: { name: 'vault-transit', key: 'token' },
      },
      // What the first start gave, and may be revoked once the configuration has been applied.
      bootstrapToken: { name: 'vault-bootstrap', key: 'token' },
    },
  },

  identity: {
    keycloak: {
      realm: {
        displayName: 'Example',
        passwordPolicy: { minLength: 14, history: 10 },
        sessions: { idle: 3600, max: 28800 },
      },
      identityProviders: [
        {
          type: 'google',
          clientId: '1234.apps.googleusercontent.com',
          clientSecret: { name: 'google', key: 'client-secret' },
          hostedDomain: 'example.com',
        },
      ],
      federations: [
        {
          name: 'company',
          vendor: 'active-directory',
          url: 'ldaps://dc.example.com',
          bindDn: 'CN=keycloak,OU=Services,DC=example,DC=com',
          bindCredential: { name: 'directory', key: 'password' },
          usersDn: 'OU=People,DC=example,DC=com',
          groups: { dn: 'OU=Groups,DC=example,DC=com', filter: '(cn=platform-*)' },
        },
      ],
    },
  },

  registry: {
    harbor: {
      proxyCaches: [
        { upstream: 'docker.io', project: 'dockerhub' },
        { upstream: 'ghcr.io' },
        { upstream: 'quay.io' },
        { upstream: 'registry.k8s.io' },
      ],
      projects: [{ name: 'storefront', quota: '200Gi', blockSeverity: 'critical' }],
    },
    trivyOperator: {},
  },

  backup: {
    velero: {
      // What is lost with the cluster is of no use to restore it.
      locations: [
        {
          name: 'head-office',
          bucket: 'fra1-backups',
          endpoint: 'https://s3.example.com',
          region: 'eu-central-1',
          credentials: { name: 'head-office-s3', key: 'cloud' },
        },
      ],
      schedules: [{ name: 'teams', namespaces: ['shop', 'sandbox'], location: 'head-office' }],
    },
    etcdSnapshots: { encryptionPassword: { name: 'etcd-snapshots', key: 'password' } },
  },

  delivery: {
    argoCd: {
      repositories: [{ name: 'teams', url: 'https://git.example.com/platform/teams.git' }],
      applicationSets: [
        {
          name: 'teams',
          generators: [
            {
              gitDirectories: {
                repository: 'https://git.example.com/platform/teams.git',
                revision: 'main',
                paths: ['teams/*'],
              },
            },
          ],
          template: {
            name: '{{.path.basename}}',
            project: 'default',
            source: {
              repository: 'https://git.example.com/platform/teams.git',
              revision: 'main',
              path: '{{.path.path}}',
            },
            destination: { namespace: '{{.path.basename}}' },
          },
        },
      ],
      notifications: { slack: { channels: ['platform-alerts'] } },
    },
  },
};
