import type { Platform } from '../../index';
import type { NodePaths } from './words';

/** What the provisioner would refuse of its folders. */
export function nodePathsError(all: readonly NodePaths[]): string | undefined {
  const nodes = all.map(({ node }) => node);
  const twice = nodes.find((node, i) => nodes.indexOf(node) !== i);
  if (twice !== undefined) {
    return `the folders of node '${twice}' are named twice; put all into one entry of \`nodePaths\``;
  }
  if (all.every(({ paths }) => paths.length === 0)) {
    return 'no node has a folder for volumes; pass `paths` or `nodePaths`';
  }
  return all.flatMap(({ paths }) => paths.map((path) => pathError(path, paths))).find(Boolean);
}

function pathError(path: string, all: readonly string[]): string | undefined {
  if (!/^(\/[^/]+)+$/.test(path)) {
    return `'${path}' is no folder for volumes; give an absolute path such as \`/srv/volumes\``;
  }
  if (all.filter((p) => p === path).length > 1) {
    return `the folder '${path}' is named twice for one node; drop one of them`;
  }
  return undefined;
}

/** A node with folders that the inventory does not have. */
export function unknownNode(
  platform: Platform | undefined,
  nodePaths: readonly NodePaths[] = [],
): string | undefined {
  const known = platform?.nodes.map(({ name }) => name) ?? [];
  const unknown = nodePaths.find(({ node }) => !known.includes(node));
  if (known.length === 0 || unknown === undefined) return undefined;
  const names = known.map((name) => `'${name}'`).join(', ');
  return `the node '${unknown.node}' of \`nodePaths\` is not one of the platform's; there are ${names}`;
}
