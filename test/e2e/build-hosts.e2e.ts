import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from '../../tools/control-plane/build';
import { Platform } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { examples, platforms } from '../../lib/provisioning/build-hosts/examples';
import { freeRoot } from '../harness/sample';
import { runCommand } from './rig/command';

// BuildKit's own loader reads the generated configuration; it takes no key that it does not know.

const folder = mkdtempSync(join(tmpdir(), 'kubestrata-build-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function configuration(): string {
  const platform = new Platform(freeRoot(), 'prod', platforms['buildkit']);
  examples['buildkit']?.(platform);
  return hostFiles(platform.node.root).get('build/etc/buildkit/buildkitd.toml')?.text ?? '';
}

async function read(text: string): Promise<string> {
  const found = await tools(['buildkit-config']);
  const file = join(folder, 'buildkitd.toml');
  writeFileSync(file, text);
  const { code, stderr } = await runCommand(found['buildkit-config'], [file]);
  return `${code} ${stderr}`.trim();
}

test('BuildKit reads its configuration', async () => {
  expect(configuration()).toContain('[registry."docker.io"]');
  expect(await read(configuration())).toBe('0');
});

test('fails for a key that BuildKit does not know, and for a size that is none', async () => {
  expect(await read(configuration().replace('maxUsedSpace', 'maxUsdSpace'))).toMatch(/^1 .*strict/);
  expect(await read(configuration().replace('"60%"', '"sixty"'))).toMatch(
    /^1 .*invalid disk space/,
  );
});
