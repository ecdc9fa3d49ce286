import type { ImageKeys } from '../../index';
import { HARBOR_VERSION } from './names';

/** Images of the chart's Pods; database, cache and scanner are others' or stand beside it. */
export const chartImages: readonly string[] = [
  'harbor-core',
  'harbor-exporter',
  'harbor-jobservice',
  'harbor-portal',
  'harbor-registryctl',
  'nginx-photon',
  'registry-photon',
].map((name) => `docker.io/goharbor/${name}:${HARBOR_VERSION}`);

/** Where the chart names images, those of switched-off parts included. */
export const imageKeys: ImageKeys = {
  'core.image.repository': 'docker.io/goharbor/harbor-core',
  'database.internal.image.repository': 'docker.io/goharbor/harbor-db',
  'exporter.image.repository': 'docker.io/goharbor/harbor-exporter',
  'jobservice.image.repository': 'docker.io/goharbor/harbor-jobservice',
  'nginx.image.repository': 'docker.io/goharbor/nginx-photon',
  'portal.image.repository': 'docker.io/goharbor/harbor-portal',
  'redis.internal.image.repository': 'docker.io/goharbor/redis-photon',
  'registry.controller.image.repository': 'docker.io/goharbor/harbor-registryctl',
  'registry.registry.image.repository': 'docker.io/goharbor/registry-photon',
  'trivy.image.repository': 'docker.io/goharbor/trivy-adapter-photon',
};
