import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiServerSteps,
  keyRotation,
  type ApiServerInput,
} from '../../lib/provisioning/kubeadm/api-server';
import { encryptionKeyScript } from '../../lib/provisioning/kubeadm/api-server/encryption-key-script';

const folder = mkdtempSync(join(tmpdir(), 'kubestrata-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let machines = 0;

/** The script on a machine that is a folder. */
class Machine {
  readonly root = join(folder, `machine-${++machines}`);
  readonly file = join(this.root, 'apiserver/encryption.yaml');

  constructor(private readonly resources: readonly string[] = ['secrets']) {
    mkdirSync(join(this.root, 'apiserver'), { recursive: true });
  }

  run(command: string, input = ''): { status: number | null; out: string; error: string } {
    const text = encryptionKeyScript({ provider: 'secretbox', resources: this.resources });
    const script = join(this.root, 'script');
    writeFileSync(script, text.replaceAll('/etc/kubernetes', this.root), { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync(script, [command], { input, encoding: 'utf8' });
    return { status, out: stdout, error: stderr };
  }

  read(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Writes the file, with keys of these names. */
  has(...names: string[]): this {
    const keys = names.map(
      (name) =>
        `            - name: ${name}\n              secret: ${Buffer.alloc(32, name).toString('base64')}\n`,
    );
    this.run('make');
    const [head = ''] = this.read().split(/ {12}- name/);
    writeFileSync(this.file, `${head}${keys.join('')}      - identity: {}\n`);
    chmodSync(this.file, 0o600);
    return this;
  }

  get names(): string[] {
    return [...this.read().matchAll(/- name: (\S+)/g)].map(([, name = '']) => name);
  }
}

test.each(['secretbox', 'kms'] as const)('the script with %s is sound', (provider) => {
  const script = join(folder, `${provider}.sh`);
  writeFileSync(script, encryptionKeyScript({ provider, resources: ['secrets', '*.apps'] }));
  const checked = spawnSync('shellcheck', [script], { encoding: 'utf8' });
  // Without shellcheck the shell itself reads it.
  const { stdout, status } = checked.error ? spawnSync('sh', ['-n', script]) : checked;
  expect({ status, said: String(stdout) }).toStrictEqual({ status: 0, said: '' });
});

test('a key is made once, and only its owner can read it', () => {
  const machine = new Machine();
  expect(machine.run('make').status).toBe(0);
  const made = machine.read();
  expect(statSync(machine.file).mode & 0o777).toBe(0o600);
  expect(machine.run('make').out).toContain('no key is made');
  expect(machine.read()).toBe(made);
  expect(new Machine().has('a').read()).not.toBe(made);
});

test('a machine takes the file of another, as it is', () => {
  const [from, to] = [new Machine(), new Machine()];
  from.run('make');
  expect(to.run('take', from.run('give').out).status).toBe(0);
  expect(to.read()).toBe(from.read());
});

test('a change goes over a second key that becomes the first', () => {
  const machine = new Machine().has('key-20200101t000000z');
  machine.run('add');
  const [old, fresh = ''] = machine.names;
  expect(old).toBe('key-20200101t000000z');
  machine.run('promote');
  machine.run('promote');
  expect(machine.names).toStrictEqual([fresh, old]);
  expect(machine.run('remove').error).toContain('not everything is written with the first key');
  writeFileSync(`${machine.file}.rewritten`, fresh);
  machine.run('remove');
  expect(machine.names).toStrictEqual([fresh]);
});

test('fails to make a key where the API server has one already', () => {
  const machine = new Machine();
  mkdirSync(join(machine.root, 'manifests'));
  const flag = '    - --encryption-provider-config=/etc/kubernetes/apiserver/encryption.yaml\n';
  writeFileSync(join(machine.root, 'manifests/kube-apiserver.yaml'), flag);
  expect(machine.run('make')).toMatchObject({ status: 1 });
});

test.each([
  ['of another cluster', ['x'], 'of another cluster'],
  ['that encrypts with a key which is new here', ['b', 'a'], 'has missed the step'],
])('fails to take a file %s', (_, names, error) => {
  const machine = new Machine().has('a');
  const { status, error: said } = machine.run('take', new Machine().has(...names).read());
  expect(status).toBe(1);
  expect(said).toContain(error);
  expect(machine.names).toStrictEqual(['a']);
});

test('fails to take a file that is older than its own', () => {
  const machine = new Machine().has('b', 'a');
  expect(machine.run('take', new Machine().has('a').read()).error).toContain(
    'older than what is here',
  );
});

test.each([
  ['nothing', '', 'no EncryptionConfiguration'],
  [
    'a short key',
    'kind: EncryptionConfiguration\n- secretbox:\n- name: a\n  secret: YQ==\n',
    '32 bytes',
  ],
  ['another provider', 'kind: EncryptionConfiguration\n- aescbc:\n', "not 'secretbox'"],
])('fails to take %s', (_, text, error) => {
  expect(new Machine().run('take', text).error).toContain(error);
});

test('fails to leave out a resource that is encrypted, and takes one more', () => {
  const before = new Machine(['secrets', 'configmaps']).has('a');
  const fewer = new Machine(['secrets']);
  writeFileSync(fewer.file, before.read(), { mode: 0o600 });
  expect(fewer.run('refresh').error).toContain("does not name 'configmaps' any more");
  const more = new Machine(['secrets', 'configmaps', 'widgets.example.com']);
  writeFileSync(more.file, before.read(), { mode: 0o600 });
  expect(more.run('check').error).toContain('refresh');
  more.run('refresh');
  expect(more.read()).toContain("- 'widgets.example.com'");
  expect(more.names).toStrictEqual(['a']);
});

test('fails to trust a file that others can read', () => {
  const machine = new Machine().has('a');
  chmodSync(machine.file, 0o644);
  expect(machine.run('check').error).toContain('has mode 644');
});

const input = (own: Partial<ApiServerInput> = {}): ApiServerInput => ({
  options: {},
  kubernetesVersion: '1.36',
  authentication: undefined,
  systemNamespaces: [],
  controlPlanes: [1, 2].map((n) => ({ name: `cp-${n}`, address: `192.0.2.1${n}` })),
  ...own,
});
const script = '/usr/local/sbin/kubestrata-encryption-key';

test('the runbook hands the key from the first control plane to each other', () => {
  const step = apiServerSteps(input({ sshUser: 'ops' })).find(({ stage }) => stage === 'join');
  expect(step?.commands).toStrictEqual([
    `ssh -n ops@192.0.2.11 sudo ${script} give | ssh ops@192.0.2.12 sudo ${script} take`,
  ]);
});

test('a change of the key waits for every API server between its steps', () => {
  const of = (given: ApiServerInput) =>
    keyRotation(given).map(({ commands = [] }) => commands.join().split(' ').at(-1));
  expect(of(input())).toStrictEqual(
    'add take loaded promote take loaded rewrite remove take loaded'.split(' '),
  );
  expect(of(input({ controlPlanes: [] }))).toStrictEqual(
    'add loaded promote loaded rewrite remove loaded'.split(' '),
  );
  const kms = { encryption: { kms: { endpoint: 'unix:///run/kms/plugin.sock' } } };
  expect(of(input({ options: kms }))).toStrictEqual(['rewrite']);
});

test('without encryption nobody is asked to look after a key', () => {
  const given = input({ options: { encryption: false } });
  const steps = [...apiServerSteps(given), ...keyRotation(given)];
  expect(steps.map(({ title }) => title)).toStrictEqual([
    'Have the API servers read changed files',
  ]);
});
