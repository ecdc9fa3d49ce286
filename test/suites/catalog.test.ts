import { catalog, testWithCatalog } from '../catalog/with-catalog';
import { objectErrors } from '../catalog/object-check';
import { mergeValues } from '../catalog/merge-values';
import { valuesAgainstSchema } from '../catalog/schema-check';
import { unknownKeys } from '../catalog/values-check';
import { componentFolders } from '../harness/components';
import { withNeighbours } from '../harness/neighbours';
import { subtree } from '../harness/subtree';
import { cdk8sTree, type TreeOptions } from '../harness/trees';
import { Component, Platform, withHost, type HelmRelease } from '../../lib';

// Every example against the facts of the charts and CRDs of the pinned versions.

const CASES = componentFolders().flatMap((component) =>
  Object.entries(component.examples).map(([name, example]) => ({
    title: `${component.path} ${name}`,
    component,
    synth: (options: TreeOptions = {}) => {
      const { platform } = cdk8sTree(withNeighbours(example), {
        layer: component.layer,
        ...component.platforms[name],
        ...options,
      });
      const { releases, ...rest } = subtree(platform, component.layer);
      return { ...rest, releases: releases.filter(isOwn) };
    },
  })),
);

/** What a neighbour draws for a component, in a namespace of its own, is checked with the neighbour. */
const isOwn = (release: HelmRelease): boolean =>
  release.namespace === Component.of(release)?.namespace;

const check = testWithCatalog('examples against chart values, schemas and CRDs');

const chartOf = ({ chart }: HelmRelease) => {
  const facts = catalog?.chart(chart.name, chart.repository);
  if (!facts)
    throw new Error(`the catalogue has no chart '${chart.name}' of '${chart.repository}'`);
  return facts;
};

check.each(CASES)('$title pins the versions of the catalogue', ({ synth }) => {
  const { releases } = synth();
  const pinned = releases.map((r) => `${r.chart.name} ${r.chart.version}`);
  expect(pinned).toStrictEqual(releases.map((r) => `${r.chart.name} ${chartOf(r).version}`));
});

check.each(CASES)('$title states which Kubernetes its charts allow', ({ synth }) => {
  const { releases } = synth();
  const stated = releases.map((r) => `${r.chart.name} ${r.chart.kubeVersion ?? 'any'}`);
  expect(stated).toStrictEqual(
    releases.map((r) => `${r.chart.name} ${chartOf(r).kubeVersion ?? 'any'}`),
  );
});

check.each(CASES)('$title sets no key that its charts do not have', ({ synth, component }) => {
  const wrong = synth({ imageMirror: { registry: 'registry.example.com' } }).releases.flatMap(
    (r) => {
      const { defaults, subChartKeys: subCharts } = chartOf(r);
      const known = [...Object.keys(component.undocumentedKeys), ...component.subchartKeys];
      const findings = unknownKeys(r.values, defaults, { subCharts, known });
      return findings.map((e) => `${r.name}: ${e}`);
    },
  );
  expect(wrong).toStrictEqual([]);
});

check.each(CASES)("$title passes its charts' schemas", ({ synth }) => {
  const wrong = synth().releases.flatMap((r) => {
    const { schema, values } = chartOf(r);
    return schema ? valuesAgainstSchema(mergeValues(values, r.values), schema) : [];
  });
  expect(wrong).toStrictEqual([]);
});

check.each(CASES)("$title draws objects that pass their CRDs' schemas", ({ synth }) => {
  if (!catalog) return;
  const facts = catalog;
  const wrong = synth().objects.flatMap((o) =>
    objectErrors(o.manifest, facts).errors.map((e) => `${o.identity}: ${e}`),
  );
  expect(wrong).toStrictEqual([]);
});

check.each(CASES)(
  '$title gives its namespace the level that its charts need',
  ({ synth, component }) => {
    const wrong = synth().releases.flatMap((r) => {
      const needed = chartOf(r).podSecurity;
      const level = Component.of(r)?.podSecurity;
      const explained = component.stricterPodSecurity !== undefined;
      return needed === undefined || needed === level || explained
        ? []
        : [`${r.name} needs '${needed}' and has '${level}'`];
    });
    expect(wrong).toStrictEqual([]);
  },
);

check.each(CASES)(
  '$title has a mirror for every image that its charts run',
  ({ synth, component }) => {
    const unmirrored = synth().releases.flatMap((r) => {
      const sources = Object.values(r.images).map((source) => withHost(source));
      const covered = (image: string): boolean =>
        sources.some(
          (s) => image === s || [':', '@', '/'].some((end) => image.startsWith(`${s}${end}`)),
        );
      return chartOf(r)
        .images.map((image) => withHost(image))
        .filter((image) => !covered(image) && !unused(image, component.unusedImages));
    });
    expect(unmirrored).toStrictEqual([]);
  },
);

const unused = (image: string, known: Readonly<Record<string, string>>): boolean =>
  Object.keys(known).some((name) => image.startsWith(withHost(name)));

test('examples are synthesized below a platform', () => {
  expect(CASES.length).toBeGreaterThan(0);
  expect(Platform.isPlatform({})).toBe(false);
});
