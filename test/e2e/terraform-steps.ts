import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One resource of a stack, as Terraform would deploy it. */
export interface Step {
  /** `helm_release.prod_network_metallb_release_…`. */
  readonly address: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Addresses of what must be there before. */
  readonly after: readonly string[];
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/** The resources of a synthesized stack in an order that respects every `depends_on`. */
export function terraformSteps(stackFolder: string): Step[] {
  const json = JSON.parse(readFileSync(join(stackFolder, 'cdk.tf.json'), 'utf8')) as StackJson;
  const steps = Object.entries(json.resource ?? {}).flatMap(([type, all]) =>
    Object.entries(all).map(([id, attributes]): Step => {
      const after = (attributes['depends_on'] ?? []) as string[];
      return {
        address: `${type}.${id}`,
        type,
        attributes,
        after: after.map((reference) => reference.replace(/^\$\{(.*)\}$/, '$1')),
      };
    }),
  );
  return inOrder(steps);
}

/** A text as Terraform would pass it on: its escapes undone. */
export const unescaped = (text: string): string => text.replace(/([$%])\1\{/g, '$1{');

function inOrder(steps: readonly Step[]): Step[] {
  const byAddress = new Map(steps.map((step) => [step.address, step]));
  const done = new Set<Step>();
  const visit = (step: Step): void => {
    if (done.has(step)) return;
    for (const address of step.after) {
      const needed = byAddress.get(address);
      if (!needed) throw new Error(`'${step.address}' depends on '${address}', which is not there`);
      visit(needed);
    }
    done.add(step);
  };
  steps.forEach(visit);
  return [...done];
}
