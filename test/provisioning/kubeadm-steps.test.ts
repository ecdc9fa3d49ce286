import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { STAGES, type RunbookStep } from '../../lib';
import { made, nodes } from './kubeadm-sample';

const platform = { nodes: nodes(3, 2), apiServer: { host: '192.0.2.10' } };
const inOrder = (steps: readonly RunbookStep[]): readonly RunbookStep[] =>
  STAGES.flatMap((stage) => steps.filter((step) => step.stage === stage));
const commandsOf = (runbook: string, ...args: Parameters<typeof made>): readonly string[] =>
  inOrder(made(...args).steps(runbook)).flatMap((step) => step.commands ?? []);
const position = (commands: readonly string[], part: string): number =>
  commands.findIndex((command) => command.includes(part));

test('the first control plane starts, the others join one by one, then the workers', () => {
  const titles = inOrder(made({}, platform).steps('install')).map(({ title }) => title);
  const own = [
    'Start the first',
    'Hand the cluster',
    'Join the control plane cp-2',
    'Join the control plane cp-3',
    'Join the workers',
    'Sign the certificates',
    'Take back',
  ];
  const found = own.map((start) => titles.findIndex((title) => title.startsWith(start)));
  expect(found).not.toContain(-1);
  expect(found).toStrictEqual([...found].sort((a, b) => a - b));
});

test('one machine has nobody to hand anything to', () => {
  const titles = made()
    .steps('install')
    .map(({ title }) => title);
  expect(titles.filter((title) => /join|Hand the|Take back/i.test(title))).toStrictEqual([]);
});

test('the key of encryption is made before the first API server starts', () => {
  const commands = commandsOf('install', {}, platform);
  const key = position(commands, 'kubestrata-encryption-key');
  expect(key).toBeGreaterThan(-1);
  expect(key).toBeLessThan(position(commands, 'kubeadm init --config'));
});

test('certificates go from machine to machine, as whom the user logs in', () => {
  expect(commandsOf('install', { sshUser: 'ops' }, platform)).toContain(
    'ssh ops@192.0.2.11 sudo /usr/local/sbin/kubestrata-pki export | ssh ops@192.0.2.12 sudo /usr/local/sbin/kubestrata-pki import',
  );
});

test('an upgrade takes control planes before workers, and leaves out who stays behind', () => {
  const commands = commandsOf('upgrade', { kubeletVersions: { 'w-2': '1.35.7' } }, platform);
  const order = [
    'snapshot save',
    'kubeadm upgrade plan',
    'upload-config',
    'kubeadm upgrade apply',
    'cp-2 192.0.2.12',
    'w-1 192.0.2.101',
  ];
  const found = order.map((part) => position(commands, part));
  expect(found).not.toContain(-1);
  expect(found).toStrictEqual([...found].sort((a, b) => a - b));
  expect(position(commands, 'w-2 ')).toBe(-1);
});

test('an etcd elsewhere is neither saved nor repaired here', () => {
  const etcd = {
    version: '3.6.8',
    endpoints: [],
    metricsEndpoints: [],
    caFile: '',
    certFile: '',
    keyFile: '',
  };
  const props = { wiring: [EtcdCluster.with(etcd)] };
  expect(position(commandsOf('upgrade', props, platform), 'snapshot')).toBe(-1);
  expect(position(commandsOf('recovery', props, platform), 'member remove')).toBe(-1);
  expect(position(commandsOf('recovery', {}, platform), 'member remove')).toBeGreaterThan(-1);
});

test('self-signed certificates of kubelets need nobody to sign them', () => {
  const props = { kubelet: { servingCertificates: 'self-signed' as const } };
  const { files, init } = made(props, platform);
  expect(position(commandsOf('install', props, platform), 'approve')).toBe(-1);
  expect([...files().keys()].filter((path) => path.includes('approve'))).toStrictEqual([]);
  expect(init('KubeletConfiguration')['serverTLSBootstrap']).toBe(false);
});
