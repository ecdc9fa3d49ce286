import type { DesiredContent } from '../../lib/registry/harbor/desired-state';

/** Nothing at all. */
export const EMPTY: DesiredContent = {
  projects: [],
  robots: [],
  proxyCaches: [],
  registries: [],
  replications: [],
  schedules: {},
  allowedCves: undefined,
  members: undefined,
  scans: true,
};

/** Something of everything. */
export const CONTENT: DesiredContent = {
  ...EMPTY,
  members: [
    { group: 'admins', role: 'projectAdmin' },
    { group: 'staff', role: 'guest' },
  ],
  proxyCaches: [{ upstream: 'docker.io', project: 'dockerhub', quota: '1Gi' }],
  registries: [
    {
      name: 'headquarters',
      url: 'https://registry.example.com',
      type: 'harbor',
      credentials: {
        user: { name: 'headquarters', key: 'user' },
        password: { name: 'headquarters', key: 'password' },
      },
    },
  ],
  replications: [
    {
      name: 'base',
      registry: 'headquarters',
      direction: 'pull',
      filters: { name: 'base/**', tag: 'v*' },
      trigger: { schedule: '0 2 * * *' },
    },
  ],
  projects: [
    {
      name: 'shop',
      quota: '2Gi',
      blockSeverity: 'high',
      requireSignature: true,
      sbomOnPush: true,
      allowedCves: ['CVE-2024-2', 'CVE-2024-1'],
      retention: { rules: [{ keep: { latestPushed: 10 } }, { keep: 'always', tags: 'v*' }] },
      immutableTags: [{ tags: 'v*' }],
      webhooks: [
        {
          name: 'ci',
          address: 'https://ci.example.com',
          events: ['PUSH_ARTIFACT', 'QUOTA_EXCEED'],
          authorization: { name: 'ci-hook', key: 'authorization' },
        },
      ],
    },
  ],
  robots: [
    { name: 'ci', project: 'shop', access: 'push', secret: { name: 'ci', key: 'password' } },
  ],
  allowedCves: ['CVE-2023-9'],
};

/** Secrets that it refers to, and the administrator's password. */
export const SECRETS = {
  'admin/password': 'Admin-Password-1',
  'headquarters/user': 'replicator',
  'headquarters/password': 'Replicator-1',
  'ci-hook/authorization': 'Bearer 1234',
  'ci/password': 'Robot-Password-1',
};
