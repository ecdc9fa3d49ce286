import type { IConstruct } from 'constructs';

/** An error of a definition: `[path of the construct] what is wrong, with 'value'; what to do`. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';

  constructor(
    scope: IConstruct,
    /** What is wrong, without the path. */
    readonly reason: string,
  ) {
    super(`[${scope.node.path}] ${reason}`);
  }
}
