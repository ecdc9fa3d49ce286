import type { ChartPin, ImageKeys } from '../../index';

/** The chart, with all that its Pods may run. */
export const CHART: ChartPin = {
  repository: 'https://argoproj.github.io/argo-helm',
  name: 'argo-cd',
  version: '10.1.1',
  kubeVersion: '>=1.25.0-0',
  images: [
    'quay.io/argoproj/argocd:v3.4.4',
    'ghcr.io/dexidp/dex:v2.45.1',
    'ecr-public.aws.com/docker/library/redis:8.2.3-alpine',
    'ecr-public.aws.com/docker/library/haproxy:3.3.10-alpine',
    'ghcr.io/oliver006/redis_exporter:v1.86.0',
    'ghcr.io/oliver006/redis_exporter:v1.75.0',
    'quay.io/argoprojlabs/argocd-extension-installer:v1.0.1',
    'public.ecr.aws/docker/library/busybox:1.38.0',
    'docker.io/koalaman/shellcheck:v0.11.0',
  ],
};

/** Where the chart names them; parts without an image of their own take the global one. */
export const IMAGES: ImageKeys = {
  'global.image.repository': 'quay.io/argoproj/argocd',
  'dex.image.repository': 'ghcr.io/dexidp/dex',
  'redis.image.repository': 'ecr-public.aws.com/docker/library/redis',
  'redis.exporter.image.repository': 'ghcr.io/oliver006/redis_exporter',
  'redis-ha.image.repository': 'ecr-public.aws.com/docker/library/redis',
  'redis-ha.exporter.image': 'ghcr.io/oliver006/redis_exporter',
  'redis-ha.haproxy.image.repository': 'ecr-public.aws.com/docker/library/haproxy',
  'redis-ha.sysctlImage.registry': 'public.ecr.aws/docker/library',
  'redis-ha.configmapTest.image.repository': 'docker.io/koalaman/shellcheck',
  'server.extensions.image.repository': 'quay.io/argoprojlabs/argocd-extension-installer',
};
