import { parseAllDocuments } from 'yaml';
import { tools } from '../../tools/control-plane/build';
import { bundleOf } from './bundles';
import { chartFile, valuesOf } from './deploy-step';
import { runCommand } from './rig/command';
import type { KubeObject } from './rig/kube-object';
import { terraformSteps, type Step } from './terraform-steps';

/** An object that a resource of the stack deploys. */
export interface Rendered {
  readonly step: Step;
  readonly object: KubeObject;
  /** With the release's own for what names none. */
  readonly namespace: string;
}

/** A stack, and all that its resources deploy. */
export interface Deployed {
  readonly steps: readonly Step[];
  readonly all: readonly Rendered[];
}

/** All that the resources of a synthesized stack deploy. */
export async function deployedBy(stack: string): Promise<Deployed> {
  const steps = terraformSteps(stack);
  const all: Rendered[] = [];
  for (const step of steps) {
    for (const object of await objectsOf(stack, step)) {
      const { namespace: own = '' } = step.attributes as { namespace?: string };
      all.push({ step, object, namespace: object.metadata.namespace ?? own });
    }
  }
  return { steps, all };
}

async function objectsOf(stack: string, step: Step): Promise<KubeObject[]> {
  const { type, attributes } = step;
  if (type === 'kubernetes_namespace_v1') {
    const metadata = attributes['metadata'] as KubeObject['metadata'];
    return [{ apiVersion: 'v1', kind: 'Namespace', metadata }];
  }
  if (type === 'kubernetes_manifest') return bundleOf(stack, step);
  const chart = chartFile(stack, attributes);
  if (chart === undefined) return [];
  const { helm } = await tools(['helm']);
  const { name = '', namespace = '' } = attributes as Record<string, string>;
  const args = ['template', name, chart, '--namespace', namespace, '--values', '-'];
  const { code, stdout, stderr } = await runCommand(helm, args, { input: valuesOf(attributes) });
  if (code !== 0) throw new Error(`helm template ${name}: ${stderr}`);
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object): object is KubeObject => object !== null && !isTest(object));
}

/** The moment of its release at which helm makes an object; undefined when it is no hook. */
export const hookOf = ({ metadata }: KubeObject): string | undefined =>
  metadata.annotations?.['helm.sh/hook'];

/** Test Pods are made by `helm test` only, which nobody here runs. */
const isTest = (object: KubeObject): boolean => hookOf(object)?.startsWith('test') ?? false;
