import type { IConstruct } from 'constructs';

/** What `read` first finds on the way up from `construct`, itself included. */
export function nearest<T>(
  construct: IConstruct,
  read: (scope: IConstruct) => T | undefined,
): T | undefined {
  for (let at: IConstruct | undefined = construct; at; at = at.node.scope) {
    const found = read(at);
    if (found !== undefined) return found;
  }
  return undefined;
}
