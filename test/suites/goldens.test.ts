import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../lib/engines/yaml';
import { componentFolders } from '../harness/components';
import { expectGolden, goldenPath } from '../harness/golden';
import { withNeighbours } from '../harness/neighbours';
import { subtree, type Subtree } from '../harness/subtree';
import { cdk8sTree, cdktfTree } from '../harness/trees';

// What each example comes out as, for reviews: a version or a value that changes shows here.

const CASES = componentFolders().flatMap(({ layer, path, examples, platforms }) =>
  Object.entries(examples).map(([name, example]) => ({
    layer,
    path,
    name,
    example,
    options: { layer, ...platforms[name] },
  })),
);

test.each(CASES)('the manifests of $path $name', ({ layer, path, name, example, options }) => {
  const { files } = cdk8sTree(withNeighbours(example), options);
  const own = [...files].filter(([file]) => file.startsWith(`${layer}/`));
  expectGolden(goldenPath(path, name, 'manifests'), own.map(([, text]) => text).join('---\n'));
  const hosts = [...files].filter(([file]) => file.startsWith('hosts/'));
  if (hosts.length === 0) return;
  const text = hosts.map(([file, content]) => `==> ${file} <==\n${content}`).join('\n');
  expectGolden(goldenPath(path, name, 'hosts'), text);
});

test.each(CASES)('the releases of $path $name', ({ layer, path, name, example, options }) => {
  const { platform } = cdktfTree(withNeighbours(example), options);
  expectGolden(goldenPath(path, name, 'releases'), releases(subtree(platform, layer)));
});

test('no golden is left of an example that is gone', () => {
  const expected = new Set(
    CASES.flatMap(({ path, name }) => [
      goldenPath(path, name, 'manifests'),
      goldenPath(path, name, 'releases'),
      goldenPath(path, name, 'hosts'),
    ]),
  );
  const root = join(__dirname, '..', 'goldens');
  const found = existsSync(root)
    ? readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) =>
        /\.(yaml|txt)$/.test(f),
      )
    : [];
  expect(found.filter((file) => !expected.has(file))).toStrictEqual([]);
});

const releases = ({ releases: all }: Subtree): string =>
  all
    .map(({ name, namespace, chart, values }) => toYaml({ name, namespace, chart, values }))
    .join('---\n');
