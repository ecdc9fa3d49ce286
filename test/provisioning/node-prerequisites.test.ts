import { load } from 'js-yaml';
import { Platform, Registry, type HostNeeds } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { ApiLoadBalancer } from '../../lib/contracts/api-load-balancer';
import { Network } from '../../lib/contracts/cluster-network';
import {
  NodePrerequisites,
  type NodePrerequisitesProps,
} from '../../lib/provisioning/node-prerequisites';
import { freeRoot } from '../harness/sample';
import { Agent, platformWith, textOf } from './machine-agent';

const SCRIPT = 'usr/local/sbin/kubestrata-prepare';
const SETTINGS = 'worker/etc/sysctl.d/90-kubestrata.conf';

const prepared = (props: NodePrerequisitesProps = {}, needs: HostNeeds = {}): Platform =>
  platformWith((platform) => {
    new NodePrerequisites(platform, 'prepare', props);
    new Agent(platform, 'agent', [], needs);
  });

/** A variable of a group's script. */
const variable = (platform: Platform, group: string, name: string): string | undefined =>
  new RegExp(`^${name}='([^']*)'`, 'm').exec(textOf(platform, `${group}/${SCRIPT}`) ?? '')?.[1];

interface Play {
  readonly hosts: string;
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
}

const plays = (platform: Platform): readonly Play[] =>
  load(textOf(platform, 'ansible/prerequisites.yml') ?? '') as Play[];

const warnings = (platform: Platform): string[] =>
  Registry.of(platform).warnings.flatMap(({ text }) => text() ?? []);

test('writes for each group that has machines, and for no other', () => {
  const groups = [...hostFiles(prepared()).keys()].map((path) => path.split('/')[0]);
  expect([...new Set(groups)].sort()).toStrictEqual([
    'PORTS.md',
    'ansible',
    'control-plane',
    'load-balancer',
    'worker',
  ]);
});

test('sets what kubelets insist on, on nodes only', () => {
  const platform = prepared();
  expect(textOf(platform, SETTINGS)).toContain('vm.overcommit_memory = 1\n');
  expect(textOf(platform, 'load-balancer/etc/sysctl.d/90-kubestrata.conf')).toBe(
    "# Written by kubestrata for 'prod': change the definition, not this file.\nnet.netfilter.nf_conntrack_max = 1048576\n",
  );
});

test('leaves the size of the connection table to kube-proxy, unless a CNI replaces it', () => {
  const withoutProxy = platformWith((platform) => {
    new NodePrerequisites(platform, 'prepare', { conntrackMax: 500_000 });
    Network.provide(platform, {
      replacesKubeProxy: true,
      kubeProxyMode: 'iptables',
      encrypted: false,
      enforcesPolicies: true,
    });
  });
  expect(textOf(prepared(), SETTINGS)).not.toContain('nf_conntrack_max');
  expect(textOf(withoutProxy, SETTINGS)).toContain('net.netfilter.nf_conntrack_max = 500000\n');
});

test('forwards IPv6 where Pods have such addresses', () => {
  const networks = { pods: ['10.244.0.0/16', 'fd00::/56'], nodes: ['2001:db8::/64'] };
  const platform = platformWith((p) => void new NodePrerequisites(p, 'prepare'), { networks });
  expect(textOf(platform, SETTINGS)).toContain('net.ipv6.conf.all.forwarding = 1\n');
  expect(textOf(prepared(), SETTINGS)).not.toContain('net.ipv6');
});

test('lets users change a setting that it would make itself', () => {
  const platform = prepared({ sysctls: { 'kernel.panic': '60', 'vm.max_map_count': '262144' } });
  expect(textOf(platform, SETTINGS)).toContain('kernel.panic = 60\n');
  expect(textOf(platform, SETTINGS)).toContain('vm.max_map_count = 262144\n');
  expect(platform.node.validate()).toStrictEqual([]);
});

test('puts together what components need of nodes, and of a group', () => {
  const platform = platformWith((p) => {
    new Agent(p, 'storage', [], {
      kernel: '5.18',
      modules: ['rbd'],
      packages: [{ debian: 'nfs-common', redhat: 'nfs-utils' }],
      services: ['iscsid'],
    });
    new NodePrerequisites(p, 'prepare', { timeSync: 'none', firewall: 'none' });
    new Agent(p, 'masters', [], { on: 'control-plane', kernel: '6.1', modules: ['ip_vs'] });
  });
  expect(textOf(platform, 'worker/etc/modules-load.d/kubestrata.conf')).toContain(
    '\nbr_netfilter\noverlay\nrbd\n',
  );
  expect(textOf(platform, 'control-plane/etc/modules-load.d/kubestrata.conf')).toContain('ip_vs\n');
  expect(variable(platform, 'worker', 'KERNEL')).toBe('5.18');
  expect(variable(platform, 'control-plane', 'KERNEL')).toBe('6.1');
  expect(variable(platform, 'worker', 'SERVICES')).toBe('iscsid');
  expect(variable(platform, 'worker', 'PACKAGES_REDHAT')).toBe(
    'conntrack-tools iproute kmod util-linux nfs-utils procps-ng',
  );
  expect(variable(platform, 'load-balancer', 'PACKAGES_DEBIAN')).toBe('iproute2 kmod procps');
});

test('does not turn off what a component runs', () => {
  const platform = prepared({}, { on: 'load-balancer', services: ['ntpd'] });
  expect(variable(platform, 'load-balancer', 'DISABLED_SERVICES')).not.toContain('ntpd');
});

test('asks the time servers of the platform', () => {
  const platform = prepared({ ntpServers: ['ntp1.example.com', '2001:db8::123'] });
  expect(textOf(platform, 'worker/etc/chrony/sources.d/kubestrata.sources')).toContain(
    'server ntp1.example.com iburst\nserver 2001:db8::123 iburst\n',
  );
  expect(prepared().node.validate()).toStrictEqual([]);
});

test('names machines and the API servers in /etc/hosts, where it is told to', () => {
  const platform = platformWith((p) => {
    new NodePrerequisites(p, 'prepare', { hostsFile: true });
    const address = '192.0.2.10';
    ApiLoadBalancer.provide(p, {
      host: 'api.k8s.example.com',
      port: 6443,
      virtualAddress: address,
    });
  });
  expect(variable(platform, 'worker', 'HOSTS')).toBe(
    '192.0.2.11 cp-1\n192.0.2.21 w-1\n192.0.2.22 w-2\n192.0.2.5 lb-1\n192.0.2.6 lb-2\n192.0.2.10 api.k8s.example.com',
  );
  expect(variable(prepared(), 'worker', 'HOSTS')).toBe('');
});

test('the script and the play leave swap alone where kubelets are to use it', () => {
  const limited = prepared({ swap: 'limited' });
  expect(variable(limited, 'worker', 'SWAP')).toBe('limited');
  expect(textOf(limited, 'ansible/prerequisites.yml')).not.toContain('swapoff');
  expect(variable(prepared(), 'worker', 'SWAP')).toBe('off');
  expect(variable(prepared(), 'load-balancer', 'SWAP')).toBe('any');
  expect(textOf(prepared(), 'ansible/prerequisites.yml')).toContain('swapoff');
});

test('the play has a part for each group, under the name of the inventory', () => {
  expect(plays(prepared()).map(({ hosts }) => hosts)).toStrictEqual([
    'control_plane:worker:load_balancer',
    'control_plane',
    'worker',
    'load_balancer',
  ]);
});

test('the play uses builtin modules only', () => {
  const words = new Set(
    plays(prepared({ ntpServers: ['192.0.2.1'], hostsFile: true })).flatMap(({ tasks }) =>
      tasks.flatMap((task) => Object.keys(task).filter((key) => key.includes('.'))),
    ),
  );
  expect([...words].filter((word) => !word.startsWith('ansible.builtin.'))).toStrictEqual([]);
  expect(words.size).toBeGreaterThan(10);
});

test('the play copies the files that the script looks for', () => {
  const platform = prepared();
  const worker = plays(platform).find(({ hosts }) => hosts === 'worker');
  const copied = (worker?.tasks ?? []).flatMap((task) => {
    const copy = task['ansible.builtin.copy'] as { src?: string } | undefined;
    return copy?.src?.startsWith('../') ? [copy.src.slice('../'.length)] : [];
  });
  const written = [...hostFiles(platform).keys()].filter((path) => path.startsWith('worker/'));
  expect(copied.sort()).toStrictEqual(written.sort());
});

test('prepares machines before anything else is installed, and looks again at upgrades', () => {
  const steps = Registry.of(prepared()).steps.flatMap(({ steps }) => steps());
  expect(steps.map(({ runbook, stage, on }) => [runbook, stage, on])).toStrictEqual([
    ['install', 'machines', 'control-plane'],
    ['upgrade', 'machines', 'control-plane'],
    ['install', 'machines', 'worker'],
    ['upgrade', 'machines', 'worker'],
    ['install', 'machines', 'load-balancer'],
    ['upgrade', 'machines', 'load-balancer'],
  ]);
});

test('does nothing without machines, and says so', () => {
  const platform = new Platform(freeRoot(), 'prod');
  new NodePrerequisites(platform, 'prepare');
  expect(hostFiles(platform).size).toBe(0);
  expect(warnings(platform)).toStrictEqual([
    'has no machines to prepare; name them in the platform: `nodes`, `machines`',
  ]);
});

test('works outside a platform', () => {
  expect(() => new NodePrerequisites(freeRoot(), 'prepare')).not.toThrow();
});

test('warns that /etc/hosts cannot name API servers whose address nobody knows', () => {
  const nodes = ['cp-1', 'cp-2'].map((name, i) => ({
    ...{ role: 'control-plane' as const, name, address: `192.0.2.${i + 1}` },
  }));
  const platform = platformWith(
    (p) => void new NodePrerequisites(p, 'prepare', { hostsFile: true }),
    { nodes },
  );
  expect(warnings(platform)).toStrictEqual([
    '`/etc/hosts` does not lead to the API servers, as nothing says which address moves between them; add HAProxy or kube-vip',
  ]);
});

test('fails where a component wants another value of a setting', () => {
  const platform = prepared({}, { sysctls: { 'vm.overcommit_memory': '2' } });
  expect(platform.node.validate()).toContain(
    "'prod/prepare' wants the kernel setting vm.overcommit_memory = '1' and 'prod/agent' wants '2'; change one of them",
  );
});

test('fails for limited swap before kubelets use it well', () => {
  const platform = platformWith(
    (p) => void new NodePrerequisites(p, 'prepare', { swap: 'limited' }),
    { kubernetesVersion: '1.33' },
  );
  expect(platform.node.findChild('prepare').node.validate()).toStrictEqual([
    "leaves swap on, which kubelets of '1.33' do not use well; drop `swap`, or take Kubernetes 1.34 or newer",
  ]);
});

test.each<[NodePrerequisitesProps, string]>([
  [{ ntpServers: ['ntp one'] }, "time server 'ntp one' is neither a name nor an address"],
  [{ sysctls: { 'vm max': '1' } }, "kernel setting 'vm max' is none"],
  [
    { sysctls: { 'vm.max_map_count': '1\n2' } },
    "kernel setting 'vm.max_map_count' has the value '1\n2'",
  ],
  [{ sysctls: { 'vm.max_map_count': '' } }, "kernel setting 'vm.max_map_count' has the value ''"],
  [
    { nodePortsFrom: ['workers' as 'worker'] },
    "nodePortsFrom is open to a network that is none: 'workers'",
  ],
  [{ sshPort: 0 }, "sshPort '0' is no port"],
  [{ conntrackMax: 0.5 }, "conntrackMax '0.5' is no number of connections"],
  [{ operators: ['me'] }, "operators cannot be told from others: 'me' is not a CIDR"],
  [{ sshFrom: ['192.0.2.7/28'] }, "sshFrom is open to a network that is none: '192.0.2.7/28'"],
])('fails for %j', (props, message) => {
  expect(() => prepared(props)).toThrow(`[prod/prepare] ${message}`);
});
