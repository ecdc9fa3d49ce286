import type { Impersonation } from './https-client';

/** Options of a change. */
export interface ChangeOptions {
  /** Has the server check everything and store nothing. @default false */
  readonly dryRun?: boolean;
  /** Makes the change as somebody else. @default - as a member of `system:masters` */
  readonly as?: Impersonation;
  /** Name under which the server notes who set a field. @default 'kubestrata-e2e' */
  readonly fieldManager?: string;
}

/** Options of a server-side apply. */
export interface ApplyOptions extends ChangeOptions {
  /** Takes over fields that another manager has set. @default false */
  readonly force?: boolean;
}

/** Options of a read or a deletion. */
export interface AccessOptions {
  /** @default - as a member of `system:masters` */
  readonly as?: Impersonation;
}

/** The query parameters of a change; a field that the kind does not have is always an error. */
export function changeQuery({
  dryRun,
  fieldManager = 'kubestrata-e2e',
}: ChangeOptions): URLSearchParams {
  const query = new URLSearchParams({ fieldManager, fieldValidation: 'Strict' });
  if (dryRun) query.set('dryRun', 'All');
  return query;
}
