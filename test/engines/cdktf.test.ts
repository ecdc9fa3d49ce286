import { parse } from 'yaml';
import { ManifestBundle } from '../../lib';
import { useCdktf } from '../../lib/engines/cdktf';
import { Paint, Sample, Widget } from '../harness/sample';
import { cdktfTree, type Definition, type Output } from '../harness/trees';

interface TerraformJson {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
  readonly terraform: { readonly required_providers: Record<string, unknown> };
}

const WIDGETS = { brings: ['Widget.example.com'] };

const jsonOf = ({ files }: Output): TerraformJson =>
  JSON.parse(files.get('stacks/cluster/cdk.tf.json') ?? '') as TerraformJson;

/** Resources of a type by the path of their construct, without the hash of their id. */
function resources(output: Output, type: string): Record<string, Record<string, unknown>> {
  const all = Object.entries(jsonOf(output).resource[type] ?? {});
  return Object.fromEntries(all.map(([id, body]) => [shorten(id), body]));
}

const shorten = (id: string): string => id.replace(/^platform_/, '').replace(/_[0-9A-F]{8}/, '');

const dependsOn = (body: Record<string, unknown> | undefined): string[] =>
  ((body?.['depends_on'] ?? []) as string[]).map((d) =>
    shorten(d.replace(/^\$\{(.*)\}$/, '$1').replace(/\.platform_/, '.')),
  );

const sample: Definition = (scope) => {
  const a = new Sample(scope, 'a', { ...WIDGETS, makeValues: () => ({ size: 1, mode: 'on' }) });
  a.draw(Widget, 'w', { spec: { size: 1 } });
  a.close();
};

test('a release is exact in version, and waits', () => {
  const {
    '//': _,
    values,
    ...release
  } = resources(cdktfTree(sample), 'helm_release')['a_release'] ?? {};
  expect(release).toStrictEqual({
    name: 'a',
    namespace: 'a',
    chart: 'a',
    repository: 'https://charts.example.com',
    version: '1.2.3',
    wait: true,
    timeout: 600,
    max_history: 10,
    depends_on: expect.any(Array) as unknown,
  });
  expect(values).toStrictEqual(["size: 1\nmode: 'on'\n"]);
});

test('namespace, prerequisites, release and objects follow each other', () => {
  const releases = resources(cdktfTree(sample), 'helm_release');
  expect(dependsOn(releases['a_prerequisites'])).toStrictEqual([
    'kubernetes_namespace_v1.a_namespace',
  ]);
  expect(dependsOn(releases['a_release'])).toStrictEqual(['helm_release.a_prerequisites']);
  expect(dependsOn(releases['a_objects'])).toStrictEqual(['helm_release.a_release']);
});

test('a namespace carries its Pod Security level', () => {
  const namespaces = resources(cdktfTree(sample), 'kubernetes_namespace_v1');
  expect(namespaces['a_namespace']?.['metadata']).toStrictEqual({
    name: 'a',
    labels: {
      'app.kubernetes.io/managed-by': 'kubestrata',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    },
  });
});

test('objects are a file of a chart whose version follows their content', () => {
  const withSize =
    (size: number): Definition =>
    (scope) => {
      new Sample(scope, 'a', WIDGETS).draw(Widget, 'w', { spec: { size } });
    };
  const version = (define: Definition): unknown =>
    resources(cdktfTree(define), 'helm_release')['a_objects']?.['version'];
  expect(version(withSize(1))).toBe(version(withSize(1)));
  expect(version(withSize(1))).not.toBe(version(withSize(2)));
  const { files } = cdktfTree(withSize(1));
  const chart = [...files]
    .filter(([name]) => name.includes('/charts/'))
    .map(([name, text]) => [name.replace(/^.*charts\/[^/]+\//, ''), text]);
  const texts = Object.fromEntries(chart) as Record<string, string>;
  expect(Object.keys(texts).sort()).toStrictEqual([
    'Chart.yaml',
    'manifests.yaml',
    'templates/manifests.yaml',
  ]);
  expect(parse(texts['manifests.yaml'] ?? '')).toStrictEqual({
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'w', namespace: 'a' },
    spec: { size: 1 },
  });
});

test('objects may be left to another tool, and the order holds across the gap', () => {
  const output = cdktfTree((scope) => {
    useCdktf(scope, { objects: false });
    const a = new Sample(scope, 'a', WIDGETS);
    a.close();
    new Sample(scope, 'b').after(a);
  });
  const releases = resources(output, 'helm_release');
  expect(Object.keys(releases)).toStrictEqual(['a_release', 'b_release']);
  expect(dependsOn(releases['a_release'])).toStrictEqual(['kubernetes_namespace_v1.a_namespace']);
  expect(dependsOn(releases['b_release'])).toContain('helm_release.a_release');
});

test('what Terraform would read as its own is escaped', () => {
  const output = cdktfTree((scope) => {
    new Sample(scope, 'a', { makeValues: () => ({ legend: '${x} %{if} $${y}' }) });
  });
  expect(resources(output, 'helm_release')['a_release']?.['values']).toStrictEqual([
    'legend: $${x} %%{if} $$${y}\n',
  ]);
});

test('a bundle is fetched, and its CRDs are there before what needs them', () => {
  const output = cdktfTree((scope) => {
    const crds = new Sample(scope, 'crds');
    new ManifestBundle(crds, 'bundle', {
      ...WIDGETS,
      bundle: {
        url: 'https://example.com/v{version}/install.yaml',
        version: '1.6.1',
        git: { repository: 'https://example.com/git', path: 'config', revision: 'v{version}' },
      },
      sha256: 'abc',
    });
    new Sample(scope, 'user').draw(Widget, 'w', { spec: { size: 1 } });
  });
  const json = jsonOf(output);
  const [fetched] = Object.values(json.data['http'] ?? {});
  expect(fetched?.['url']).toBe('https://example.com/v1.6.1/install.yaml');
  expect(json.terraform.required_providers).toHaveProperty('http');
  const objects = resources(output, 'helm_release')['user_objects'];
  expect(dependsOn(objects)).toStrictEqual([
    'helm_release.user_release',
    'kubernetes_manifest.crds_bundle',
    'kubernetes_manifest.crds_bundle_crds',
  ]);
});

const PIN = {
  url: 'https://example.com/install.yaml',
  version: '1.0',
  images: ['quay.io/x/operator:1.0'],
  git: { repository: 'https://example.com/git', path: 'config', revision: '1.0' },
};

test('what a bundle leaves without a namespace gets one', () => {
  const output = cdktfTree((scope) => {
    new ManifestBundle(new Sample(scope, 'a'), 'bundle', { bundle: PIN, namespace: 'sso' });
  });
  const documents = String(resources(output, 'kubernetes_manifest')['a_bundle']?.['for_each']);
  expect(documents).toContain(
    'metadata = merge({ for k in ["namespace"] : k => "sso" if !contains(',
  );
  expect(documents).toContain('k => "sso" if s.kind == "ServiceAccount"');
});

test('images of a bundle come from the mirror, each only where it stands as a whole', () => {
  const output = cdktfTree(
    (scope) => {
      new ManifestBundle(new Sample(scope, 'a'), 'bundle', { bundle: PIN });
    },
    { imageMirror: { registry: 'registry.example.com' } },
  );
  expect(resources(output, 'kubernetes_manifest')['a_bundle']?.['for_each']).toContain(
    '"$${1}registry.example.com/quay.io/x/operator:1.0$${2}")',
  );
});

test('a capability that is found only in values still brings its CRDs first', () => {
  const output = cdktfTree((scope) => {
    new Sample(scope, 'user', { makeValues: (self) => ({ paint: Paint.find(self)?.colour }) });
    Paint.provide(new Sample(scope, 'painter', WIDGETS), { colour: 'red' });
  });
  expect(dependsOn(resources(output, 'helm_release')['user_release'])).toContain(
    'helm_release.painter_release',
  );
});

test('fails for a component whose id is too long for the release of its objects', () => {
  const id = 'a-component-with-a-name-that-is-a-good-deal-too-long';
  const define: Definition = (scope) => {
    new Sample(scope, id, { ...WIDGETS, chartName: 'short' }).close();
  };
  expect(() => cdktfTree(define)).toThrow(`'${id}-prerequisites' is no name of a Helm release`);
});

test('fails with everything that is wrong, before anything is written', () => {
  const broken: Definition = (scope) => {
    new Sample(scope, 'a').draw(Widget, 'w', { spec: { size: 1 } });
  };
  expect(() => cdktfTree(broken)).toThrow("nothing brings the CRD of 'Widget.example.com'");
});
