import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installer as containerd } from '../../lib/provisioning/containerd/installer';
import { installer as crio } from '../../lib/provisioning/cri-o/installer';
import { cniPluginsPart, releaseFunctions } from '../../lib/provisioning/runtime/install';
import { optionalTest } from '../e2e/rig/optional-test';

const downloads = 'https://github.com';
const shared = { downloads, cniPlugins: '1.9.1', labels: false };
const SCRIPTS = {
  'containerd from releases': containerd({ ...shared, version: '2.3.4', install: 'release' }),
  'containerd from packages': containerd({ ...shared, version: '2.3.4', install: 'package' }),
  'containerd with labels of SELinux': containerd({
    ...shared,
    version: '2.3.4',
    install: 'release',
    labels: true,
  }),
  'containerd alone': containerd({
    ...shared,
    version: '1.7.35',
    install: 'package',
    cniPlugins: false,
  }),
  'CRI-O': crio({ ...shared, version: '1.36.3', packages: undefined }),
};

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;

for (const [name, script] of Object.entries(SCRIPTS)) {
  test(`the installer of ${name} is a shell script that explains itself`, () => {
    execFileSync('sh', ['-n'], { input: script });
    const help = execFileSync('sh', ['-s', '--', '--help'], { input: script, encoding: 'utf8' });
    expect(help).toMatch(/^usage: kubestrata-install-/);
    const { status } = spawnSync('sh', ['-s', '--', 'now'], { input: script });
    expect(status).toBe(2);
  });

  optionalTest(
    `shellcheck has nothing against the installer of ${name}`,
    hasShellcheck ? undefined : 'shellcheck is not installed',
    () => {
      const { stdout } = spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' });
      expect(stdout).toBe('');
      return Promise.resolve();
    },
  );
}

const SUM = createHash('sha256').update('program').digest('hex');

test.each([
  ['of its own file', `${SUM}  runc.amd64\n`],
  ['among others, signed', `-----BEGIN PGP SIGNED MESSAGE-----\nabc  other\n${SUM} *runc.amd64\n`],
  ['with a path', `${SUM}  ./runc.amd64\n`],
])('a download is taken when its sum is right: %s', (_, sums) => {
  expect(fetched(sums)).toStrictEqual({ status: 0, error: '' });
});

test.each([
  ['wrong', `${SUM.replace(/^./, 'x')}  runc.amd64\n`],
  ['missing', `${SUM}  runc.arm64\n`],
])('fails for a download whose sum is %s', (_, sums) => {
  const { status, error } = fetched(sums);
  expect(status).toBe(1);
  expect(error).toMatch(/the sum of runc\.amd64 is not the one in sums/);
});

test.each([
  ['of that version', 'echo CNI loopback plugin v1.9.1 >&2', ''],
  ['of another version', 'echo CNI loopback plugin v1.9.10 >&2', 'containernetworking/plugins'],
  ['not there', 'exit 127', 'containernetworking/plugins'],
])(
  'CNI plugins that are %s are asked themselves, as packages may replace them',
  (_, plugin, got) => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestrata-cni-'));
    try {
      writeFileSync(join(folder, 'loopback'), `#!/bin/sh\n${plugin}\n`, { mode: 0o755 });
      const part = cniPluginsPart('1.9.1').replaceAll('/opt/cni/bin', folder);
      const script = `set -eu\narch=amd64\nfetch() { echo "$1"; exit 0; }\n${part}`;
      const { stdout } = spawnSync('sh', [], { input: script, encoding: 'utf8' });
      expect(stdout.split('/releases')[0]).toBe(got);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

/** Runs `fetch` with a stand-in for curl that gives a file, and those sums. */
function fetched(sums: string): { status: number | null; error: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-fetch-'));
  try {
    writeFileSync(join(folder, 'sums'), sums);
    writeFileSync(join(folder, 'runc.amd64'), 'program');
    const curl = `#!/bin/sh\nfor url; do :; done\ncp "${folder}/\${url##*/}" .\n`;
    writeFileSync(join(folder, 'curl'), curl, { mode: 0o755 });
    const script = `set -eu\n${releaseFunctions(downloads)}\nfetch a/b runc.amd64 sums\n`;
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH']}` };
    const { status, stderr } = spawnSync('sh', [], { input: script, encoding: 'utf8', env });
    return { status, error: stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
