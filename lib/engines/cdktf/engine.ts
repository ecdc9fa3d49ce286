import type { IConstruct } from 'constructs';
import { Engines, OBJECTS, ownerOf, type Engine, type KubeObject } from '../../kernel';
import { BundleResource } from './bundle-resource';
import { HelmReleaseResource } from './helm-release-resource';
import { NamespaceResource } from './namespace-resource';
import { ObjectsRelease } from './objects-release';

export interface CdktfOptions {
  /**
   * Whether the components' objects are deployed too. `false` leaves them to whoever delivers
   * the YAML, such as Argo CD.
   * @default true
   */
  readonly objects?: boolean;
}

/**
 * Releases become `helm_release`s, namespaces `kubernetes_namespace_v1`s, and each component's
 * objects a small chart beside the stack, installed when their CRDs are there. The `helm` and
 * `kubernetes` providers, and the backend, are the user's to define.
 */
export const cdktf = ({ objects = true }: CdktfOptions = {}): Engine => ({
  release: (release) => void new HelmReleaseResource(release),
  namespace: (namespace) => void new NamespaceResource(namespace),
  bundle: (bundle) => void new BundleResource(bundle),
  ...(objects && { object: addToObjectsRelease }),
});

/** The engine with its default options, as every TerraformStack has it. */
export const cdktfEngine: Engine = cdktf();

/** Has the platform below `scope` deployed with other options than the default ones. */
export function useCdktf(scope: IConstruct, options: CdktfOptions): void {
  Engines.use(scope, cdktf(options));
}

function addToObjectsRelease(object: KubeObject): void {
  const owner = ownerOf(object);
  const id = OBJECTS[object.phase];
  const known = owner.node.tryFindChild(id) as ObjectsRelease | undefined;
  (known ?? new ObjectsRelease(owner, id, object.phase)).add(object);
}
