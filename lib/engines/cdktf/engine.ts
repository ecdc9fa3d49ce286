import type { IConstruct } from 'constructs';
import {
  DefinitionError,
  Engines,
  inBootstrap,
  OBJECTS,
  ownerOf,
  type Engine,
  type Intent,
  type KubeObject,
} from '../../kernel';
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
  /**
   * Layers that are deployed, with all that they wait for: the bootstrap. The rest is left to
   * another tool, as `useArgoCd(app, { bootstrap })` of the same definition has it.
   * @default - all
   */
  readonly bootstrap?: readonly string[];
}

/**
 * Releases become `helm_release`s, namespaces `kubernetes_namespace_v1`s, and each component's
 * objects a small chart beside the stack, installed when their CRDs are there. The `helm` and
 * `kubernetes` providers, and the backend, are the user's to define.
 */
export const cdktf = ({ objects = true, bootstrap }: CdktfOptions = {}): Engine => {
  const deployed = (intent: Intent) => () => !bootstrap || inBootstrap(intent, bootstrap);
  return {
    release: (release) => void new HelmReleaseResource(release, deployed(release)),
    namespace: (namespace) => void new NamespaceResource(namespace, deployed(namespace)),
    bundle: (bundle) => void new BundleResource(bundle, deployed(bundle)),
    ...(objects && {
      object: (object: KubeObject) => {
        addToObjectsRelease(object, deployed(object));
      },
    }),
  };
};

/** The engine with its default options, as every TerraformStack has it. */
export const cdktfEngine: Engine = cdktf();

/** Has the platform below `scope` deployed with other options than the default ones. */
export function useCdktf(scope: IConstruct, options: CdktfOptions): void {
  Engines.use(scope, cdktf(options));
}

function addToObjectsRelease(object: KubeObject, deployed: () => boolean): void {
  const owner = ownerOf(object);
  const id = OBJECTS[object.phase];
  const known = owner.node.tryFindChild(id);
  if (known && !(known instanceof ObjectsRelease)) {
    throw new DefinitionError(
      known,
      `is called '${id}', as the release of the objects beside it will be; rename it`,
    );
  }
  (known ?? new ObjectsRelease(owner, id, object.phase, deployed)).add(object);
}
