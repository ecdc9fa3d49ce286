import { dirname, join } from 'node:path';
import * as ts from 'typescript';

const KERNEL = `export interface Kind<Body extends object = object> {
  readonly apiVersion: string;
  readonly kind: string; readonly from?: string;
  readonly namespaced?: boolean;
  readonly body?: Body;
}`;

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  // The browser's declarations would take seconds.
  lib: ['lib.es5.d.ts'],
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

/** What TypeScript says about a generated `kinds.ts` and a file beside it that uses it. */
export function compileErrors(kinds: string, use: string): string[] {
  const folder = join('/', 'virtual', 'lib', 'network', 'example');
  const files = new Map([
    [join(folder, 'kinds.ts'), kinds],
    [join(folder, 'use.ts'), use],
    [join(dirname(dirname(folder)), 'kernel.ts'), KERNEL],
  ]);
  const host = ts.createCompilerHost(OPTIONS);
  const disk = ts.createCompilerHost(OPTIONS);
  host.directoryExists = (name) => name.startsWith('/virtual') || ts.sys.directoryExists(name);
  host.fileExists = (name) => files.has(name) || disk.fileExists(name);
  host.readFile = (name) => files.get(name) ?? disk.readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = files.get(name);
    if (text === undefined) return disk.getSourceFile(name, target, ...rest);
    return ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram([join(folder, 'use.ts')], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
