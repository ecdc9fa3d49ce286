import { hostPort } from '../../index';
import type { ApiEndpoint } from '../../contracts/api-load-balancer';
import type { HostGroup, RunbookStep } from '../../index';
import { API_SERVER_PORT } from '../api-endpoint';
import { CHECK_SCRIPT } from './check-script';

/** What the steps speak of. */
export interface StepsInput {
  readonly endpoint: ApiEndpoint;
  readonly on: HostGroup;
  /** Names of the balancers. */
  readonly names: readonly string[];
  /** Whether keepalived moves the address. */
  readonly moves: boolean;
  readonly virtualRouterId: number;
  /** Whether a machine holds the address though no API server is ready. */
  readonly alwaysHeld: boolean;
}

/**
 * That the files are right for this machine: keepalived's names an account and an interface. Its own
 * test of the file is of no use here: that of Debian 12 ends itself where the account is not root.
 */
const checkFiles = (moves: boolean): readonly string[] => [
  'haproxy -c -q -f /etc/haproxy/haproxy.cfg',
  ...(moves
    ? [
        'systemd-sysusers /etc/sysusers.d/kubestrata-keepalived.conf',
        `ip link show dev "$(sed -n 's/^  interface //p' /etc/keepalived/keepalived.conf)" >/dev/null`,
      ]
    : []),
];

/** Where SELinux is on, it knows neither the ports nor the check. */
const selinux = (booleans: string): string =>
  `if command -v selinuxenabled >/dev/null && selinuxenabled; then setsebool -P ${booleans}; fi`;

/** What people do with balancers. */
export function balancerSteps(input: StepsInput): readonly RunbookStep[] {
  return [install(input), reachable(input), upgrade(input), lostMachine(input)];
}

function install(input: StepsInput): RunbookStep {
  const { endpoint, on, moves, names, virtualRouterId, alwaysHeld } = input;
  const { virtualAddress } = endpoint;
  const held = `one of ${names.join(', ')} holds ${virtualAddress}: it is the one where \`ip\` prints a line`;
  return {
    runbook: 'install',
    stage: 'load-balancers',
    title: 'Start the balancers in front of the API servers',
    on,
    text: moves
      ? `${alwaysHeld ? `Afterwards ${held}` : `Nobody holds the address before the first API server is ready; from then on ${held}`}. The check says \`not ok\` and \`${readyz(endpoint)}\` fails until the first control plane is up: nobody answers behind the balancers yet. Two machines that both hold the address do not hear each other: a firewall drops VRRP (IP protocol 112), or virtual router ${virtualRouterId} is somebody else's.`
      : `${names.join()} has ${virtualAddress} by itself, so nothing moves it. \`${readyz(endpoint)}\` fails until the first control plane is up.`,
    commands: [
      selinux(moves ? 'haproxy_connect_any=1 keepalived_connect_any=1' : 'haproxy_connect_any=1'),
      ...checkFiles(moves),
      'systemctl enable haproxy',
      'systemctl restart haproxy',
      ...(moves ? ['systemctl enable keepalived', 'systemctl restart keepalived'] : []),
    ],
    verify: [
      `systemctl is-active haproxy${moves ? ' keepalived' : ''}`,
      ...(moves && alwaysHeld ? [`ip -brief address show to ${virtualAddress}`] : []),
    ],
  };
}

const reachable = ({ endpoint, on }: StepsInput): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'See that the balancers lead to the first control plane',
  on,
  text: `From elsewhere, \`${readyz(endpoint)}\` prints \`ok\`. Where it does not, the page at port 8404, \`/stats\`, says why each API server is out of rotation; ask one itself at port ${API_SERVER_PORT}.`,
  verify: [CHECK_SCRIPT, `ip -brief address show to ${endpoint.virtualAddress}`, readyz(endpoint)],
});

const upgrade = ({ endpoint, on, moves, names }: StepsInput): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'load-balancers',
  title: 'Upgrade the balancers, one machine after another',
  on,
  text: moves
    ? `Finish each machine before the next, in the order ${[...names].reverse().join(', ')}: the usual holder of ${endpoint.virtualAddress} comes last. Stopping keepalived moves the address within a second; open connections break, and clients connect again.`
    : 'The API servers cannot be reached by their common address meanwhile: there is one balancer only.',
  commands: [
    ...(moves ? ['systemctl stop keepalived'] : []),
    `if command -v apt-get >/dev/null; then apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --only-upgrade --yes -o DPkg::Options::=--force-confold haproxy${moves ? ' keepalived' : ''}; else dnf upgrade --assumeyes haproxy${moves ? ' keepalived' : ''}; fi`,
    ...checkFiles(moves),
    'systemctl restart haproxy',
    `for attempt in 1 2 3 4 5 6 7 8 9 10; do ${CHECK_SCRIPT} && break; sleep 1; done`,
    ...(moves ? ['systemctl start keepalived'] : []),
  ],
  verify: [CHECK_SCRIPT],
});

const lostMachine = ({ endpoint, on, moves, names }: StepsInput): RunbookStep => ({
  runbook: 'recovery',
  stage: 'load-balancers',
  title: 'Replace a balancer that is lost',
  on,
  text: `${moves && names.length > 1 ? `The others hold ${endpoint.virtualAddress} meanwhile; nothing is lost with the machine, as balancers keep no state.` : 'The API servers run on, but nobody reaches them by their common address; at the control planes themselves, `kubectl --server https://<its address>:6443` works.'} Give the new machine the name and address of the old one, prepare it as the installation says (packages, files), and run this there. With another address, change the definition first, as the others name it as their peer.`,
  commands: [
    selinux(moves ? 'haproxy_connect_any=1 keepalived_connect_any=1' : 'haproxy_connect_any=1'),
    ...checkFiles(moves),
    'systemctl enable --now haproxy',
    ...(moves ? ['systemctl enable --now keepalived'] : []),
  ],
  verify: [CHECK_SCRIPT],
});

const readyz = ({ host, port }: ApiEndpoint): string =>
  `curl --insecure https://${hostPort(host, port)}/readyz`;
