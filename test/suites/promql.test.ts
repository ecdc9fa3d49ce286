import { componentFolders } from '../harness/components';
import { withNeighbours } from '../harness/neighbours';
import { subtree } from '../harness/subtree';
import { cdk8sTree } from '../harness/trees';

interface Parser {
  parse(text: string): { iterate(visit: { enter(node: SyntaxNode): void }): void };
}

interface SyntaxNode {
  readonly type: { readonly isError: boolean };
}

// The package's types are for ES modules only; its code is for both kinds.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { parser } = require('@prometheus-io/lezer-promql') as { parser: Parser };

// Every alert, recording rule and panel, read by Prometheus' own grammar.

interface Rules {
  readonly spec: {
    readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
  };
}

interface Panels {
  readonly panels?: readonly { readonly targets?: readonly { readonly expr?: string }[] }[];
}

const CASES = componentFolders().flatMap(({ layer, path, examples, platforms }) =>
  Object.entries(examples)
    .slice(0, 1)
    .map(([name, example]) => ({ layer, path, example, options: { layer, ...platforms[name] } })),
);

test.each(CASES)('the expressions of $path are PromQL', ({ layer, example, options }) => {
  const { platform } = cdk8sTree(withNeighbours(example), options);
  const expressions = subtree(platform, layer).objects.flatMap(({ manifest }) => {
    if (manifest.kind === 'PrometheusRule') {
      const { groups } = (manifest as unknown as Rules).spec;
      return groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
    }
    return manifest.kind === 'ConfigMap' ? dashboardExpressions(manifest['data'] as object) : [];
  });
  expect(expressions.filter((expr) => !isPromQl(expr))).toStrictEqual([]);
});

test('the grammar refuses what is none', () => {
  expect(['up', 'sum by (a) (rate(x[5m]))'].map(isPromQl)).toStrictEqual([true, true]);
  expect(['sum by (a (x)', 'rate(x[5m)', 'x >', ''].map(isPromQl)).toStrictEqual([
    false,
    false,
    false,
    false,
  ]);
});

function dashboardExpressions(data: object): string[] {
  return Object.entries(data)
    .filter(([file]) => file.endsWith('.json'))
    .flatMap(([, text]) => (JSON.parse(String(text)) as Panels).panels ?? [])
    .flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => expr ?? []));
}

/** Grafana fills its variables in before Prometheus reads the expression. */
function isPromQl(expr: string): boolean {
  const filled = expr
    .replaceAll(/\$__(rate_interval|interval|range)/g, '5m')
    .replaceAll(/\$\w+/g, 'x');
  let errors = filled.trim() === '' ? 1 : 0;
  parser.parse(filled).iterate({ enter: ({ type }) => void (errors += type.isError ? 1 : 0) });
  return errors === 0;
}
