import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { tools } from '../../tools/control-plane/build';
import { Platform, Registry, type HelmRelease } from '../../lib';
import { toYaml } from '../../lib/engines/yaml';
import { exampleCases } from '../harness/components';
import { withNeighbours } from '../harness/neighbours';
import { freeRoot } from '../harness/sample';
import { runCommand } from './rig/command';
import { optionalTest } from './rig/optional-test';

// Real charts, rendered with the values of every example, with and without an image mirror: what
// stands in the render is what the platform's list says.

const MIRROR = 'registry.example.com/mirror';
const charts = process.env['KUBESTRATA_CHARTS'];
const missing = charts
  ? undefined
  : 'KUBESTRATA_CHARTS is not set; have it name a folder of packaged charts';

for (const [name, component, example] of exampleCases()) {
  optionalTest(
    `images of ${name} are those of its charts, and come from the mirror`,
    missing,
    async () => {
      expect(await strangers(example, component.path, undefined)).toStrictEqual([]);
      expect(await strangers(example, component.path, { registry: MIRROR })).toStrictEqual([]);
    },
  );
}

/** Images in the renders that the platform does not list. */
async function strangers(
  example: (scope: never) => void,
  path: string,
  imageMirror: { registry: string } | undefined,
): Promise<string[]> {
  const platform = new Platform(freeRoot(), 'platform', {
    domain: 'k8s.example.com',
    apiServer: { host: '192.0.2.10' },
    ...(imageMirror && { imageMirror }),
  });
  withNeighbours(example as never)(platform);
  const listed = new Set(platform.images().images.map((use) => comparable(use.pulledFrom)));
  const found: string[] = [];
  for (const release of Registry.of(platform).releases) {
    if (release.node.path.includes('/neighbours/')) continue;
    const file = join(charts ?? '', `${release.chart.name}-${release.chart.version}.tgz`);
    if (existsSync(file)) found.push(...(await imagesOf(release, file)));
    else process.stderr.write(`skipped: images of ${release.name} in ${path}: no ${file}\n`);
  }
  return [...new Set(found)].filter((image) => !listed.has(comparable(image))).sort();
}

/** A digest may be turned off where a mirror changes it, and Docker Hub's host is optional. */
const comparable = (image: string): string =>
  image.replace(/@sha256:.*$/, '').replace(/^docker\.io\/(library\/)?/, '');

async function imagesOf(release: HelmRelease, chart: string): Promise<string[]> {
  const { helm } = await tools(['helm']);
  const args = ['template', release.name, chart, '--namespace', release.namespace, '--values', '-'];
  const { code, stdout, stderr } = await runCommand(helm, args, {
    input: toYaml(release.values),
  });
  if (code !== 0) throw new Error(`helm template ${release.name}: ${stderr}`);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object?.kind !== 'CustomResourceDefinition' && !isTest(object))
    .flatMap((object) => imagesIn(object));
}

interface Rendered {
  readonly kind?: string;
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** Test Pods are made by `helm test` only, which nobody here runs. */
const isTest = (object: Rendered | null): boolean =>
  (object?.metadata?.annotations?.['helm.sh/hook'] ?? '').startsWith('test');

/** Registries that a text in arguments, variables or configuration files must name to be an image. */
const IN_TEXT =
  /(?:^|[\s"'=,@(])((?:docker\.io|quay\.io|ghcr\.io|gcr\.io|registry\.k8s\.io|public\.ecr\.aws|mcr\.microsoft\.com|mirror\.gcr\.io|reg\.kyverno\.io|registry\.example\.com\/mirror)\/[\w./-]+:\w[\w.-]*(?:@sha256:[0-9a-f]{64})?)/g;

/** What stands in any field `image`, and what looks like an image in any text. */
function imagesIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    if (key === 'image' && value !== '') return [value];
    return [...value.matchAll(IN_TEXT)].map(([, image = '']) => image);
  }
  if (Array.isArray(value)) return value.flatMap((inner) => imagesIn(inner, ''));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => imagesIn(inner, name));
}
