import { join } from 'node:path';
import { catalog } from '../catalog/with-catalog';
import { applyAll, refusals } from './rig/apply-all';
import { crdFolder } from './catalog-objects';
import { madeByOperators, namespacesOfOperators } from './made-elsewhere';
import { deployStep, isLocal } from './deploy-step';
import { provisionVolumes } from './provisioner';
import { notReady, refusedRestarts } from './restarts';
import { startCluster, type Cluster } from './rig/cluster';
import { loadCrds } from './rig/crds';
import type { KubeObject } from './rig/kube-object';
import { missingCatalog, optionalTest } from './rig/optional-test';
import { objectsBelow, synthesize, type Synthesized } from './synthesized';
import { terraformSteps } from './terraform-steps';

// What the apps synthesize, before a real API server.

const charts = process.env['KUBESTRATA_CHARTS'];

let cluster: Cluster;
const made: Synthesized[] = [];

beforeAll(async () => {
  cluster = await startCluster({ volumes: 20 });
});

afterAll(async () => {
  await cluster?.stop();
  for (const synthesized of made) synthesized.remove();
});

const synth = (app: string, engine: 'cdk8s' | 'cdktf'): string => {
  const result = synthesize(app, engine);
  made.push(result);
  return result.folder;
};

/** Applies objects with the CRDs of their kinds from the catalogue; gives what was refused. */
async function refusedOf(on: Cluster, objects: readonly KubeObject[]): Promise<string[]> {
  await loadCrds(on.api, crdFolders(objects));
  const all = [...namespacesOfOperators(), ...objects];
  return refusals(all, await applyAll(on.api, all));
}

function crdFolders(objects: readonly KubeObject[]): string[] {
  const systems = objects.flatMap((o) => catalog?.crd(o.apiVersion, o.kind)?.system ?? []);
  return [...new Set(systems)].map(crdFolder);
}

optionalTest(
  'all that apps/standard synthesizes is accepted, field by field',
  missingCatalog(),
  async () => {
    const objects = objectsBelow(synth('standard', 'cdk8s'));
    expect(objects.length).toBeGreaterThan(100);
    expect(await refusedOf(cluster, objects)).toStrictEqual([]);
  },
);

optionalTest(
  'what an application team writes passes every policy of the platform',
  missingCatalog(),
  async () => {
    const objects = objectsBelow(synth('workload', 'cdk8s'));
    await loadCrds(cluster.api, crdFolders(objects));
    const results = await applyAll(cluster.api, objects);
    expect(refusals(objects, results)).toStrictEqual([]);
    expect(results.flatMap(({ warnings }) => warnings)).toStrictEqual([]);
  },
);

optionalTest(
  'the charts of objects install with helm, in the order of the Terraform JSON',
  missingCatalog(),
  async () => {
    const stack = join(synth('standard', 'cdktf'), 'stacks', 'standard');
    const steps = terraformSteps(stack);
    const local = steps.filter(({ attributes }) => isLocal(attributes));
    expect(local.length).toBeGreaterThan(5);
    for (const { attributes } of local) {
      const chart = join(stack, String(attributes['chart']).replace('${path.module}/', ''));
      // The objects are there already, applied by another manager: this shows that the charts carry the same.
      const template = await cluster.helm(['template', String(attributes['name']), chart]);
      expect(template.stderr).toBe('');
      const applied = await cluster.kubectl(
        ['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f', '-'],
        { input: template.stdout },
      );
      expect(applied.stderr).toBe('');
    }
  },
);

optionalTest(
  'all that apps/gitops leaves to Git is accepted, Applications and objects',
  missingCatalog(),
  async () => {
    const other = await startCluster({ nodes: 1, controllers: false });
    try {
      const objects = objectsBelow(synth('gitops', 'cdk8s'));
      expect(objects.filter(({ kind }) => kind === 'Application').length).toBeGreaterThan(5);
      const namespaces = namespacesOfBootstrap(objects);
      await applyAll(other.api, namespaces);
      expect(await refusedOf(other, objects)).toStrictEqual([]);
    } finally {
      await other.stop();
    }
  },
);

/** Namespaces that objects are in and that the bootstrap makes. */
function namespacesOfBootstrap(objects: readonly KubeObject[]): KubeObject[] {
  const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
  for (const { kind, metadata } of objects)
    if (kind === 'Namespace') used.delete(metadata.name ?? '');
  return [...used].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
}

optionalTest(
  'all that apps/minimal synthesizes is accepted on one node',
  missingCatalog(),
  async () => {
    const small = await startCluster({ nodes: 1, controllers: false });
    try {
      const objects = objectsBelow(synth('minimal', 'cdk8s'));
      expect(await refusedOf(small, objects)).toStrictEqual([]);
    } finally {
      await small.stop();
    }
  },
);

const missingCharts = charts
  ? missingCatalog()
  : 'KUBESTRATA_CHARTS is not set; have it name a folder of packaged charts';

// With `gitops`: what is left to Terraform when Argo CD delivers the rest.
for (const app of ['standard', 'gitops']) {
  optionalTest(
    `every release installs with its values and becomes ready, in order: apps/${app}`,
    missingCharts,
    async () => {
      const fresh = await startCluster();
      const end = provisionVolumes(fresh.api);
      try {
        await applyAll(fresh.api, madeByOperators());
        const stack = join(synth(app, 'cdktf'), 'stacks', app);
        const failures: string[] = [];
        for (const step of terraformSteps(stack))
          failures.push(...(await deployStep(fresh, stack, step)));
        expect(failures).toStrictEqual([]);
        const { stdout } = await fresh.helm(['list', '--all-namespaces', '--output', 'json']);
        const states = (JSON.parse(stdout) as { status: string }[]).map(({ status }) => status);
        expect(new Set(states)).toStrictEqual(new Set(['deployed']));
        expect(await notReady(fresh.api)).toStrictEqual([]);
        expect(await refusedRestarts(fresh.api)).toStrictEqual([]);
        await end();
      } finally {
        await fresh.stop();
      }
    },
  );
}
