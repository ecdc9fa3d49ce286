import { execFileSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { HelmRelease } from '../../lib';
import { toYaml } from '../../lib/engines/yaml';
import { tools } from '../control-plane/build';

/**
 * Images in a render of a packaged chart with the values of a release: those of Pods, and what looks
 * like an image in arguments, variables and configuration files.
 *
 * @throws when helm does not render it, with what helm says
 */
export async function renderedImages(release: HelmRelease, chart: string): Promise<string[]> {
  const { helm } = await tools(['helm']);
  const args = ['template', release.name, chart, '--namespace', release.namespace, '--values', '-'];
  const text = execFileSync(helm, args, {
    input: toYaml(release.values),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const images = parseAllDocuments(text)
    .map((document) => document.toJS() as Rendered | null)
    .filter((object) => object?.kind !== 'CustomResourceDefinition' && !isTest(object))
    .flatMap((object) => imagesIn(object));
  return [...new Set(images)].sort();
}

interface Rendered {
  readonly kind?: string;
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** Test Pods are made by `helm test` only. */
const isTest = (object: Rendered | null): boolean =>
  (object?.metadata?.annotations?.['helm.sh/hook'] ?? '').startsWith('test');

/** Registries that a text must name to be an image. */
const IN_TEXT =
  /(?:^|[\s"'=,@(])((?:docker\.io|quay\.io|ghcr\.io|gcr\.io|registry\.k8s\.io|public\.ecr\.aws|mcr\.microsoft\.com|mirror\.gcr\.io|reg\.kyverno\.io|registry\.example\.com\/mirror)\/[\w./-]+:\w[\w.-]*(?:@sha256:[0-9a-f]{64})?)/g;

/** What stands in any field `image`, and what looks like an image in any text. */
function imagesIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    if (key === 'image' && value !== '') return [value];
    return [...value.matchAll(IN_TEXT)].map(([, image = '']) => image);
  }
  if (Array.isArray(value)) return value.flatMap((inner) => imagesIn(inner));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => imagesIn(inner, name));
}
