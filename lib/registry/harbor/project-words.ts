import type { SecretRef } from '../../index';

/** How bad a vulnerability is. */
export type Severity = 'none' | 'low' | 'medium' | 'high' | 'critical';

/** What members of a project may do, in Harbor's words. */
export type ProjectRole = 'projectAdmin' | 'maintainer' | 'developer' | 'guest' | 'limitedGuest';

/** A group of people of the identity provider, in a project. */
export interface ProjectMember {
  readonly group: string;
  readonly role: ProjectRole;
}

/** Which tags of which repositories; `*`, `**` and `{a,b}` are patterns. */
export interface TagSelection {
  /** Repositories, without the project. @default '**' */
  readonly repositories?: string;
  /** @default '**' */
  readonly tags?: string;
}

/** Tags that are kept; whatever no rule of the project keeps goes away. */
export interface RetentionRule extends TagSelection {
  /** The newest ones by push, or those of the last days by push or by pull, or all. */
  readonly keep:
    | { readonly latestPushed: number }
    | { readonly latestPulled: number }
    | { readonly daysSincePush: number }
    | { readonly daysSincePull: number }
    | 'always';
  /** Whether the rule holds for artifacts without a tag too. @default true */
  readonly untagged?: boolean;
}

/** What is kept of a project, and when the rest goes. */
export interface RetentionOptions {
  /** One to fifteen. */
  readonly rules: readonly RetentionRule[];
  /** When it runs, in the five fields of cron, UTC. @default '0 0 * * *' */
  readonly schedule?: string;
}

/** Who is told of what happens in a project. */
export interface WebhookOptions {
  /** Unique in the project. */
  readonly name: string;
  /** `https://ci.example.com/hooks/harbor`. */
  readonly address: string;
  /** In Harbor's words: `PUSH_ARTIFACT`, `SCANNING_COMPLETED`, `QUOTA_EXCEED` … */
  readonly events: readonly string[];
  /** @default 'http' */
  readonly type?: 'http' | 'slack';
  /** Value of the header `Authorization`. @default - none */
  readonly authorization?: SecretRef;
}

/** What a robot account may do in its project. */
export type RobotAccess = 'pull' | 'push';

/** An account for programs, in one project. */
export interface RobotOptions {
  /** Lower case letters, digits, single `-`, `_`, `.`; Harbor shows `robot$<project>+<name>`. */
  readonly name: string;
  readonly project: string;
  /** @default 'pull' */
  readonly access?: RobotAccess;
  /** Its password, in Harbor's namespace: 8 to 128 characters, with both cases and a digit. */
  readonly secret: SecretRef;
  /** Days until it expires. @default - never */
  readonly days?: number;
}

/** A place for images with rules of its own. What is left out is left as it is in Harbor. */
export interface ProjectOptions {
  /** First part of the path of its images: `shop`. */
  readonly name: string;
  /** Whether everybody may pull. @default false */
  readonly isPublic?: boolean;
  /** Largest size of all its images, as a quantity: `100Gi`. @default - Harbor's setting for all projects */
  readonly quota?: string;
  /** Whether images are scanned when they are pushed. @default true */
  readonly scanOnPush?: boolean;
  /** Whether a bill of materials is made when images are pushed. @default false */
  readonly sbomOnPush?: boolean;
  /** Images with this severity or a higher one cannot be pulled. @default - all can be */
  readonly blockSeverity?: Severity;
  /** Whether only images with a cosign signature can be pulled. @default false */
  readonly requireSignature?: boolean;
  /** Vulnerabilities that block nothing: `CVE-2024-1234`. @default - those allowed for all projects */
  readonly allowedCves?: readonly string[];
  /** @default - the platform's groups: admin as projectAdmin, editor as developer, viewer as guest */
  readonly members?: readonly ProjectMember[];
  /** @default - nothing is deleted */
  readonly retention?: RetentionOptions;
  /** Tags that can be neither overwritten nor deleted; at most fifteen. @default - none */
  readonly immutableTags?: readonly TagSelection[];
  /** @default [] */
  readonly webhooks?: readonly WebhookOptions[];
}
