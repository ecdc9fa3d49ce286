/** Where volumes are on one node. */
export interface NodePaths {
  /** Host name, as the kubelet registers it. */
  readonly node: string;
  /** Folders for volumes, one is drawn by lot; none means: no volumes on this node. */
  readonly paths: readonly string[];
}
