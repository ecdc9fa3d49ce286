import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lazy, TerraformStack } from 'cdktf';
import { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import type { Construct } from 'constructs';
import {
  Component,
  DefinitionError,
  objectsId,
  releaseName,
  type KubeObject,
  type Phase,
} from '../../kernel';
import { toYaml } from '../yaml';
import { HELM_RELEASE, LateResource, MAX_HISTORY } from './late-resource';

/** Reads the manifests as a file, so that `{{ }}` in them stays what it is. */
const TEMPLATE = '{{ .Files.Get "manifests.yaml" }}\n';

/** Manifests of more characters than this may not fit into the Secret of a release. */
const MAX_LENGTH = 2_500_000;

/** How long Jobs may wait until what is installed works. */
const GATE_SECONDS = 900;

/**
 * The objects of one component, as a chart beside the stack and the `helm_release` that installs
 * it. The chart's version carries a hash of its content: with the same version, the provider
 * would see no change.
 */
export class ObjectsRelease extends LateResource {
  private readonly objects: KubeObject[] = [];
  private readonly release: { readonly name: string; readonly namespace: string };
  private readonly folder: string;
  /** Version of the chart as it was written last. */
  private written: string | undefined;

  constructor(
    owner: Construct,
    id: string,
    private readonly phase: Phase,
    deployed: () => boolean,
  ) {
    super(owner, id, HELM_RELEASE, objectsId(owner, phase), deployed);
    const component = Component.of(owner);
    const namespace = component?.namespace ?? 'default';
    this.release = { name: releaseName(this, `${(component ?? owner).node.id}-${id}`), namespace };
    this.folder = join('charts', this.friendlyUniqueId);
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        if (!this.deployed()) return;
        const { workingDirectory } = manifest.forStack(TerraformStack.of(this));
        this.write(join(outdir, workingDirectory, this.folder));
      },
    });
  }

  add(object: KubeObject): void {
    this.objects.push(object);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const chart = `\${path.module}/${this.folder.replaceAll('\\', '/')}`;
    const version = Lazy.anyValue({
      // The preparing run looks for references between stacks only; manifests have none.
      produce: ({ preparing }) =>
        preparing ? '0.0.0' : (this.written ?? versionOf(this.manifests())),
    });
    const gate = this.phase === 'ready' && { wait_for_jobs: true, timeout: GATE_SECONDS };
    return { ...this.release, chart, version, wait: true, ...gate, max_history: MAX_HISTORY };
  }

  private manifests(): string {
    // Not in the order of construction, which may differ for the same platform.
    const sorted = [...this.objects].sort((a, b) => (a.identity < b.identity ? -1 : 1));
    return sorted.map((object) => toYaml(object.manifest)).join('---\n');
  }

  /** Files are written before the stack is: what stands in both is computed once. */
  private write(folder: string): void {
    const manifests = this.manifests();
    if (manifests.length > MAX_LENGTH) {
      throw new DefinitionError(
        this,
        `${manifests.length} characters of manifests do not fit into one Helm release; spread them over two components`,
      );
    }
    this.written = versionOf(manifests);
    const { written: version } = this;
    const { name } = this.release;
    mkdirSync(join(folder, 'templates'), { recursive: true });
    const meta = { apiVersion: 'v2', name, version, type: 'application' };
    writeFileSync(join(folder, 'Chart.yaml'), toYaml(meta));
    writeFileSync(join(folder, 'templates', 'manifests.yaml'), TEMPLATE);
    writeFileSync(join(folder, 'manifests.yaml'), manifests);
  }
}

const versionOf = (manifests: string): string =>
  `0.0.0-h${createHash('sha256').update(manifests).digest('hex').slice(0, 12)}`;
