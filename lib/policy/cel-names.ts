import type { parse } from '@bufbuild/cel';

type Expr = NonNullable<ReturnType<typeof parse>['expr']>;

/** A name in an expression, and where it stands. */
export interface CelName {
  readonly name: string;
  readonly offset: number;
}

/** What an expression names. */
export interface CelNames {
  /** Names that the expression does not bind itself: `object`, `params`. */
  readonly roots: readonly CelName[];
  /** `x` of every `variables.x`. */
  readonly variables: readonly CelName[];
  /** Types of the objects that it builds: `Object.spec`. */
  readonly types: readonly CelName[];
  /** Functions and macros that it calls, operators and the common macros aside. */
  readonly functions: readonly CelName[];
}

/** Macros that the parser leaves as calls, with how many names they bind in their later arguments. */
const BINDING_MACROS: Readonly<Record<string, number>> = {
  all: 2,
  exists: 2,
  existsOne: 2,
  exists_one: 2,
  transformList: 2,
  transformMap: 2,
  transformMapEntry: 2,
  optMap: 1,
  optFlatMap: 1,
  sortBy: 1,
};

/** Walks a parsed expression. */
export function namesOf(
  root: Expr,
  positions: Readonly<Record<string, number | undefined>>,
): CelNames {
  const names = {
    roots: [] as CelName[],
    variables: [] as CelName[],
    types: [] as CelName[],
    functions: [] as CelName[],
  };
  const at = ({ id }: Expr): number => positions[id.toString()] ?? 0;

  function walk(expr: Expr | undefined, bound: ReadonlySet<string>): void {
    const node = expr?.exprKind;
    switch (node?.case) {
      case 'identExpr':
        if (!bound.has(node.value.name)) {
          names.roots.push({ name: node.value.name, offset: at(expr as Expr) });
        }
        break;
      case 'selectExpr': {
        const { operand, field } = node.value;
        if (isRoot(operand, 'variables') && !bound.has('variables')) {
          names.variables.push({ name: field, offset: at(operand as Expr) });
        }
        walk(operand, bound);
        break;
      }
      case 'callExpr': {
        const { function: macro, target, args } = node.value;
        names.functions.push({ name: macro, offset: at(expr as Expr) });
        walk(target, bound);
        const binders = target ? boundBy(macro, args) : [];
        const inner = new Set([...bound, ...binders]);
        for (const arg of args.slice(binders.length)) walk(arg, inner);
        break;
      }
      case 'listExpr':
        for (const element of node.value.elements) walk(element, bound);
        break;
      case 'structExpr':
        if (node.value.messageName) {
          names.types.push({ name: node.value.messageName, offset: at(expr as Expr) });
        }
        for (const { keyKind, value } of node.value.entries) {
          if (keyKind.case === 'mapKey') walk(keyKind.value, bound);
          walk(value, bound);
        }
        break;
      case 'comprehensionExpr': {
        const { iterVar, iterVar2, accuVar, ...parts } = node.value;
        walk(parts.iterRange, bound);
        walk(parts.accuInit, bound);
        const inner = new Set([...bound, iterVar, iterVar2, accuVar]);
        for (const part of [parts.loopCondition, parts.loopStep, parts.result]) walk(part, inner);
        break;
      }
      case 'constExpr':
      case undefined:
        break;
    }
  }

  walk(root, new Set());
  return names;
}

function boundBy(macro: string, args: readonly Expr[]): string[] {
  const count = BINDING_MACROS[macro] ?? 0;
  if (args.length <= count) return [];
  const names = args.slice(0, count).map(({ exprKind }) => exprKind);
  return names.flatMap((kind) => (kind.case === 'identExpr' ? [kind.value.name] : []));
}

const isRoot = (expr: Expr | undefined, name: string): boolean =>
  expr?.exprKind.case === 'identExpr' && expr.exprKind.value.name === name;
