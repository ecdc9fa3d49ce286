import { Construct } from 'constructs';
import { Engines } from './engine';
import { mirrored } from './image-mirror';
import type { KindId } from './kind';
import { Platform } from './platform';
import { Registry } from './registry';

/** Manifests that a project publishes as one file, at one exact version. */
export interface BundlePin {
  /** Address of the YAML file; `{version}` stands for the version. */
  readonly url: string;
  readonly version: string;
  /** The Git repository that has the same manifests, for engines that pull from Git. */
  readonly git: {
    readonly repository: string;
    /** Folder of the manifests. */
    readonly path: string;
    /** Tag; `{version}` stands for the version. */
    readonly revision: string;
    /** Only files that match this glob. @default - all */
    readonly include?: string;
    /** Whether the folder has a `kustomization.yaml`. @default false */
    readonly kustomize?: boolean;
  };
  /** Every image that its Pods may run at this version, whole. @default [] */
  readonly images?: readonly string[];
}

export interface ManifestBundleProps {
  readonly bundle: BundlePin;
  /** Kinds whose CRDs the bundle brings. @default [] */
  readonly brings?: readonly KindId[];
  /** Namespace for those of its objects that name none and live in one. @default - they name theirs */
  readonly namespace?: string;
  /** Address of a mirror of the same file. @default - the project's own address */
  readonly mirrorUrl?: string;
  /** Checksum that the file must have, hexadecimal. @default - not verified */
  readonly sha256?: string;
}

/** The intent to have a project's published manifests in the cluster, never carried in a repository. */
export class ManifestBundle extends Construct {
  readonly bundle: BundlePin;
  readonly brings: readonly KindId[];
  readonly sha256: string | undefined;
  readonly namespace: string | undefined;
  private readonly mirrorUrl: string | undefined;

  constructor(scope: Construct, id: string, props: ManifestBundleProps) {
    super(scope, id);
    this.bundle = props.bundle;
    this.brings = props.brings ?? [];
    this.sha256 = props.sha256;
    this.namespace = props.namespace;
    this.mirrorUrl = props.mirrorUrl;
    Registry.of(this).bundles.push(this);
    Engines.of(this)?.bundle?.(this);
  }

  /** Where the file is pulled from. */
  get url(): string {
    return (this.mirrorUrl ?? this.bundle.url).replaceAll('{version}', this.bundle.version);
  }

  /** Its images that come from the platform's mirror, each with its place there. */
  get mirroredImages(): ReadonlyMap<string, string> {
    const mirror = Platform.of(this)?.imageMirror;
    if (!mirror) return new Map();
    return new Map((this.bundle.images ?? []).map((image) => [image, mirrored(mirror, image)]));
  }

  /** The Git tag that has the same manifests. */
  get revision(): string {
    return this.bundle.git.revision.replaceAll('{version}', this.bundle.version);
  }
}
