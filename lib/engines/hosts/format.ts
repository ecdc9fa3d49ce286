import type { HostContent } from '../../kernel';
import { toYaml } from '../yaml';

// It can be required, but its types are those of an ES module only.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { stringify } = require('smol-toml') as {
  stringify: (data: object) => string;
};

/**
 * The text of the file at `path`. Forms that allow comments start with `origin` as one, which says
 * where the file comes from; a script keeps its first line first.
 */
export function format(path: string, content: HostContent, origin: string): string {
  const note = path.endsWith('.md') ? `<!-- ${origin} -->\n\n` : `# ${origin}\n`;
  if ('text' in content) return withNote(content.text, note);
  if ('yaml' in content) return note + toYaml(plain(content.yaml));
  if ('yamlDocuments' in content) {
    return note + content.yamlDocuments.map((d) => toYaml(plain(d))).join('---\n');
  }
  if ('toml' in content) return `${note}${stringify(plain(content.toml)).trimEnd()}\n`;
  return `${JSON.stringify(content.json, null, 2)}\n`;
}

function withNote(text: string, note: string): string {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (!whole.startsWith('#!')) return note + whole;
  const end = whole.indexOf('\n') + 1;
  return whole.slice(0, end) + note + whole.slice(end);
}

/** A copy without `undefined`. */
const plain = (data: object): object => JSON.parse(JSON.stringify(data)) as object;
