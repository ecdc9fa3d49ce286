import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const GOLDENS = join(__dirname, '..', 'goldens');

/**
 * Compares `text` with the golden file at `path` below `test/goldens`. With `UPDATE_GOLDENS=1` it
 * writes the file instead.
 */
export function expectGolden(path: string, text: string): void {
  const file = join(GOLDENS, path);
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) {
    throw new Error(
      `there is no golden '${path}'; write it with \`npm run goldens\` and review it`,
    );
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** `network/metallb/bgp.manifests.yaml`: the golden of one example of one component. */
export const goldenPath = (
  component: string,
  example: string,
  what: 'manifests' | 'releases' | 'hosts',
): string => join(component, `${example}.${what}.${what === 'hosts' ? 'txt' : 'yaml'}`);
