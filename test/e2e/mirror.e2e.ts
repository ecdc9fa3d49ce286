import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments, stringify } from 'yaml';
import { tools } from '../../tools/control-plane/build';
import { Registry, type HelmRelease } from '../../lib';
import { StandardPlatform, type StandardPlatformProps } from '../../lib/editions';
import { runCommand } from './rig/command';
import { optionalTest } from './rig/optional-test';

// Real charts, rendered with the values of a platform that has an image mirror.

const MIRROR = 'registry.example.com/mirror';
const charts = process.env['KUBESTRATA_CHARTS'];
const missing = charts
  ? undefined
  : 'KUBESTRATA_CHARTS is not set; have it name a folder of packaged charts';

const PLATFORMS: Readonly<Record<string, StandardPlatformProps>> = {
  'with Calico and Envoy Gateway': { network: { gateway: 'envoy-gateway' } },
  'with Cilium and Kyverno': {
    network: { cni: 'cilium', gateway: 'none' },
    policy: { kyverno: {} },
  },
};

for (const [name, props] of Object.entries(PLATFORMS)) {
  optionalTest(`every image of a platform ${name} comes from the mirror`, missing, async () => {
    const pools = [{ name: 'public', addresses: ['203.0.113.0/28'] }];
    const platform = new StandardPlatform(new App(), 'platform', {
      ...props,
      apiServer: { host: '192.0.2.10' },
      imageMirror: { registry: MIRROR },
      network: { ...props.network, metallb: { pools } },
    });
    expect(platform.node.validate()).toStrictEqual([]);
    const foreign: string[] = [];
    for (const release of Registry.of(platform).releases) {
      const file = join(charts ?? '', `${release.chart.name}-${release.chart.version}.tgz`);
      if (!existsSync(file))
        process.stderr.write(`skipped: images of ${release.name}: no ${file}\n`);
      else foreign.push(...(await foreignImages(release, file)));
    }
    expect(foreign).toStrictEqual([]);
  });
}

async function foreignImages(release: HelmRelease, chart: string): Promise<string[]> {
  const { helm } = await tools(['helm']);
  const args = ['template', release.name, chart, '--namespace', release.namespace, '--values', '-'];
  const { code, stdout, stderr } = await runCommand(helm, args, {
    input: stringify(release.values),
  });
  if (code !== 0) throw new Error(`helm template ${release.name}: ${stderr}`);
  const objects = parseAllDocuments(stdout).map((document) => document.toJS() as Rendered | null);
  const images = objects.filter((object) => !isTest(object)).flatMap(imagesIn);
  return [...new Set(images)]
    .filter((image) => !image.startsWith(`${MIRROR}/`))
    .map((image) => `${release.name}: ${image}`);
}

interface Rendered {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
}

/** Test Pods are made by `helm test` only, which nobody here runs. */
const isTest = (object: Rendered | null): boolean =>
  (object?.metadata?.annotations?.['helm.sh/hook'] ?? '').startsWith('test');

/** What stands in any field `image`: of containers, and of custom resources that operators read. */
function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'image' && typeof inner === 'string' ? [inner] : imagesIn(inner),
  );
}
