import { mirrorContainers, mirrored, withHost } from '../../lib';

const mirror = { registry: 'registry.example.com/mirror' };

test.each([
  ['nginx', 'docker.io/library/nginx'],
  ['nginx:1.29', 'docker.io/library/nginx:1.29'],
  ['grafana/grafana:13.2.0', 'docker.io/grafana/grafana:13.2.0'],
  ['quay.io', 'quay.io'],
  ['quay.io/metallb/speaker', 'quay.io/metallb/speaker'],
  ['localhost/app', 'localhost/app'],
  ['registry.example.com:5000/app:1', 'registry.example.com:5000/app:1'],
])('%s means %s', (reference, full) => {
  expect(withHost(reference)).toBe(full);
  expect(mirrored(mirror, reference)).toBe(`registry.example.com/mirror/${full}`);
});

test('each source registry may have a path of its own', () => {
  const proxies = {
    registry: 'harbor.example.com',
    paths: { 'docker.io': 'dockerhub', 'quay.io': 'quay' },
  };
  expect(mirrored(proxies, 'grafana/grafana')).toBe('harbor.example.com/dockerhub/grafana/grafana');
  expect(mirrored(proxies, 'quay.io')).toBe('harbor.example.com/quay');
  expect(mirrored(proxies, 'ghcr.io/a/b@sha256:1')).toBe('harbor.example.com/ghcr.io/a/b@sha256:1');
});

test('what is in the mirror stays as it is', () => {
  const once = mirrored(mirror, 'quay.io/a/b:1');
  expect(mirrored(mirror, once)).toBe(once);
});

test('rewrites the containers of everything that templates Pods, and no other image', () => {
  const pod = { containers: [{ name: 'a', image: 'a' }], initContainers: [{ image: 'quay.io/b' }] };
  const cronJob = { spec: { image: 'kept', jobTemplate: { spec: { template: { spec: pod } } } } };
  expect(mirrorContainers(mirror, cronJob)).toStrictEqual({
    spec: {
      image: 'kept',
      jobTemplate: {
        spec: {
          template: {
            spec: {
              containers: [{ name: 'a', image: 'registry.example.com/mirror/docker.io/library/a' }],
              initContainers: [{ image: 'registry.example.com/mirror/quay.io/b' }],
            },
          },
        },
      },
    },
  });
});
