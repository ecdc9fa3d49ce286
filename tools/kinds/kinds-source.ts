import * as prettier from 'prettier/standalone';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import type { KindSchema } from './crd-folder';
import { Prunes } from './prunes';
import { formatHeader, formatKindRequest } from './request';
import { nameShapes } from './shape-names';
import { OPEN_MAP, TypeShapes } from './type-shapes';

/** What one `kinds.ts` is made from. */
export interface KindsFile {
  readonly system: string;
  readonly release: string;
  /** Module that exports the `Kind` type, as the file imports it. @default '../../kernel' */
  readonly kernel?: string;
  /** The component that the kinds are of, as users import it: `kubestrata/network/metallb`. */
  readonly from: string;
  readonly kinds: readonly KindSchema[];
  readonly brings: readonly string[];
}

const WIDTH = 100;
const OWN_FIELDS = new Set(['apiVersion', 'kind', 'metadata', 'status']);

/**
 * The text of a `kinds.ts`, formatted. The same input gives the same text.
 *
 * @throws when a pruned path is not in its kind's schema
 */
export async function kindsSource(file: KindsFile): Promise<string> {
  const { system, release, kernel = '../../kernel', from, kinds, brings } = file;
  const header = formatHeader({ system, release, kinds: kinds.map(({ request }) => request) });
  const imports = kinds.length > 0 ? `import type { Kind } from '${kernel}';` : '';
  const text = [header + '\n' + imports, ...declarations(kinds, from), bringsConst(brings)].join(
    '\n\n',
  );
  const formatted = await prettier.format(text, {
    parser: 'typescript',
    plugins: [estree, typescript],
    printWidth: WIDTH,
    singleQuote: true,
  });
  // Prettier ends a file with an ignored statement without a line break.
  return `${formatted.trimEnd()}\n`;
}

function declarations(kinds: readonly KindSchema[], from: string): string[] {
  const shapes = new TypeShapes();
  const names = constNames(kinds);
  const bodies = kinds.map((kind, index) => {
    const before = shapes.all().length;
    const body = bodyType(kind, names[index] ?? '', shapes);
    return { body, shapes: shapes.all().slice(before) };
  });
  const typeNames = nameShapes(shapes.all(), ['Kind', 'brings', ...names]);
  const named = (text: string): string =>
    text.replace(/#[0-9a-f]{16}#/g, (mark) => typeNames.get(mark) ?? mark);
  return kinds.flatMap(({ request, apiVersion, namespaced }, index) => {
    const { body = 'Kind', shapes: own = [] } = bodies[index] ?? {};
    const scope = namespaced ? '' : ', namespaced: false';
    return [
      ...own.map(({ mark, fields }) => `export interface ${named(mark)} {\n${named(fields)}\n}`),
      `export const ${names[index]}: ${named(body)} = ` +
        `{ apiVersion: '${apiVersion}', kind: '${request.kind}'${scope}, from: '${from}' };`,
    ];
  });
}

function bodyType({ request, schema }: KindSchema, name: string, shapes: TypeShapes): string {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([field]) => !OWN_FIELDS.has(field)),
  );
  const prunes = new Prunes(request.pruned);
  const fields = shapes.fields({ ...schema, properties }, [name], prunes).replaceAll('\n', ' ');
  if (prunes.missing !== undefined) {
    const kind = formatKindRequest({ ...request, pruned: [] });
    throw new Error(`${kind} has no field '${prunes.missing}'; prune and keep those of its schema`);
  }
  if (fields === '') return 'Kind';
  return Object.keys(properties).length > 0 ? `Kind<{ ${fields} }>` : `Kind<${OPEN_MAP}>`;
}

/** The kinds' names; where two are the same, the later ones say their version, or else their group. */
function constNames(kinds: readonly KindSchema[]): readonly string[] {
  const taken = new Set(['Kind', 'brings']);
  return kinds.map(({ request: { kind }, apiVersion }) => {
    const [group = '', version = ''] = apiVersion.split('/').map(capitalizeWords);
    const choices = [kind, kind + version, kind + group, kind + group + version];
    const name = choices.find((choice) => !taken.has(choice));
    if (name === undefined) {
      throw new Error(`a kind is asked for twice, with '${kind}'; name each version once`);
    }
    taken.add(name);
    return name;
  });
}

function capitalizeWords(text: string): string {
  return text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, first: string) =>
    first.toUpperCase(),
  );
}

function bringsConst(kinds: readonly string[]): string {
  const doc = '/** Every kind whose CRD comes with this system, as `Kind.group`. */';
  const items = kinds.map((kind) => `'${kind}'`);
  const oneLine = `export const brings = [${items.join(', ')}] as const;`;
  if (oneLine.length <= WIDTH) return `${doc}\n${oneLine}`;
  const lines = [''];
  for (const item of items) {
    const line = `${lines.at(-1) || ' '} ${item},`;
    if (line.length <= WIDTH) lines[lines.length - 1] = line;
    else lines.push(`  ${item},`);
  }
  // Prettier would give each name a line of its own: a hundred of them for some systems.
  return `${doc}\n// prettier-ignore\nexport const brings = [\n${lines.join('\n')}\n] as const;`;
}
