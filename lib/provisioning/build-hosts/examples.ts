import { ExternalRegistry } from '../../external';
import type { Examples, PlatformProps } from '../../index';
import { BuildHosts } from './build-hosts';

const machines = [1, 2].map((n) => ({
  name: `build-${n}`,
  address: `192.0.2.4${n}`,
  role: 'build' as const,
}));

export const platforms: Readonly<Record<string, PlatformProps>> = {
  docker: { machines },
  buildkit: { machines },
  podman: { machines },
};

const registry = {
  host: 'harbor.example.com',
  mirrors: [
    { upstream: 'docker.io', mirror: 'harbor.example.com/dockerhub' },
    { upstream: 'quay.io', mirror: 'harbor.example.com/quay' },
  ],
  caCertificates: '-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n',
};

export const examples: Examples = {
  docker: (scope) => {
    new ExternalRegistry(scope, 'registry', registry);
    new BuildHosts(scope, 'build-hosts', { dataRoot: '/srv/docker' });
  },

  buildkit: (scope) => {
    new ExternalRegistry(scope, 'registry', registry);
    new BuildHosts(scope, 'build-hosts', {
      engine: 'buildkit',
      listener: { from: ['198.51.100.0/24'] },
      metricsPort: 6060,
      parallelism: 8,
      cache: { reserved: '5%', most: '60%', free: '20%' },
    });
  },

  podman: (scope) => {
    new ExternalRegistry(scope, 'registry', registry);
    new BuildHosts(scope, 'build-hosts', {
      engine: 'podman',
      runner: 'ci',
      otherRegistries: ['registry.access.redhat.com'],
    });
  },
};
