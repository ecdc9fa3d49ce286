import type { IConstruct } from 'constructs';
import { DefinitionError } from './errors';
import type { HostGroup } from './nodes';

/** Which machines: all of a group, or one by its name. */
export type HostTarget = HostGroup | { readonly host: string };

/** What a file holds; the hosts engine gives it its form. `undefined` within data means "not set". */
export type HostContent =
  | { readonly yaml: object }
  | { readonly yamlDocuments: readonly object[] }
  | { readonly toml: object }
  | { readonly json: object }
  | { readonly text: string };

export interface HostFileProps {
  /** Machines that get it. */
  readonly on: HostTarget;
  /** Absolute path on the machine; for `operator` below the folder that is written. */
  readonly path: string;
  /** A function is called at synthesis; where it gives nothing, there is no file. */
  readonly content: HostContent | (() => HostContent | undefined);
  /** Permissions, in octal. @default '0644' */
  readonly mode?: string;
  /** systemd units that read it at their start, and have to be restarted when it changes. @default [] */
  readonly restarts?: readonly string[];
  /** systemd units that read it again when they are told to, without an interruption. @default [] */
  readonly reloads?: readonly string[];
}

/**
 * The intent to have a file on machines below or beside the cluster. It never holds a secret:
 * what is secret is made on a machine, by a script that says so.
 */
export class HostFile {
  readonly on: HostTarget;
  readonly path: string;
  readonly mode: string;
  readonly restarts: readonly string[];
  readonly reloads: readonly string[];
  private readonly source: HostFileProps['content'];

  /** @throws DefinitionError for a path or mode that cannot be */
  constructor(
    /** Who has it. */
    readonly by: IConstruct,
    props: HostFileProps,
  ) {
    this.on = props.on;
    this.path = props.path;
    this.mode = props.mode ?? '0644';
    this.restarts = props.restarts ?? [];
    this.reloads = props.reloads ?? [];
    this.source = props.content;
    const expected = props.on === 'operator' ? RELATIVE : ABSOLUTE;
    if (!expected.test(this.path) || /(^|\/)\.\.?(\/|$)/.test(this.path)) {
      throw new DefinitionError(
        by,
        `path '${this.path}' is not ${props.on === 'operator' ? 'one below the output folder; write it as `kubespray/inventory.yaml`' : 'absolute and plain; write it as `/etc/containerd/config.toml`'}`,
      );
    }
    if (!/^0[0-7]{3}$/.test(this.mode)) {
      throw new DefinitionError(
        by,
        `mode '${this.mode}' of '${this.path}' is not three octal digits after a zero; write it as \`0644\``,
      );
    }
    const odd = [...this.restarts, ...this.reloads].find((unit) => !UNIT.test(unit));
    if (odd !== undefined) {
      throw new DefinitionError(
        by,
        `'${this.path}' is for '${odd}', which is no systemd unit; name one such as \`containerd\` or \`etcd.service\``,
      );
    }
  }

  /** Where it is written below the output folder: `control-plane/etc/…`; what is for the operator at its own path. */
  get writtenPath(): string {
    if (this.on === 'operator') return this.path;
    return `${typeof this.on === 'string' ? this.on : this.on.host}${this.path}`;
  }

  /** What it holds as things stand; final once the tree is complete. */
  get content(): HostContent | undefined {
    return typeof this.source === 'function' ? this.source() : this.source;
  }
}

const ABSOLUTE = /^(\/[A-Za-z0-9@._+:-]+)+$/;
const RELATIVE = /^[A-Za-z0-9@._+:-]+(\/[A-Za-z0-9@._+:-]+)*$/;
const UNIT = /^[A-Za-z0-9][A-Za-z0-9:_.@-]*$/;
