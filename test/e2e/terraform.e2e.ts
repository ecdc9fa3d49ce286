import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { madeByOperators } from './made-elsewhere';
import { applyAll } from './rig/apply-all';
import { startCluster, type Cluster } from './rig/cluster';
import { runCommand } from './rig/command';
import { loadCrds } from './rig/crds';
import { missingCatalog, optionalTest } from './rig/optional-test';
import { bundleObjects } from './bundles';
import { offlineStack } from './offline-stack';
import { provisionVolumes } from './provisioner';
import { synthesize } from './synthesized';

// `cdktf deploy` is Terraform's work: the real Terraform and its real providers, before a real API
// server. Charts that are not at hand are left out, with what they bring taken from the catalogue.

const providers = process.env['KUBESTRATA_PROVIDERS'];

const missing =
  missingCatalog() ??
  (providers === undefined || !existsSync(providers)
    ? 'KUBESTRATA_PROVIDERS is not set; have it name a filesystem mirror with the helm, kubernetes and http providers'
    : undefined);

optionalTest(
  'terraform deploys apps/standard in order, and a second plan is empty',
  missing,
  async () => {
    const cluster = await startCluster();
    const end = provisionVolumes(cluster.api);
    const server = await serveBundles();
    const made = synthesize('standard', 'cdktf', { KUBECONFIG: cluster.kubeconfig });
    const folder = mkdtempSync(join(tmpdir(), 'kubestrata-terraform-'));
    try {
      cpSync(join(made.folder, 'stacks', 'standard'), folder, { recursive: true });
      const left = offlineStack(folder, {
        charts: process.env['KUBESTRATA_CHARTS'],
        bundles: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      });
      for (const name of left.missingCharts)
        process.stderr.write(
          `skipped: release of ${name}: its chart is not in KUBESTRATA_CHARTS\n`,
        );
      await loadCrds(cluster.api, left.systems);
      await applyAll(cluster.api, madeByOperators());
      await terraform(folder, cluster, 'init', `-plugin-dir=${providers}`);
      await terraform(folder, cluster, 'apply', '-auto-approve', '-parallelism=4');
      expect(await placesOfKeycloak(cluster)).toStrictEqual(['keycloak', 'keycloak', 'keycloak']);
      // 0 is "no change", 2 is "changes": anything else than 0 throws.
      await terraform(folder, cluster, 'plan', '-detailed-exitcode');
      await end();
    } finally {
      server.close();
      made.remove();
      rmSync(folder, { recursive: true, force: true });
      await cluster.stop();
    }
  },
);

/** Where Terraform put the bundle that says no namespace: an object, and the subjects of two bindings. */
async function placesOfKeycloak({ api }: Cluster): Promise<unknown[]> {
  const named = async (apiVersion: string, kind: string, suffix: string) =>
    (await api.list(apiVersion, kind)).find(({ metadata: { name } }) => name === OPERATOR + suffix);
  const rbac = 'rbac.authorization.k8s.io/v1';
  const bindings = [
    await named(rbac, 'ClusterRoleBinding', '-clusterrole-binding'),
    await named(rbac, 'RoleBinding', '-role-binding'),
  ];
  return [
    (await named('apps/v1', 'Deployment', ''))?.metadata.namespace,
    ...bindings.map((b) => (b?.['subjects'] as { namespace?: string }[])[0]?.namespace),
  ];
}

const OPERATOR = 'keycloak-operator';

async function terraform(cwd: string, { kubeconfig }: Cluster, ...args: string[]): Promise<void> {
  const [command = '', ...rest] = args;
  const env = { KUBECONFIG: kubeconfig, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  const { code, stdout, stderr } = await runCommand(
    'terraform',
    [command, '-input=false', '-no-color', ...rest],
    {
      cwd,
      env,
      timeoutMs: 1_200_000,
    },
  );
  if (code !== 0)
    throw new Error(
      `terraform ${command} ended with ${code}:\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`,
    );
}

/** Serves bundles as the one file each that their projects publish. */
async function serveBundles(): Promise<Server> {
  const server = createServer(({ url = '' }, response) => {
    const objects = bundleObjects(new URL(url, 'http://bundles').searchParams.get('of') ?? '');
    response.end(objects.map((object) => stringify(object)).join('---\n'));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
