import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { openCrdFolder } from './crd-folder';
import { kindsSource } from './kinds-source';
import { parseHeader, parseKindRequest, type KindRequest } from './request';

const USAGE =
  'npm run kinds [-- --check] [<system> <target-dir> <Kind[.group][@version][!path[^kept,…]…]> …]';

/** A `kinds.ts` to be made. */
interface Target {
  readonly file: string;
  readonly system: string;
  readonly kinds: readonly KindRequest[];
}

/** The target on the command line; without one, all generated `lib/**` files. */
function targets(args: readonly string[]): readonly Target[] {
  const [system, dir, ...kinds] = args;
  if (system === undefined) return generatedFiles();
  if (dir === undefined) throw new Error(`no target folder is given for '${system}'; ${USAGE}`);
  const folder = dir.split(sep).join(posix.sep).replace(/\/+$/, '');
  return [{ file: `${folder}/kinds.ts`, system, kinds: kinds.map(parseKindRequest) }];
}

function generatedFiles(): readonly Target[] {
  const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
    .filter((path) => path === 'kinds.ts' || path.endsWith(`${sep}kinds.ts`))
    .map((path) => join('lib', path).split(sep).join(posix.sep))
    .sort();
  return files.flatMap((file) => {
    const header = parseHeader(readFileSync(file, 'utf8'));
    return header ? [{ file, system: header.system, kinds: header.kinds }] : [];
  });
}

function source(catalog: string, { file, system, kinds }: Target): Promise<string> {
  const folder = openCrdFolder(catalog, system);
  const { release, brings } = folder;
  const kernel = relative(posix.dirname(file), 'lib/kernel').split(sep).join(posix.sep);
  const from = `kubestrata/${posix.relative('lib', posix.dirname(file))}`;
  const schemas = kinds.map((kind) => folder.kind(kind));
  return kindsSource({ system, release, kernel, from, kinds: schemas, brings });
}

async function main(args: readonly string[]): Promise<void> {
  const catalog = process.env['KUBESTRATA_CATALOG'];
  if (!catalog) throw new Error('KUBESTRATA_CATALOG is not set; name the folder of the catalogue');
  const check = args.includes('--check');
  for (const target of targets(args.filter((arg) => arg !== '--check'))) {
    const text = await source(catalog, target);
    const current = existsSync(target.file) ? readFileSync(target.file, 'utf8') : undefined;
    if (current === text) continue;
    if (check) {
      process.exitCode = 1;
      console.error(`${target.file} differs from the catalogue; run \`npm run kinds\``);
    } else {
      mkdirSync(posix.dirname(target.file), { recursive: true });
      writeFileSync(target.file, text);
      console.log(`${target.file}: ${text.split('\n').length - 1} lines`);
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
