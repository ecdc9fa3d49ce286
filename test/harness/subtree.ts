import { parse } from 'yaml';
import {
  Registry,
  type HelmRelease,
  type KubeObject,
  type Manifest,
  type Platform,
} from '../../lib';

/** Releases and objects below one path of a platform, in order of definition. */
export interface Subtree {
  readonly releases: readonly HelmRelease[];
  readonly objects: readonly KubeObject[];
}

/** What stands below `platform/<path>`. */
export function subtree(platform: Platform, path: string): Subtree {
  const registry = Registry.of(platform);
  const prefix = `${platform.node.path}/${path}`;
  const within = (c: { node: { path: string } }): boolean =>
    c.node.path === prefix || c.node.path.startsWith(`${prefix}/`);
  return {
    releases: registry.releases.filter(within),
    objects: registry.objects.filter(within),
  };
}

/** The documents of a YAML text. */
export const documents = (text: string): Manifest[] =>
  text
    .split(/^---$/m)
    .filter((part) => part.trim() !== '')
    .map((part) => parse(part) as Manifest);
