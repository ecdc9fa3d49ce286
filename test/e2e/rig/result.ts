import type { Answer } from './https-client';
import type { KubeObject } from './kube-object';

/** What the API server answered to one operation. */
export interface Result {
  /** True when the server did what was asked. */
  readonly ok: boolean;
  /** HTTP status. */
  readonly status: number;
  /** Why it was refused, in the server's words; empty when it was not. */
  readonly message: string;
  /** Texts of the `Warning` headers. */
  readonly warnings: readonly string[];
  /** The object as the server now has it; undefined when it was refused. */
  readonly object: KubeObject | undefined;
}

/** Reads an answer to an operation on one object. */
export function toResult({ status, body, warnings }: Answer): Result {
  const ok = status >= 200 && status < 300;
  // Of a deletion a Status may come back instead of the object.
  const object = ok && (body as KubeObject).kind !== 'Status' ? (body as KubeObject) : undefined;
  const { message = JSON.stringify(body) } = Object(body) as { message?: string };
  return { ok, status, message: ok ? '' : message, warnings, object };
}
