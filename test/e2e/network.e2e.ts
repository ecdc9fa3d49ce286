import {
  isPodDestination,
  kindId,
  Registry,
  type Allowance,
  type PodPort,
  type RecordedConnection,
  type TrafficPeer,
  type TrafficRule,
} from '../../lib';
import { freeRoot } from '../harness/sample';
import { standard } from '../harness/standard';
import { lets, type Attempt, type Party } from './traffic';

// The network policies of the standard platform, as the tool by which CNI plugins are tested reads
// them, against who was given what.

const platform = standard(freeRoot());
const registry = Registry.of(platform);
const policies = registry.objects
  .filter(({ kind }) => kindId(kind) === 'NetworkPolicy.networking.k8s.io')
  .map(({ manifest }) => manifest);
const closed = [...registry.isolated.keys()].sort();
/** Both sides of each connection, as far as they are in the cluster. */
const connections = registry.connections;

type Pod = Exclude<Party, 'outside'>;

const matches = (pods: Readonly<Record<string, string>> | undefined, pod: Pod): boolean =>
  Object.entries(pods ?? {}).every(([key, value]) => pod.pods[key] === value);

const source = ({ from }: RecordedConnection): Pod => ({ ...from, pods: from.pods ?? {} });

const attemptsOf = (connection: RecordedConnection): Attempt[] => {
  const { to } = connection;
  const from = source(connection);
  return isPodDestination(to)
    ? to.ports.map((port) => ({ from, to: { ...to, pods: to.pods ?? {} }, port }))
    : [{ from, to: 'outside', port: to.port }];
};

/** What is let through although nothing explains it, or the other way round. */
async function surprises(attempts: readonly Attempt[]): Promise<string[]> {
  const answers = await lets(policies, attempts);
  return attempts.flatMap((attempt, i) => {
    const expected = isExplained(attempt);
    return answers[i] === expected ? [] : `${described(attempt)}: ${answers[i]}, not ${expected}`;
  });
}

const described = ({ from, to, port }: Attempt): string =>
  `${JSON.stringify(from)} to ${JSON.stringify(to)} at ${port}`;

/** Whether somebody was given something, or a component says itself that it is open. */
const isExplained = (attempt: Attempt): boolean =>
  isWithin(attempt) || (leaves(attempt) && enters(attempt));

const isWithin = ({ from, to }: Attempt): boolean =>
  from !== 'outside' && to !== 'outside' && from.namespace === to.namespace;

function leaves(attempt: Attempt): boolean {
  const { from, to, port } = attempt;
  if (from === 'outside' || !closed.includes(from.namespace)) return true;
  const isDns = to !== 'outside' && to.namespace === 'kube-system' && [53, '53/UDP'].includes(port);
  return isDns || isConnection(attempt) || isAllowed('egress', from, to, port);
}

function enters(attempt: Attempt): boolean {
  const { from, to, port } = attempt;
  if (to === 'outside' || !closed.includes(to.namespace)) return true;
  return isConnection(attempt) || isAllowed('ingress', to, from, port);
}

const isConnection = (attempt: Attempt): boolean =>
  connections.some((connection) => {
    const { from, to } = connection;
    if (attempt.from === 'outside' || attempt.from.namespace !== from.namespace) return false;
    if (!matches(from.pods, attempt.from)) return false;
    // A policy knows no host names: whoever may reach one server outside may reach all at that port.
    if (!isPodDestination(to)) return to.port === attempt.port;
    return (
      attempt.to !== 'outside' &&
      attempt.to.namespace === to.namespace &&
      matches(to.pods, attempt.to) &&
      to.ports.includes(attempt.port)
    );
  });

const isAllowed = (way: 'ingress' | 'egress', pod: Pod, peer: Party, port: PodPort): boolean =>
  registry.allowances
    .filter((a: Allowance) => a.namespace === pod.namespace && matches(a.pods, pod))
    .flatMap((a) => a.rules()[way] ?? [])
    .some((rule) => peerFits(rule.with, peer) && portFits(rule, port));

const peerFits = (rule: TrafficPeer, peer: Party): boolean =>
  typeof rule === 'string' ||
  (peer !== 'outside' && rule.namespace === peer.namespace && matches(rule.pods, peer));

/** Towards the API server, the port is its own where none is said. */
const portFits = ({ with: peer, ports }: TrafficRule, port: PodPort): boolean =>
  (ports ?? (peer === 'api-server' ? [6443] : [port])).includes(port);

test('every namespace of the platform is closed, but those whose Pods are on the nodes’ network', () => {
  const open = registry.namespaces.map(({ name }) => name).filter((n) => !closed.includes(n));
  expect(open.sort()).toStrictEqual(['metallb-system', 'tigera-operator']);
});

test('for every reference there is a rule on both sides', async () => {
  expect(connections.length).toBeGreaterThan(40);
  const attempts = connections.flatMap(attemptsOf);
  const answers = await lets(policies, attempts);
  const refused = attempts.filter((_, i) => !answers[i]).map(described);
  expect(refused).toStrictEqual([]);
});

test('nothing is let through that no reference explains', async () => {
  const destinations = connections.flatMap(({ to }) => (isPodDestination(to) ? [to] : []));
  const strangers: Party[] = [
    'outside',
    { namespace: 'default', pods: {} },
    ...closed.map((namespace) => ({ namespace, pods: { app: 'stranger' } })),
  ];
  const attempts = destinations.flatMap((to): Attempt[] =>
    strangers.flatMap((from) =>
      [...to.ports, 12345].map((port) => ({ from, to: { ...to, pods: to.pods ?? {} }, port })),
    ),
  );
  // Those who were given something, at what they were not given.
  const others = connections.flatMap((connection) =>
    destinations
      .filter((_, i) => i % 7 === connection.name.length % 7)
      .flatMap((to) =>
        to.ports.map((port) => ({
          from: source(connection),
          to: { ...to, pods: to.pods ?? {} },
          port,
        })),
      ),
  );
  expect(attempts.length + others.length).toBeGreaterThan(1000);
  expect(await surprises([...attempts, ...others])).toStrictEqual([]);
});

test('no Pod of a closed namespace reaches the outside, but where a component says so', async () => {
  const attempts = closed.flatMap((namespace) =>
    [443, 25, 12345].map((port): Attempt => ({
      from: { namespace, pods: { app: 'stranger' } },
      to: 'outside',
      port,
    })),
  );
  expect(await surprises(attempts)).toStrictEqual([]);
});
