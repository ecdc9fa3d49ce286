import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { made, nodes } from './kubeadm-sample';

const SCRIPTS = 'usr/local/sbin/kubestrata-';
const platform = { nodes: nodes(3, 1), apiServer: { host: '192.0.2.10' } };
const scripts = () =>
  [...made({}, platform).files()].filter(
    ([path]) => path.includes(SCRIPTS) && !path.includes('encryption'),
  );

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubestrata-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test.each(scripts())('%s may be run, and its shell reads it', (_, { text, mode }) => {
  const shell = /^#!(\/bin\/\w+)\n/.exec(text)?.[1] ?? '';
  expect(mode).toBe('0755');
  expect(() => execFileSync(shell, ['-n'], { input: text })).not.toThrow();
});

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
(hasShellcheck ? test.each(scripts()) : test.skip.each(scripts()))(
  '%s pleases shellcheck',
  (_, { text }) => {
    const { stdout } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
    expect(stdout).toBe('');
  },
);

test('authorities are handed on, without that of an etcd elsewhere', () => {
  const etcd = {
    version: '3.6.8',
    endpoints: [],
    metricsEndpoints: [],
    caFile: '',
    certFile: '',
    keyFile: '',
  };
  const filesOf = (...args: Parameters<typeof made>): string | undefined =>
    /^files='(.*)'$/m.exec(made(...args).text(`control-plane/${SCRIPTS}pki`))?.[1];
  const shared = 'ca.crt ca.key sa.key sa.pub front-proxy-ca.crt front-proxy-ca.key';
  expect(filesOf({}, platform)).toBe(`${shared} etcd/ca.crt etcd/ca.key`);
  expect(filesOf({ wiring: [EtcdCluster.with(etcd)] }, platform)).toBe(shared);
});

test.each([
  ['this', 0, 'is part of this cluster already'],
  ['another', 1, 'is part of another cluster; reset it first'],
])('a member of %s cluster keeps its authorities', (which, code, said) => {
  const text = made({}, platform).text(`control-plane/${SCRIPTS}pki`);
  const script = text.replaceAll('/etc/kubernetes', folder);
  mkdirSync(`${folder}/pki`);
  mkdirSync(`${folder}/given`);
  writeFileSync(`${folder}/kubelet.conf`, '');
  writeFileSync(`${folder}/pki/ca.crt`, 'ours');
  for (const name of ['ca.crt', 'ca.key']) {
    writeFileSync(`${folder}/given/${name}`, which === 'this' ? 'ours' : 'theirs');
  }
  const input = execFileSync('tar', ['-C', `${folder}/given`, '-cf', '-', 'ca.crt', 'ca.key']);
  const done = spawnSync('sh', ['-c', script, 'kubestrata-pki', 'import'], { input });
  expect([done.status, `${String(done.stdout)}${String(done.stderr)}`]).toStrictEqual([
    code,
    expect.stringContaining(said),
  ]);
  expect(existsSync(`${folder}/pki/ca.key`)).toBe(false);
});

test('a script never writes a token into a file of its own', () => {
  const text = made({}, platform).text(`control-plane/${SCRIPTS}discovery`);
  expect(text).toContain('server: https://192.0.2.10:6443');
  expect(text).not.toMatch(/> *\/(?!dev)/);
});

/** The commands of the step that has a kubelet renew by itself again, run where this is its kubeconfig. */
function renewed(kubeconfig: string): { file: string; kept: boolean } {
  const step = made({}, platform)
    .steps('certificates')
    .find(({ title }) => title.includes('renew by itself again'));
  const file = join(folder, 'kubelet.conf');
  const pem = join(folder, 'kubelet-client-current.pem');
  writeFileSync(file, kubeconfig);
  writeFileSync(pem, 'old');
  // The kubelet asks for a certificate when it starts.
  writeFileSync(join(folder, 'systemctl'), `#!/bin/sh\n[ -e ${pem} ] || echo new > ${pem}\n`);
  chmodSync(join(folder, 'systemctl'), 0o755);
  const text = (step?.commands ?? []).join('\n');
  const here = text
    .replaceAll('/etc/kubernetes/', `${folder}/`)
    .replaceAll('/var/lib/kubelet/pki/', `${folder}/`);
  execFileSync('sh', ['-ec', here], {
    env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
  });
  return {
    file: readFileSync(file, 'utf8').replaceAll(folder, ''),
    kept: readFileSync(pem, 'utf8') === 'old',
  };
}

test('a kubelet that was let in uses its own certificate from then on; others are left alone', () => {
  const current = '/kubelet-client-current.pem';
  const named = `    client-certificate: ${current}\n    client-key: ${current}\n`;
  const given = '    client-certificate-data: TEVU\n    client-key-data: S0VZ\n';
  expect(renewed(given)).toStrictEqual({
    file: named,
    kept: false,
  });
  expect(renewed(named)).toStrictEqual({ file: named, kept: true });
});

/** Runs the script that approves requests, with a kubectl that has one, made for these names. */
function approve(user: string, subject: string, names: string): string {
  const text = made(
    { secondAddresses: { 'w-1': '2001:db8::1f' } },
    {
      ...platform,
      networks: {
        pods: ['10.244.0.0/16', '2001:db8:1::/48'],
        services: ['10.96.0.0/16', '2001:db8:2::/108'],
      },
    },
  ).text(`control-plane/${SCRIPTS}approve-kubelets`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const quiet = { stdio: ['ignore', 'pipe', 'ignore'] as const, cwd: folder };
  const request = execFileSync(
    'openssl',
    [
      'req',
      '-new',
      ...key,
      '-keyout',
      'key',
      '-subj',
      subject,
      '-addext',
      `subjectAltName=${names}`,
    ],
    { ...quiet, stdio: ['ignore', 'pipe', 'ignore'] },
  ).toString('base64');
  writeFileSync(join(folder, 'admin.conf'), '');
  writeFileSync(
    join(folder, 'kubectl'),
    `#!/bin/sh\nif [ "$1" = get ]; then echo 'csr-1 ${user} ${request}'; else echo "$@"; fi\n`,
  );
  chmodSync(join(folder, 'kubectl'), 0o755);
  const script = text.replace('/etc/kubernetes/admin.conf', join(folder, 'admin.conf'));
  const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
  return spawnSync('bash', ['-s'], { input: script, encoding: 'utf8', env }).stdout.trim();
}

const W1 = '/O=system:nodes/CN=system:node:w-1';
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const withOpenssl = hasOpenssl ? test : test.skip;

withOpenssl.each([
  ['DNS:w-1'],
  ['DNS:w-1,IP:192.0.2.101'],
  ['DNS:w-1,IP:192.0.2.101,IP:2001:db8::1f'],
])('approves what a kubelet asks for itself: %s', (names) => {
  expect(approve('system:node:w-1', W1, names)).toBe('certificate approve csr-1');
});

withOpenssl.each([
  ['system:node:w-1', W1, 'DNS:w-1,IP:192.0.2.11'],
  ['system:node:w-1', W1, 'DNS:kubernetes'],
  ['system:node:w-1', W1, 'DNS:w-1,IP:192.0.2.10'],
  ['system:node:w-1', W1, 'DNS:w-1,IP:2001:db8::1e'],
  ['system:node:cp-1', W1, 'DNS:cp-1'],
  ['system:node:w-9', '/O=system:nodes/CN=system:node:w-9', 'DNS:w-9'],
  ['system:serviceaccount:a:b', W1, 'DNS:w-1'],
])('fails to approve for %s as %s: %s', (user, subject, names) => {
  expect(approve(user, subject, names)).toBe('');
});
