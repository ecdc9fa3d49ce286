import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { App as TerraformApp, TerraformStack } from 'cdktf';
import { LayeredApp } from 'kubestrata/engines/cdk8s';
import { Component, Registry } from 'kubestrata';
import { stringify } from 'yaml';
import { definePlatform } from '../apps/standard/platform';
import { inTurns, report } from './measure';

const ROUNDS = 7;

/** The standard app against plain cdk8s and cdktf apps with the same objects and releases. */
export function synthesisBench(): Record<string, number> {
  const outdir = mkdtempSync(join(tmpdir(), 'kubestrata-bench-'));
  try {
    const model = definePlatform(new LayeredApp({ outdir }));
    const registry = Registry.of(model);
    const [mine, plain] = inTurns(
      ROUNDS,
      () => {
        const app = new LayeredApp({ outdir: join(outdir, 'mine') });
        definePlatform(app);
        app.synth();
      },
      plainCdk8s(registry, join(outdir, 'plain')),
    );
    const [mineTf, plainTf] = inTurns(
      ROUNDS,
      () => terraform(join(outdir, 'mine-tf'), (stack) => definePlatform(stack)),
      plainCdktf(registry, join(outdir, 'plain-tf')),
    );
    return {
      cdk8s: report('apps/standard with cdk8s', mine, 'the same objects in plain cdk8s', plain),
      cdktf: report(
        'apps/standard with cdktf',
        mineTf,
        'the same releases in plain cdktf',
        plainTf,
      ),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function plainCdk8s(registry: Registry, outdir: string): () => void {
  const byComponent = new Map<string, object[]>();
  for (const object of [...registry.namespaces, ...registry.objects]) {
    const path = Component.of(object)?.node.path ?? 'rest';
    byComponent.set(path, [...(byComponent.get(path) ?? []), object.manifest]);
  }
  return () => {
    const app = new App({ outdir });
    for (const [path, manifests] of byComponent) {
      const chart = new Chart(app, path.replaceAll('/', '-'));
      manifests.forEach((manifest, i) => new ApiObject(chart, `object-${i}`, manifest as never));
    }
    app.synth();
  };
}

/** Releases with their values at hand, one after the other, and a chart for each component's objects. */
function plainCdktf(registry: Registry, outdir: string): () => void {
  const releases = registry.releases.map((r) => ({ ...pick(r), values: r.values }));
  const paths = [...new Set(registry.objects.map((o) => Component.of(o)?.node.path ?? 'rest'))];
  const charts = paths.map((path) => ({
    name: path.replaceAll('/', '-'),
    manifests: registry.objects
      .filter((o) => (Component.of(o)?.node.path ?? 'rest') === path)
      .map((o) => o.manifest),
  }));
  const namespaces = registry.namespaces.map(({ name, labels }) => ({ name, labels }));
  return () =>
    terraform(outdir, (stack) => {
      for (const metadata of namespaces)
        new NamespaceV1(stack, `ns-${metadata.name}`, { metadata });
      let last: Release | undefined;
      for (const { values, ...release } of releases) {
        const id = `${release.namespace}-${release.name}`;
        const dependsOn = last ? [last] : [];
        last = new Release(stack, id, { ...release, values: [stringify(values)], dependsOn });
      }
      for (const { name, manifests } of charts) {
        const folder = join(outdir, 'charts', name);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'manifests.yaml'), Yaml.stringify(...manifests));
        new Release(stack, `objects-${name}`, { name, chart: `./charts/${name}` });
      }
    });
}

const pick = ({ name, namespace, chart }: Registry['releases'][number]) => ({
  name,
  namespace,
  chart: chart.name,
  repository: chart.repository,
  version: chart.version,
});

function terraform(outdir: string, define: (stack: TerraformStack) => unknown): void {
  const app = new TerraformApp({ outdir });
  const stack = new TerraformStack(app, 'stack');
  new HelmProvider(stack, 'helm', {});
  new KubernetesProvider(stack, 'kubernetes', {});
  define(stack);
  app.synth();
}
