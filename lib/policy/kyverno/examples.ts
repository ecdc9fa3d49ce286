import type { Examples } from '../../index';
import { containerDefaults, defaultDeny, namespaceQuota, pullSecret } from './generators';
import { Kyverno } from './kyverno';

const PUBLIC_KEY = [
  '-----BEGIN PUBLIC KEY-----',
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8nXRh950IZbRj8Ra/N9sbqOPZrfM',
  '5/KAQN0/KjHcorm/J5yctVd7iEcnessRQjU917hmKO6JWVGHpDguIyakZA==',
  '-----END PUBLIC KEY-----',
  '',
].join('\n');

export const examples: Examples = {
  'signed-images': (scope) => {
    const kyverno = new Kyverno(scope, 'kyverno', {
      registrySecrets: ['harbor-pull'],
      imagePolicies: [
        {
          name: 'signed-images',
          images: ['harbor.example.com/*'],
          attestors: [
            { name: 'ci', publicKey: PUBLIC_KEY },
            { name: 'release', keySecret: 'release-key' },
          ],
          attestations: [
            {
              name: 'provenance',
              type: 'https://slsa.dev/provenance/v1',
              check: "payload.buildDefinition.buildType.startsWith('https://gitlab.example.com/')",
            },
          ],
          excludedNamespaces: ['sandbox'],
        },
        {
          name: 'keyless-images',
          images: ['ghcr.io/example/*'],
          attestors: [
            {
              name: 'workflow',
              issuer: 'https://token.actions.githubusercontent.com',
              subject: '^https://github.com/example/.+/release.yaml@refs/tags/.+$',
              subjectPattern: true,
            },
          ],
          actions: ['Audit'],
        },
      ],
    });
    kyverno.addException({
      name: 'vendor-agent',
      policies: ['signed-images'],
      namespaces: ['vendor'],
      images: ['harbor.example.com/vendor/*'],
      reason: 'The vendor signs its images from the next release on.',
      expiresAt: '2027-06-30T00:00:00Z',
    });
  },

  namespaces: (scope) => {
    const kyverno = new Kyverno(scope, 'kyverno', {
      excludedNamespaces: ['cilium'],
      generatePolicies: [
        {
          name: 'tenant-namespaces',
          description: 'Namespaces of tenants are closed and have a quota.',
          namespaces: { 'example.com/tenant': true },
          objects: [
            defaultDeny(),
            namespaceQuota({ 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '100' }),
            containerDefaults({ cpu: '50m', memory: '64Mi' }, { memory: '256Mi' }),
            pullSecret('kyverno', 'harbor-pull'),
          ],
        },
      ],
    });
    kyverno.addMutatePolicy({
      name: 'namespace-annotation',
      description: 'Deployments carry the name of their namespace.',
      match: { rules: [{ apiVersion: 'apps/v1', resources: ['deployments'] }] },
      mutations: [
        {
          apply:
            "Object{metadata: Object.metadata{annotations: {'example.com/namespace': object.metadata.namespace}}}",
        },
      ],
    });
  },
};
