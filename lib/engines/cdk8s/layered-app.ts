import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject, App, Chart, DependencyGraph, type AppProps } from 'cdk8s';
import { Layer } from '../../kernel';
import { hostFiles, writeFiles } from '../hosts';
import { toYaml } from '../yaml';

/**
 * A cdk8s App that writes one file a component, in a folder a layer: `dist/network/metallb.yaml`,
 * and the files of machines below `dist/hosts`. Everything else is cdk8s's own.
 */
export class LayeredApp extends App {
  constructor(props: AppProps = {}) {
    super({ outputFileExtension: '.yaml', ...props });
  }

  /** @returns nothing; files are written only when all checks pass */
  override synth(): void {
    this.check();
    const manifests = this.files();
    const machines = hostFiles(this);
    for (const [path, objects] of manifests) {
      const file = join(this.outdir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, objects.map(toYaml).join('---\n'));
    }
    writeFiles(machines, join(this.outdir, 'hosts'));
  }

  /** What will be written: objects by path below the output folder. */
  files(): ReadonlyMap<string, readonly object[]> {
    const files = new Map<string, object[]>();
    const ordered = new DependencyGraph(this.node)
      .topology()
      .filter((c) => ApiObject.isApiObject(c))
      .filter((c) => !('isDrawn' in c) || c.isDrawn !== false);
    for (const object of ordered) {
      const path = this.pathOf(Chart.of(object));
      files.set(path, [...(files.get(path) ?? []), object.toJson() as object]);
    }
    return files;
  }

  private check(): void {
    const errors = this.node
      .findAll()
      .flatMap((c) => c.node.validate().map((error) => `[${c.node.path}] ${error}`));
    if (errors.length === 0) return;
    throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
  }

  /** A user's own Chart goes to the top, by its path; charts of components go to their layers. */
  private pathOf(chart: Chart): string {
    const made = chart.node.id === 'manifests' && chart.node.scope;
    const below = made || chart;
    const layer = made ? Layer.nameOf(below) : '';
    const name = made ? made.node.id : chart.node.path.replaceAll('/', '-');
    return join(layer, `${name}${this.outputFileExtension}`);
  }
}
