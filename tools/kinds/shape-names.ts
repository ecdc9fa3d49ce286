import type { Shape } from './type-shapes';
import { wellKnownName } from './well-known';

const COMFORTABLE = 48;
const LONGEST = 60;

/**
 * Names every shape, by its mark: the shortest of the paths that lead to it (`IPAddressPoolSpecServiceAllocation`).
 * A path longer than 48 letters gives way to the kind and the path's last steps, as many as make it
 * unique, and to a number where that would be no shorter.
 * A structure of the core API has the name that it has there (`LabelSelector`).
 *
 * @param reserved names that the file uses otherwise
 */
export function nameShapes(
  shapes: readonly Shape[],
  reserved: Iterable<string>,
): ReadonlyMap<string, string> {
  const paths = shapes.map((shape) => ({ shape, steps: shortest(shape.places).map(pascal) }));
  const full = new Set(paths.map(({ steps }) => steps.join('')));
  const taken = new Set(reserved);
  const names = new Map<string, string>();
  // Short paths first: a long one must not take the name that a short one has by right.
  for (const { shape, steps } of [...paths].sort((a, b) => compare(a.steps, b.steps))) {
    const known = wellKnownName(shape.fieldNames);
    const name = [...(known ? [known] : []), ...candidates(steps)].find(
      (choice) => !taken.has(choice) && (choice === steps.join('') || !full.has(choice)),
    );
    const unique = name ?? numbered(tails(steps)[0] ?? steps.join(''), taken);
    taken.add(unique);
    names.set(shape.mark, unique);
  }
  return names;
}

function candidates(steps: readonly string[]): readonly string[] {
  const whole = steps.join('');
  if (whole.length <= COMFORTABLE) return [whole];
  return tails(steps).filter((tail) => tail.length <= LONGEST);
}

/** The kind and its path's last step, the kind and the last two, …, the whole path. */
function tails([kind = '', ...rest]: readonly string[]): readonly string[] {
  return rest.map((_, index) => kind + rest.slice(-index - 1).join(''));
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number++) {
    if (!taken.has(`${name}${number}`)) return `${name}${number}`;
  }
}

function shortest(places: Shape['places']): readonly string[] {
  return [...places].sort(compare)[0] ?? [];
}

function compare(a: readonly string[], b: readonly string[]): number {
  const [x, y] = [a.join(''), b.join('')];
  if (x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : Number(x > y);
}

function pascal(step: string): string {
  return step
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
