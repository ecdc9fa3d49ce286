import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf } from './bundles';
import { applyAll, refusals } from './rig/apply-all';
import type { Cluster } from './rig/cluster';
import type { KubeObject } from './rig/kube-object';
import { unescaped, type Step } from './terraform-steps';

/** On simulated nodes a Pod is ready within seconds: who waits longer waits in vain. */
const LONGEST_WAIT = 60;

/**
 * Deploys one resource of a synthesized stack without Terraform: with helm, and real charts from
 * the folder `KUBESTRATA_CHARTS`.
 * @returns what went wrong.
 */
export async function deployStep(on: Cluster, stack: string, step: Step): Promise<string[]> {
  switch (step.type) {
    case 'kubernetes_namespace_v1': {
      const metadata = step.attributes['metadata'] as KubeObject['metadata'];
      return applied(on, [{ apiVersion: 'v1', kind: 'Namespace', metadata }]);
    }
    case 'kubernetes_manifest':
      return applied(on, bundleOf(stack, step).filter(isCrd));
    case 'helm_release':
      return installed(on, stack, step);
    default:
      return [`${step.address}: nobody knows how to deploy a ${step.type}`];
  }
}

/** Of a bundle, these only: the namespace of its other objects is Terraform's work. */
const isCrd = ({ kind }: KubeObject): boolean => kind === 'CustomResourceDefinition';

async function applied(on: Cluster, objects: readonly KubeObject[]): Promise<string[]> {
  return refusals(objects, await applyAll(on.api, objects, { force: true }));
}

async function installed(on: Cluster, stack: string, { attributes }: Step): Promise<string[]> {
  const { name = '', namespace = '', timeout = 300 } = attributes as Record<string, string>;
  const chart = chartFile(stack, attributes);
  if (chart === undefined) {
    const file = `${String(attributes['chart'])}-${String(attributes['version'])}.tgz`;
    process.stderr.write(`skipped: release ${name}: no ${file} in KUBESTRATA_CHARTS\n`);
    return [];
  }
  const args = ['install', name, chart, '--namespace', namespace, '--values', '-'];
  const wait = attributes['wait'] === false ? [] : ['--wait'];
  const seconds = Math.min(Number(timeout), LONGEST_WAIT);
  const { code, stderr } = await on.helm([...args, ...wait, '--timeout', `${seconds}s`], {
    input: valuesOf(attributes),
  });
  return code === 0 ? [] : [`helm install ${name}: ${stderr}`];
}

/** The values of a release as Terraform would pass them on. */
export const valuesOf = (attributes: Step['attributes']): string =>
  ((attributes['values'] ?? []) as string[]).map(unescaped).join('\n');

/** Where the chart of a release is; undefined when it is not at hand. */
export function chartFile(stack: string, attributes: Step['attributes']): string | undefined {
  const chart = String(attributes['chart']);
  if (isLocal(attributes)) return join(stack, chart.replace('${path.module}/', ''));
  const folder = process.env['KUBESTRATA_CHARTS'] ?? '';
  const file = join(folder, `${chart}-${String(attributes['version'])}.tgz`);
  return existsSync(file) && readFileSync(file).length > 0 ? file : undefined;
}

/** Whether the chart of a release is a part of the stack. */
export const isLocal = (attributes: Step['attributes']): boolean =>
  String(attributes['chart']).startsWith('${path.module}/');
