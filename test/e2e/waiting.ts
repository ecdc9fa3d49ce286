import { madeBy, neededBy } from './makers';
import { needsOfPod, podOf, type Thing } from './pod-needs';
import { hookOf, type Deployed, type Rendered } from './rendered';
import type { Step } from './terraform-steps';

/** Who waits for whom and why, with what `depends_on` says and what Pods and operators need. */
type Edges = ReadonlyMap<Step, ReadonlyMap<Step, string>>;

/** Who makes what, of all that a stack deploys. */
export function makersOf(all: readonly Rendered[]): Map<Thing, Rendered> {
  return new Map(all.flatMap((one) => madeBy(one).map((made) => [made, one] as const)));
}

/** What the Pods of each workload cannot start without. */
export function podNeeds(all: readonly Rendered[]): Map<Rendered, Thing[]> {
  const needs = new Map<Rendered, Thing[]>();
  for (const one of all) {
    const pod = podOf(one);
    if (pod) needs.set(one, needsOfPod(pod, one.namespace));
  }
  return needs;
}

/** All waiting in a stack. */
export function waiting({ steps, all }: Deployed): Edges {
  const edges = new Map<Step, Map<Step, string>>();
  const edge = (from: Step, to: Step, why: string) => {
    const known = edges.get(from) ?? new Map<Step, string>();
    edges.set(from, known.set(to, known.get(to) ?? why));
  };
  for (const step of steps) {
    const before = steps.filter(({ address }) => step.after.includes(address));
    for (const other of before) edge(step, other, 'depends_on');
  }
  const makers = makersOf(all);
  for (const [one, needs] of podNeeds(all)) {
    if (!isWaitedFor(one)) continue;
    for (const [need, maker] of closure(needs, makers, all)) {
      if (maker.step !== one.step || turn(maker) > turn(one)) edge(one.step, maker.step, need);
    }
  }
  return edges;
}

/** A way that leads back to where it started, as text; undefined when there is none. */
export function circle(edges: Edges): string[] | undefined {
  const done = new Set<Step>();
  const path: Step[] = [];
  const visit = (step: Step): string[] | undefined => {
    if (path.includes(step)) return told([...path.slice(path.indexOf(step)), step], edges);
    if (done.has(step)) return undefined;
    path.push(step);
    for (const to of edges.get(step)?.keys() ?? []) {
      const found = visit(to);
      if (found) return found;
    }
    path.pop();
    done.add(step);
    return undefined;
  };
  for (const step of edges.keys()) {
    const found = visit(step);
    if (found) return found;
  }
  return undefined;
}

const told = (round: readonly Step[], edges: Edges): string[] =>
  round.slice(1).map((to, i) => {
    const from = round[i] as Step;
    return `${from.address} waits for ${to.address}: ${edges.get(from)?.get(to) ?? ''}`;
  });

/** Helm waits for the hooks of an installation, for Pods unless told not to, for other Jobs never. */
function isWaitedFor({ step, object }: Rendered): boolean {
  const hook = hookOf(object);
  if (hook !== undefined) return hook.includes('install');
  return step.attributes['wait'] !== false && !['Job', 'CronJob'].includes(object.kind);
}

/** When within its release helm makes an object. */
function turn({ object }: Rendered): number {
  const hook = hookOf(object);
  if (hook?.includes('pre-install') === true) return 0;
  return hook === undefined ? 1 : 2;
}

/** The makers of things, and of what these need. */
function closure(
  things: readonly Thing[],
  makers: ReadonlyMap<Thing, Rendered>,
  all: readonly Rendered[],
): Map<Thing, Rendered> {
  const found = new Map<Thing, Rendered>();
  const visit = (one: Thing): void => {
    const maker = makers.get(one);
    if (!maker || found.has(one)) return;
    found.set(one, maker);
    neededBy(maker, all).forEach(visit);
  };
  things.forEach(visit);
  return found;
}
