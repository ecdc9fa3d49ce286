import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Release } from '@cdktf/provider-helm/lib/release';
import { TerraformStack } from 'cdktf';
import { addCustomSynthesis } from 'cdktf/lib/synthesize/synthesizer';
import type { Construct } from 'constructs';
import { Component, objectsId, type KubeObject, type Phase } from '../../kernel';
import { toYaml } from '../yaml';
import { dependsOn, deploys } from './depends-on';

/** Reads manifests as files, so that `{{ }}` in them stays what it is. */
const TEMPLATE = `{{- range $path, $_ := .Files.Glob "manifests/*.yaml" }}
---
{{ $.Files.Get $path }}
{{- end }}
`;

/** Manifests of more than this, in bytes, may not fit into the Secret of a release. */
const MAX_BYTES = 2_500_000;

/**
 * The objects of one component, as a chart beside the stack and the `helm_release` that installs
 * it. The chart's version carries a hash of its content: with the same version, the provider
 * would see no change.
 */
export class ObjectsRelease extends Release {
  private readonly objects: KubeObject[] = [];
  private readonly unitId: string;
  private readonly folder: string;

  constructor(owner: Construct, id: string, phase: Phase) {
    const component = Component.of(owner);
    super(owner, id, {
      name: `${(component ?? owner).node.id}-${id}`,
      namespace: component?.namespace ?? 'default',
      chart: '',
      wait: true,
      ...(phase === 'ready' && { waitForJobs: true, timeout: 900 }),
      maxHistory: 10,
    });
    this.unitId = objectsId(owner, phase);
    this.folder = join('charts', this.friendlyUniqueId);
    deploys(this.unitId, this);
    addCustomSynthesis(this, {
      onSynthesize: ({ outdir, manifest }) => {
        const { workingDirectory } = manifest.forStack(TerraformStack.of(this));
        this.write(join(outdir, workingDirectory, this.folder));
      },
    });
  }

  add(object: KubeObject): void {
    this.objects.push(object);
  }

  get addresses(): readonly string[] {
    return [`helm_release.${this.friendlyUniqueId}`];
  }

  override toTerraform(): unknown {
    const before = dependsOn(this, this.unitId);
    if (before) this.dependsOn = before;
    return super.toTerraform();
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const chart = `\${path.module}/${this.folder.replaceAll('\\', '/')}`;
    return { ...super.synthesizeAttributes(), chart, version: this.version_ };
  }

  private get version_(): string {
    const hash = createHash('sha256');
    for (const [name, text] of this.files()) hash.update(`${name}\0${text}\0`);
    return `0.0.0-h${hash.digest('hex').slice(0, 12)}`;
  }

  private files(): ReadonlyMap<string, string> {
    const files = new Map<string, string>();
    // Not in the order of construction, which may differ for the same platform.
    const sorted = [...this.objects].sort((a, b) => (a.identity < b.identity ? -1 : 1));
    sorted.forEach((object, i) => {
      const name = `${String(i).padStart(3, '0')}-${object.kind.kind}-${object.name}`.toLowerCase();
      const text = toYaml(object.manifest);
      files.set(`${name.replace(/[^a-z0-9.-]/g, '-')}.yaml`, text);
    });
    return files;
  }

  private write(folder: string): void {
    const files = this.files();
    const bytes = [...files.values()].reduce((sum, text) => sum + text.length, 0);
    if (bytes > MAX_BYTES) {
      throw new Error(
        `[${this.node.path}] ${bytes} bytes of manifests do not fit into one Helm release; spread them over two components`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'templates'), { recursive: true });
    mkdirSync(join(folder, 'manifests'));
    const name = this.nameInput ?? 'objects';
    const meta = { apiVersion: 'v2', name, version: this.version_, type: 'application' };
    writeFileSync(join(folder, 'Chart.yaml'), toYaml(meta));
    writeFileSync(join(folder, 'templates', 'manifests.yaml'), TEMPLATE);
    for (const [file, text] of files) writeFileSync(join(folder, 'manifests', file), text);
  }
}
