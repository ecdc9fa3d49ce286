import type { Construct } from 'constructs';
import { connect, Registry } from '../../lib';
import { freeRoot, Sample } from '../harness/sample';

const server = { namespace: 'server', pods: { app: 'server' }, ports: [8080] };
const client = { namespace: 'client', pods: { app: 'client' } };

/** Policies that allow a connection, by namespace, with their specs. */
const drawn = (scope: Construct): Record<string, unknown> =>
  Object.fromEntries(
    Registry.of(scope)
      .objects.filter((o) => o.name.includes('-to-'))
      .map((o) => [`${o.namespace}/${o.name}`, (o.manifest as unknown as { spec: object }).spec]),
  );

const EGRESS = {
  podSelector: { matchLabels: { app: 'client' } },
  policyTypes: ['Egress'],
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'server' } },
          podSelector: { matchLabels: { app: 'server' } },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    },
  ],
};
const INGRESS = {
  podSelector: { matchLabels: { app: 'server' } },
  policyTypes: ['Ingress'],
  ingress: [
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'client' } },
          podSelector: { matchLabels: { app: 'client' } },
        },
      ],
      ports: [{ port: 8080, protocol: 'TCP' }],
    },
  ],
};

test.each(['before', 'after'])(
  'a connection is allowed on both sides, with isolation %s it',
  (order) => {
    const root = freeRoot();
    const [one, two] = [new Sample(root, 'client'), new Sample(root, 'server')];
    const steps = [
      () => {
        one.close();
        two.close();
      },
      () => {
        connect(one, { name: 'client-to-server', from: client, to: server });
      },
    ];
    for (const step of order === 'before' ? steps : steps.reverse()) step();
    expect(drawn(root)).toStrictEqual({
      'client/client-to-server': EGRESS,
      'server/client-to-server': INGRESS,
    });
  },
);

test('a side that is not closed needs no rule', () => {
  const root = freeRoot();
  const [one, two] = [new Sample(root, 'client'), new Sample(root, 'server')];
  two.close();
  connect(one, { name: 'client-to-server', from: client, to: server });
  expect(Object.keys(drawn(root))).toStrictEqual(['server/client-to-server']);
});

test('within a namespace, no rule is needed', () => {
  const root = freeRoot();
  const one = new Sample(root, 'client');
  one.close();
  connect(one, { name: 'a-to-b', from: client, to: { namespace: 'client', ports: [1] } });
  expect(drawn(root)).toStrictEqual({});
});

test('a server outside is reached by its port', () => {
  const root = freeRoot();
  const one = new Sample(root, 'client');
  one.close();
  const to = { host: 's3.example.com', port: 443 };
  connect(one, { name: 'client-to-objects', from: client, to });
  expect(drawn(root)).toStrictEqual({
    'client/client-to-objects': {
      podSelector: { matchLabels: { app: 'client' } },
      policyTypes: ['Egress'],
      egress: [{ ports: [{ port: 443, protocol: 'TCP' }] }],
    },
  });
});

test('all connections are known, with who asked for them', () => {
  const root = freeRoot();
  const one = new Sample(root, 'client');
  connect(one, { name: 'client-to-server', from: client, to: server });
  expect(Registry.of(root).connections).toStrictEqual([
    { by: one, name: 'client-to-server', from: client, to: server },
  ]);
});
