import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { tools } from '../../tools/control-plane/build';
import { Platform } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { examples, platforms } from '../../lib/provisioning/kubeadm/examples';
import { freeRoot } from '../harness/sample';
import { runCommand, type CommandResult } from './rig/command';

// kubeadm's own parser, strict about fields, reads every file that it will read on machines.

const NAMES = ['init.yaml', 'join.yaml', 'upgrade.yaml', 'reset.yaml'];
const folder = mkdtempSync(join(tmpdir(), 'kubestrata-kubeadm-'));
let kubeadm: string;

beforeAll(async () => {
  kubeadm = (await tools(['kubeadm'])).kubeadm;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(example: string): readonly (readonly [path: string, text: string])[] {
  const platform = new Platform(freeRoot(), 'platform', platforms[example] ?? {});
  examples[example]?.(platform);
  return [...hostFiles(platform.node.root)]
    .filter(([path]) => NAMES.includes(basename(path)) && path.includes('/kubeadm/'))
    .map(([path, { text }]) => [path, text]);
}

function validate(text: string): Promise<CommandResult> {
  const file = join(folder, 'config.yaml');
  const discovery = join(folder, 'discovery.conf');
  writeFileSync(discovery, '');
  // It is made when machines join, and kubeadm wants to see it.
  writeFileSync(file, text.replace('/etc/kubernetes/kubeadm/discovery.conf', discovery));
  return runCommand(kubeadm, ['config', 'validate', '--config', file]);
}

/** What kubeadm says, but that it would have given nodes one DNS address where they have two families. */
const unexpected = (stderr: string): string[] =>
  stderr.split('\n').filter((line) => line !== '' && !line.includes('value for "clusterDNS"'));

test.each(Object.keys(examples))('kubeadm takes every file of example %s', async (example) => {
  const files = filesOf(example);
  expect(new Set(files.map(([path]) => basename(path)))).toStrictEqual(new Set(NAMES));
  for (const [path, text] of files) {
    const { ok, stderr } = await validate(text);
    expect({ path, ok, said: unexpected(stderr) }).toStrictEqual({ path, ok: true, said: [] });
  }
});

test('fails with the name of a field that kubeadm does not have', async () => {
  const [, text = ''] =
    filesOf('single-machine').find(([path]) => path.endsWith('init.yaml')) ?? [];
  const { ok, stderr } = await validate(text.replace('certSANs:', 'certSans:'));
  expect(ok).toBe(false);
  expect(stderr).toContain('certSans');
});
