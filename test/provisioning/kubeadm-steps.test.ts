import { Network } from '../../lib/contracts/cluster-network';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { STAGES, type RunbookStep } from '../../lib';
import type { KubeadmProps } from '../../lib/provisioning/kubeadm';
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

test('an upgrade leaves a machine only when its kubelet works, and the cluster saw the new one', () => {
  const commands = commandsOf('upgrade', { version: '1.36.3' }, platform);
  const order = [
    'restart kubelet',
    'http://127.0.0.1:10248/healthz',
    "kubeletVersion}'=v1.36.3",
    'condition=Ready',
    'uncordon',
  ].map((part) => position(commands, part));
  expect(order).not.toContain(-1);
  expect(order).toStrictEqual([...order].sort((a, b) => a - b));
});

test('certificates go from machine to machine, as whom the user logs in', () => {
  expect(commandsOf('install', { sshUser: 'ops' }, platform)).toContain(
    'ssh -n ops@192.0.2.11 sudo /usr/local/sbin/kubestrata-pki export | ssh ops@192.0.2.12 sudo /usr/local/sbin/kubestrata-pki import',
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

const titlesOf = (...args: Parameters<typeof made>): readonly string[] =>
  inOrder(made(...args).steps('recovery')).map(({ title }) => title);

test('a lost majority goes back to a snapshot: all stop, one is restored, the others join it', () => {
  const commands = commandsOf('recovery', { sshUser: 'ops' }, platform);
  const order = [
    'LEFT sudo /usr/local/sbin/kubestrata-etcdctl snapshot save /var/lib/etcd/restore.db',
    '/usr/local/sbin/kubestrata-etcd-restore stop',
    'ops@LEFT sudo /usr/local/sbin/kubestrata-etcd-restore from /var/lib/etcd/restore.db',
    'ops@LEFT sudo /usr/local/sbin/kubestrata-etcd-restore start',
    'ops@NAME sudo kubeadm reset',
    'ops@NEW sudo kubeadm join',
  ];
  const found = order.map((part) => position(commands, part));
  expect(found).not.toContain(-1);
  expect(found).toStrictEqual([...found].sort((a, b) => a - b));
});

test('a control plane that is alone is restored in the same way, and nobody joins it', () => {
  const commands = commandsOf('recovery', {}, { nodes: nodes(1, 1) });
  expect(commands).toContain(
    'ssh -n 192.0.2.11 sudo /usr/local/sbin/kubestrata-etcd-restore from /var/lib/etcd/restore.db',
  );
  expect(titlesOf({}, { nodes: nodes(1, 1) }).join()).not.toMatch(/other control planes|majority/);
});

test('no API server of a new machine starts before the data is back', () => {
  const commands = commandsOf('recovery', { etcd: { dataDirectory: '/srv/etcd' } }, platform);
  const restored = commands.lastIndexOf(
    '/usr/local/sbin/kubestrata-etcd-restore from /srv/etcd/restore.db',
  );
  expect(restored).toBeGreaterThan(position(commands, 'init phase kubelet-start'));
  expect(restored).toBeLessThan(position(commands, '--skip-phases=preflight'));
  const init = commands.filter((command) =>
    /kubeadm init(?! phase (certs|kubeconfig|etcd|kubelet-start))/.test(command),
  );
  expect(init).toHaveLength(1);
});

test('an etcd elsewhere has the data, so a new control plane simply starts', () => {
  const etcd = { version: '3.6.14', endpoints: [], metricsEndpoints: [] };
  const files = { caFile: '', certFile: '', keyFile: '' };
  const wiring = [EtcdCluster.with({ ...etcd, ...files })];
  const commands = commandsOf('recovery', { wiring }, platform);
  expect(position(commands, 'etcd-restore')).toBe(-1);
  expect(commands).toContain(
    'kubeadm init --config /etc/kubernetes/kubeadm/init.yaml --skip-token-print',
  );
  expect([...made({ wiring }, platform).files().keys()].join()).not.toContain('etcd-restore');
});

test('the authorities are kept, encrypted, once the cluster is there', () => {
  expect(commandsOf('install', {}, platform).at(-1)).toBe(
    'ssh -n 192.0.2.11 sudo /usr/local/sbin/kubestrata-pki export | age --encrypt --passphrase --output ~/prod-pki.tar.age',
  );
});

test('self-signed certificates of kubelets need nobody to sign them', () => {
  const props = { kubelet: { servingCertificates: 'self-signed' as const } };
  const { files, init } = made(props, platform);
  expect(position(commandsOf('install', props, platform), 'approve')).toBe(-1);
  expect([...files().keys()].filter((path) => path.includes('approve'))).toStrictEqual([]);
  expect(init('KubeletConfiguration')['serverTLSBootstrap']).toBe(false);
});

test('kube-proxy is never newer than an API server, and reads its settings again', () => {
  const commands = commandsOf('upgrade', {}, platform);
  const addon = position(commands, 'init phase addon kube-proxy');
  expect(addon).toBeGreaterThan(position(commands, 'cp-3 192.0.2.13'));
  expect(addon).toBeLessThan(position(commands, 'w-1 192.0.2.101'));
  expect(commands[addon + 1]).toContain('rollout restart daemonset/kube-proxy');
  const network = { replacesKubeProxy: true, kubeProxyMode: 'iptables' as const };
  const wiring = [Network.with({ ...network, encrypted: false, enforcesPolicies: true })];
  expect(position(commandsOf('upgrade', { wiring }, platform), 'kube-proxy')).toBe(-1);
});

test('an upgrade begins with what must be left alone until its step', () => {
  const [step] = inOrder(made({}, platform).steps('upgrade'));
  expect(step?.stage).toBe('preparation');
  expect(step?.text).toContain('No API server is restarted by hand before its upgrade');
});

test('what is secret never comes to lie beside the files that are copied to machines', () => {
  for (const runbook of ['install', 'upgrade', 'certificates', 'recovery']) {
    const commands = commandsOf(runbook, {}, platform);
    const targets = commands.flatMap((command) => /(?<![-2&]) > (\S+)/.exec(command)?.[1] ?? []);
    expect(
      targets.filter((target) => !/^("?\$file"?|~\/.kube\/.*|\/.*)$/.test(target)),
    ).toStrictEqual([]);
  }
});

test('a new control plane is given the key of encryption by one that works, if a file has it', () => {
  const key = (props: KubeadmProps) =>
    position(commandsOf('recovery', props, platform), 'encryption-key give | ssh NEW');
  const join = position(commandsOf('recovery', {}, platform), 'kubeadm join');
  expect(key({})).toBeGreaterThan(-1);
  expect(key({})).toBeLessThan(join);
  expect(key({ apiServer: { encryption: { kms: { endpoint: 'unix:///run/kms/a.sock' } } } })).toBe(
    -1,
  );
});

test('certificates are renewed before anything else is done about them', () => {
  const titles = inOrder(made({}, platform).steps('certificates')).map(({ title }) => title);
  const found = ['Renew them', 'Fetch the admin', 'Change the key'].map((start) =>
    titles.findIndex((title) => title.startsWith(start)),
  );
  expect(found).not.toContain(-1);
  expect(found).toStrictEqual([...found].sort((a, b) => a - b));
});

test('kubeconfigs of webhooks are there before an API server starts or is upgraded', () => {
  const audit = { webhook: { kubeConfigFile: '/etc/kubernetes/apiserver/audit.conf' } };
  const { steps } = made({ apiServer: { audit } }, platform);
  for (const runbook of ['install', 'upgrade']) {
    const step = steps(runbook).find(({ title }) => title.startsWith('Put the kubeconfigs'));
    expect(step?.text).toContain(audit.webhook.kubeConfigFile);
  }
});
