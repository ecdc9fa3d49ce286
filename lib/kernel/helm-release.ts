import { Construct, type IConstruct } from 'constructs';
import { Engines } from './engine';
import { DefinitionError } from './errors';
import { mirrored } from './image-mirror';
import type { KindId } from './kind';
import { Platform } from './platform';
import { Registry } from './registry';
import { merge, valuesAt, type Values } from './values';

/** A chart at one exact version, with the place it is pulled from. */
export interface ChartPin {
  /** Helm repository (`https://…`) or OCI registry path without the chart's name (`oci://…`). */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
  /** Versions of Kubernetes that the chart itself allows, as in its `Chart.yaml`: `>=1.25.0-0`. @default - any */
  readonly kubeVersion?: string;
  /**
   * Every image that Pods of the chart, or what its operator starts by default, may run at this
   * version, whole and as the chart has it: `quay.io/metallb/speaker:v0.16.1`.
   * @default - unknown: the platform's list of images has a hole, and says so
   */
  readonly images?: readonly string[];
}

/**
 * The values keys by which a chart is told where its images are, each with what the chart has
 * there: `{ 'speaker.image.repository': 'quay.io/metallb/speaker' }`. What the key holds may be a
 * registry (`quay.io`), a repository or a whole image; a repository that the chart names without
 * its host is written here with it. A `*` at the end says that the chart appends to it.
 */
export type ImageKeys = Readonly<Record<string, string>>;

export interface ReleaseOptions {
  /** Release name, at most 53 characters. @default - the chart's name */
  readonly name?: string;
  /** Kinds whose CRDs the release brings. @default [] */
  readonly brings?: readonly KindId[];
  /** Kinds whose CRDs must be there before, beside those of the capabilities used. @default [] */
  readonly needs?: () => readonly KindId[];
  /**
   * Whether it holds nothing but CRDs: it then comes first, whatever its layer comes after.
   * @default false
   */
  readonly crdsOnly?: boolean;
  /**
   * `before` for what the component's other releases wait for, such as a cache of its own.
   * @default 'after'
   */
  readonly phase?: 'before' | 'after';
  /** Where its images are named. @default {} */
  readonly images?: ImageKeys;
  /** Whether to wait until everything in it is ready. @default true */
  readonly wait?: boolean;
  /** How long to wait, in seconds. @default 600 */
  readonly timeoutSeconds?: number;
}

export interface HelmReleaseProps extends ReleaseOptions {
  readonly chart: ChartPin;
  readonly namespace: string;
  /** Produces the values, once the whole tree is known. */
  readonly values: () => Values;
  /** Merged over everything else: the user's last word. @default {} */
  readonly overrides?: Values;
}

/**
 * The name, if Helm takes it as one of a release.
 * @throws DefinitionError for more than 53 characters, or others than `a-z0-9-.`
 */
export function releaseName(scope: IConstruct, name: string): string {
  if (name.length <= 53 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return name;
  throw new DefinitionError(
    scope,
    `'${name}' is no name of a Helm release: at most 53 characters of \`a-z0-9-.\`; choose a shorter id or name`,
  );
}

/**
 * The intent to have a chart installed. Whether it becomes a `helm_release`, an Argo CD
 * `Application` or nothing at all is up to the engine of the tree.
 */
export class HelmRelease extends Construct {
  readonly chart: ChartPin;
  readonly namespace: string;
  readonly name: string;
  readonly brings: readonly KindId[];
  readonly crdsOnly: boolean;
  /** Seen from the component's other releases. */
  readonly step: 'before' | 'after';
  readonly images: ImageKeys;
  readonly wait: boolean;
  readonly timeoutSeconds: number;
  private readonly props: HelmReleaseProps;

  constructor(scope: Construct, id: string, props: HelmReleaseProps) {
    super(scope, id);
    this.props = props;
    this.chart = props.chart;
    this.namespace = props.namespace;
    this.name = releaseName(this, props.name ?? props.chart.name);
    this.brings = props.brings ?? [];
    this.crdsOnly = props.crdsOnly ?? false;
    this.step = props.phase ?? 'after';
    this.images = props.images ?? {};
    this.wait = props.wait ?? true;
    this.timeoutSeconds = props.timeoutSeconds ?? 600;
    Registry.of(this).releases.push(this);
    Engines.of(this)?.release?.(this);
  }

  /** Kinds whose CRDs must be there before. */
  get needs(): readonly KindId[] {
    return this.props.needs?.() ?? [];
  }

  /** The values as they stand now; final once the tree is complete. */
  get values(): Values {
    const mirror = Platform.of(this)?.imageMirror;
    let values = this.props.values();
    if (mirror) {
      for (const [path, source] of Object.entries(this.images)) {
        values = merge(values, valuesAt(path, mirrored(mirror, source.replace(/\*$/, ''))));
      }
    }
    return merge(values, this.props.overrides ?? {});
  }
}
