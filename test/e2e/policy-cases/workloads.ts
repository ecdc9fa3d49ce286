import { cases, object, podTemplate, workloads, type PolicyCase } from './policy-case';

const image = (name: string) => ({ container: { image: name } });
const volume = (path: string, readOnly: boolean) => ({
  spec: { volumes: [{ name: 'host', hostPath: { path } }] },
  container: { volumeMounts: [{ name: 'host', mountPath: '/host', readOnly }] },
});
const imageVolume = (reference: string) => ({
  spec: { volumes: [{ name: 'data', image: { reference } }] },
});
const HOST_PATH = ['pod-security-host-path', 'pod-security-volume-types'];
const resources = (requests: object, limits: object) => ({
  container: { resources: { requests, limits } },
});
const FULL = { cpu: '1', memory: '1Gi' };

export const workloadCases: PolicyCase[] = [
  ...cases(
    // Registries
    ['an image of Docker Hub', ['allowed-registries'], image('nginx:1.27')],
    ['an image of another registry', ['allowed-registries'], image('quay.io/team/app:1.0')],
    [
      'an image of a registry whose name begins alike',
      ['allowed-registries'],
      image('harbor.example.com.evil.example/team/app:1.0'),
    ],
    ['an image of an allowed project', [], image('docker.io/bitnami/redis:7.4')],
    ['an image of that project without a host', [], image('bitnami/redis:7.4')],
    ['an image of a registry with a port', ['allowed-registries'], image('localhost:5000/app:1.0')],
    ['an image volume of another registry', ['allowed-registries'], imageVolume('quay.io/a/b:1')],

    // Tags
    ['the tag latest', ['image-tag'], image('harbor.example.com/team/app:latest')],
    ['no tag', ['image-tag'], image('harbor.example.com/team/app')],
    ['a digest', [], image(`harbor.example.com/team/app@sha256:${'a'.repeat(64)}`)],
    ['an image volume without a tag', ['image-tag'], imageVolume('harbor.example.com/a/b')],

    // Resources
    ['no memory limit', ['requests-and-limits'], resources(FULL, { cpu: '1' })],
    ['no requests and limits', ['requests-and-limits'], { container: { resources: undefined } }],
    [
      'requests and limits of the whole Pod',
      [],
      {
        spec: { resources: { requests: FULL, limits: FULL } },
        container: { resources: undefined },
      },
    ],

    // hostPath
    ['a writable directory of the node', ['no-host-path', ...HOST_PATH], volume('/var/log', false)],
    ['an allowed directory of the node', HOST_PATH, volume('/var/log/pods', true)],
    ['a directory that begins alike', ['no-host-path', ...HOST_PATH], volume('/var/logs', true)],

    // Token
    [
      'the token of the default ServiceAccount',
      ['service-account-token'],
      { spec: { automountServiceAccountToken: undefined } },
    ],
    [
      'the token of an own ServiceAccount',
      [],
      { spec: { automountServiceAccountToken: true, serviceAccountName: 'app' } },
    ],
  ),

  // Probes are for what runs on; Jobs need none.
  ...workloads({ container: { readinessProbe: undefined } }).map((o) => ({
    title: `a ${o.kind} without a readiness probe`,
    breaks: ['Deployment', 'StatefulSet', 'DaemonSet'].includes(o.kind) ? ['probes-required'] : [],
    object: o,
  })),

  ...[0, 1, 2].map((replicas) => ({
    title: `${replicas} replicas in production`,
    breaks: replicas === 1 ? ['replicas'] : [],
    object: deployment({ replicas }, { stage: 'production' }),
  })),
  { title: 'one replica elsewhere', breaks: [], object: deployment({ replicas: 1 }, {}) },

  { title: 'no label', breaks: ['required-labels'], object: deployment({}, undefined) },
  {
    title: 'a label in another form',
    breaks: ['required-labels'],
    object: deployment({}, { 'app.kubernetes.io/name': 'App' }),
  },

  ...(
    [
      ['maxUnavailable 0', { maxUnavailable: 0 }, false],
      ['maxUnavailable 0%', { maxUnavailable: '0%' }, false],
      ['maxUnavailable 1', { maxUnavailable: 1 }, true],
      ['minAvailable 100%', { minAvailable: '100%' }, false],
      ['minAvailable 50%', { minAvailable: '50%' }, true],
      ['minAvailable 2', { minAvailable: 2 }, true],
    ] as const
  ).map(([title, spec, isAllowed]) => ({
    title: `a disruption budget with ${title}`,
    breaks: isAllowed ? [] : ['disruption-budget'],
    object: object('policy/v1', 'PodDisruptionBudget', {
      spec: { selector: { matchLabels: { a: 'b' } }, ...spec },
    }),
  })),
];

function deployment(spec: object, labels: object | undefined) {
  const template = podTemplate();
  const selector = { matchLabels: template.metadata['labels'] };
  const own = labels && { 'app.kubernetes.io/name': 'app', ...labels };
  return object(
    'apps/v1',
    'Deployment',
    { spec: { selector, template, ...spec } },
    { labels: own },
  );
}
