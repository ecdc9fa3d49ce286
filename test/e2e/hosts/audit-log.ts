import { readFileSync } from 'node:fs';

/** A line of the audit log, as far as tests look at it. */
export interface AuditLine {
  readonly level: string;
  readonly uri: string;
  readonly name: string;
  readonly body: boolean;
  readonly answer: boolean;
}

/** All lines of a file, in order. */
export const auditLines = (file: string): AuditLine[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .map((line) => ({
      level: String(line['level']),
      uri: String(line['requestURI']),
      name: (line['objectRef'] as { name?: string } | undefined)?.name ?? '',
      body: 'requestObject' in line,
      answer: 'responseObject' in line,
    }));

/**
 * The first line for an object, by the beginning of the path and its name.
 * @throws when there is none.
 */
export function auditLine(file: string, uri: string, name: string): AuditLine {
  const line = auditLines(file).find((one) => one.uri.startsWith(uri) && one.name === name);
  if (!line) throw new Error(`no line for '${uri}' and '${name}' in '${file}'; look into it`);
  return line;
}
