import type { CollectedNeeds } from './collected';

/** A file of a role, as the engine writes it below the role's folder. */
export interface RoleFile {
  readonly path: string;
  readonly mode: string;
}

/** What one role's play does. */
export interface RolePlay {
  readonly needs: CollectedNeeds;
  readonly files: readonly RoleFile[];
  readonly versionChain: string | undefined;
  readonly hosts: readonly string[];
}
