import { App as TerraformApp, Testing, TerraformStack } from 'cdktf';
import { App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Layer, Platform, Registry } from '../../lib';
import { useArgoCd } from '../../lib/engines/argocd';
import { LayeredApp } from '../../lib/engines/cdk8s';
import { useCdktf } from '../../lib/engines/cdktf';
import { Sample, Widget } from '../harness/sample';

/** The network draws widgets, whose CRD comes with a layer that is not part of the bootstrap. */
function define(scope: Construct): Platform {
  const platform = new Platform(scope, 'platform');
  const network = new Sample(new Layer(platform, 'network'), 'cni');
  network.draw(Widget, 'w', { spec: { size: 1 } });
  const tools = new Layer(platform, 'tools');
  new Sample(tools, 'widgets', { brings: ['Widget.example.com'], crdsOnly: true });
  const paint = new Sample(tools, 'paint');
  paint.draw(Widget, 'v', { spec: { size: 2 } });
  return platform;
}

const BOOTSTRAP = ['network'];

/** Names of what Terraform deploys. */
function bootstrapped(bootstrap: readonly string[] = BOOTSTRAP): string[] {
  const stack = new TerraformStack(new TerraformApp(), 'stack');
  useCdktf(stack, { bootstrap });
  define(stack);
  const { resource } = JSON.parse(Testing.synth(stack)) as {
    resource: Record<string, Record<string, { name?: string; metadata?: { name: string } }>>;
  };
  return Object.entries(resource).flatMap(([type, all]) =>
    Object.values(all).map((r) => `${type} ${r.name ?? r.metadata?.name}`),
  );
}

/** Kind and name of what Argo CD delivers. */
function handedOver(): string[] {
  const app = new LayeredApp();
  useArgoCd(app, { bootstrap: BOOTSTRAP });
  define(app);
  const objects = [...app.files().values()].flat() as {
    kind: string;
    metadata: { name: string };
  }[];
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

test('the bootstrap deploys its layers, and what they wait for', () => {
  expect(bootstrapped().sort()).toStrictEqual([
    'helm_release cni',
    'helm_release cni-objects',
    'helm_release widgets',
    'kubernetes_namespace_v1 cni',
    'kubernetes_namespace_v1 widgets',
  ]);
});

test('Argo CD delivers the rest', () => {
  expect(handedOver().sort()).toStrictEqual(['Application paint', 'Namespace paint', 'Widget v']);
});

test('nothing is left out, and nothing is deployed twice', () => {
  const app = new LayeredApp();
  const { releases, namespaces, objects } = Registry.of(define(app));
  const all = [
    ...releases.map(({ name }) => name),
    ...namespaces.map(({ name }) => name),
    ...objects.map(({ name }) => name),
  ];
  const objectsOfBootstrap = 1;
  const releasesOfObjects = bootstrapped().filter((r) => r.endsWith('-objects')).length;
  expect(bootstrapped().length - releasesOfObjects + objectsOfBootstrap + handedOver().length).toBe(
    all.length,
  );
});

test('fails for a layer that is not there', () => {
  expect(() => bootstrapped(['network', 'storage'])).toThrow(
    "there is no layer 'storage' to bootstrap with; there are 'network', 'tools'",
  );
});

test('fails in an app that cannot leave anything out', () => {
  const app = new App();
  const chart = new Chart(app, 'chart');
  useArgoCd(chart, { bootstrap: BOOTSTRAP });
  define(chart);
  expect(() => void chart.toJson()).toThrow('which only a `LayeredApp` can leave out');
});
