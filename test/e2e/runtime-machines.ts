import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { componentFolders } from '../harness/components';
import { cdk8sTree } from '../harness/trees';

/** Files that machines get from an example of a host component, by their path: `hosts/nodes/etc/…`. */
export function filesOf(component: string, name: string): ReadonlyMap<string, string> {
  const folder = componentFolders().find(({ path }) => path === `provisioning/${component}`);
  const example = folder?.examples[name];
  if (!folder || !example) throw new Error(`there is no example '${name}' of ${component}`);
  const { files } = cdk8sTree(example, folder.platforms[name]);
  return new Map([...files].filter(([path]) => path.startsWith('hosts/')));
}

/** Folders that stand for the file systems of machines. */
export class Machines {
  private readonly root = mkdtempSync(join(tmpdir(), 'kubestrata-machines-'));

  /**
   * The files as one machine has them, which is in the named groups or has the name. Quoted paths
   * below one of `moved` (`/etc/containerd/`) lead to the machine's own folder.
   */
  make(
    files: ReadonlyMap<string, string>,
    targets: readonly string[],
    moved: readonly string[] = [],
  ): string {
    const folder = mkdtempSync(join(this.root, 'machine-'));
    for (const target of targets) {
      for (const [path, text] of files) {
        if (!path.startsWith(`hosts/${target}/`)) continue;
        const file = join(folder, path.slice(`hosts/${target}`.length));
        mkdirSync(dirname(file), { recursive: true });
        const local = moved.reduce((t, at) => t.replaceAll(`"${at}`, `"${folder}${at}`), text);
        writeFileSync(file, local);
      }
    }
    return folder;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
