import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const LIB = resolve(__dirname, '..', 'lib');
const START = '<!-- components: written by `npm run docs` -->';
const END = '<!-- /components -->';

/** A component, as its own source tells of it. */
interface Entry {
  readonly layer: string;
  readonly importPath: string;
  readonly className: string;
  /** First sentence of the class's documentation. */
  readonly summary: string;
  /** `metallb 0.16.1`; empty for a component that pins nothing of others. */
  readonly chart: string;
}

/** The README with its table of components brought up to date. */
export function withComponentTable(readme: string): string {
  const [before, rest] = readme.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`the README has no '${START}' … '${END}'; put both where the table goes`);
  }
  return `${before}${START}\n\n${table()}\n\n${END}${after}`;
}

function table(): string {
  const rows = entries().map(
    ({ layer, importPath, className, summary, chart }) =>
      `| ${layer} | [\`${className}\`](lib/${importPath}) | ${summary} | ${chart} |`,
  );
  return ['| layer | component | what it does | pinned |', '|---|---|---|---|', ...rows].join('\n');
}

function entries(): Entry[] {
  return folders(LIB).flatMap((layer) =>
    folders(join(LIB, layer))
      .filter((name) => existsSync(join(LIB, layer, name, 'examples.ts')))
      .flatMap((name) => entriesOf(layer, name)),
  );
}

function entriesOf(layer: string, name: string): Entry[] {
  const importPath = `${layer}/${name}`;
  return readdirSync(join(LIB, importPath))
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(LIB, importPath, file), 'utf8');
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      return source.statements.filter((s) => ts.isClassDeclaration(s)).filter(isComponent);
    })
    .map((declaration) => ({
      layer,
      importPath,
      className: declaration.name?.text ?? '',
      summary: firstSentence(declaration),
      chart: pinsOf(importPath, declaration.name?.text ?? ''),
    }));
}

const isComponent = (declaration: ts.ClassDeclaration): boolean =>
  (declaration.heritageClauses ?? []).some((clause) =>
    clause.types.some((type) => type.expression.getText() === 'Component'),
  );

function firstSentence(declaration: ts.ClassDeclaration): string {
  const [doc] = ts.getJSDocCommentsAndTags(declaration).filter((d) => ts.isJSDoc(d));
  const text = (ts.getTextOfJSDocComment(doc?.comment) ?? '').replaceAll(/\s+/g, ' ');
  return /^.*?\.(?= [A-Z]|$)/.exec(text)?.[0] ?? text;
}

/** Charts and manifests that the class pins, as it says itself. */
function pinsOf(importPath: string, className: string): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const module = require(join(LIB, importPath)) as Readonly<Record<string, object | undefined>>;
  const statics = Object.values(module[className] ?? {}) as readonly unknown[];
  const pins = statics
    .filter(isPin)
    .map((pin) => ('name' in pin ? `${pin.name} ` : 'manifests ') + pin.version);
  return [...new Set(pins)].join(', ');
}

interface Pin {
  readonly name?: string;
  readonly version: string;
}

const isPin = (value: unknown): value is Pin =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  ('repository' in value || 'url' in value);
const folders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
