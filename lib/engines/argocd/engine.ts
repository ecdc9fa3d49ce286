import type { IConstruct } from 'constructs';
import {
  Engines,
  inBootstrap,
  NOT_AWAITED,
  objectsId,
  Order,
  ownerOf,
  type Engine,
  type HelmRelease,
  type Intent,
  type Manifest,
  type ManifestBundle,
} from '../../kernel';
import { draw } from '../cdk8s/engine';

export interface ArgoCdOptions {
  /** Namespace that Argo CD watches for Applications. @default 'argocd' */
  readonly namespace?: string;
  /** AppProject of the Applications. @default 'default' */
  readonly project?: string;
  /**
   * Layers that are deployed by another tool, which brings Argo CD too; with all that they wait
   * for, they are left out here.
   * @default - none
   */
  readonly bootstrap?: readonly string[];
  /** API server of the cluster that is deployed to. @default - the one that Argo CD runs in */
  readonly server?: string;
}

const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Releases and bundles become Argo CD Applications, beside the objects; sync waves follow from the
 * same order as everything else. Argo CD waits between waves only for Applications that it knows
 * the health of: turn on its health check of `argoproj.io/Application`, as `ArgoCd` does.
 *
 * An Application that leaves Git leaves its release running, as that may hold data: delete the release by hand.
 */
export const argoCd = (options: ArgoCdOptions = {}): Engine => ({
  release: (release) => application(release, release.name, options, () => chartSource(release)),
  bundle: (bundle) =>
    application(bundle, bundle.node.scope?.node.id ?? bundle.node.id, options, () =>
      gitSource(bundle),
    ),
  object: (object) => {
    const { apiVersion, kind } = object.kind;
    const first = { apiVersion, kind, metadata: { name: object.name } };
    const manifest = () =>
      inWave(object.manifest, object, objectsId(ownerOf(object), object.phase), {
        'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true,ServerSideApply=true',
      });
    draw(object, first, manifest, () => handedOver(object, options));
  },
  namespace: (namespace) => {
    const manifest = () => inWave(namespace.manifest, namespace, namespace.node.path);
    draw(namespace, namespace.manifest, manifest, () => handedOver(namespace, options));
  },
});

/** Has everything below `scope` delivered by Argo CD. */
export function useArgoCd(scope: IConstruct, options: ArgoCdOptions = {}): void {
  Engines.use(scope, argoCd(options));
}

interface Source {
  readonly namespace?: string;
  readonly source: object;
}

/** Whether Argo CD delivers an intent, and not the tool that brings Argo CD. */
const handedOver = (intent: Intent, { bootstrap }: ArgoCdOptions): boolean =>
  !bootstrap || !inBootstrap(intent, bootstrap);

function application(
  intent: HelmRelease | ManifestBundle,
  name: string,
  options: ArgoCdOptions,
  read: () => Source,
): void {
  const {
    namespace = 'argocd',
    project = 'default',
    server = 'https://kubernetes.default.svc',
  } = options;
  const base = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
  };
  const manifest = (): Manifest => {
    const { source, namespace: target } = read();
    const spec = {
      project,
      destination: { server, ...(target !== undefined && { namespace: target }) },
      source,
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true', 'RespectIgnoreDifferences=true'],
        retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      },
    };
    // What becomes ready by people, or by what comes later, must not hold the waves after it.
    const awaited = !('wait' in intent) || intent.wait;
    return inWave({ ...base, spec }, intent, intent.node.path, awaited ? {} : NOT_AWAITED);
  };
  draw(intent, base, manifest, () => handedOver(intent, options));
}

function chartSource({ chart, namespace, name, values }: HelmRelease): Source {
  return {
    namespace,
    source: {
      // Argo CD names OCI registries without their scheme.
      repoURL: chart.repository.replace(/^oci:\/\//, ''),
      chart: chart.name,
      targetRevision: chart.version,
      helm: { releaseName: name, ...(Object.keys(values).length > 0 && { valuesObject: values }) },
    },
  };
}

function gitSource({ bundle, revision, namespace, mirroredImages }: ManifestBundle): Source {
  const { repository, path, include, kustomize = false } = bundle.git;
  const images = [...mirroredImages].map(([image, mirror]) => `${nameOf(image)}=${mirror}`);
  const settings = {
    ...(namespace !== undefined && { namespace }),
    ...(images.length > 0 && { images }),
  };
  return {
    ...(namespace !== undefined && { namespace }),
    source: {
      repoURL: repository,
      path,
      targetRevision: revision,
      ...(include !== undefined && { directory: { include } }),
      ...(kustomize && Object.keys(settings).length > 0 && { kustomize: settings }),
    },
  };
}

/** An image without its tag or digest. */
const nameOf = (image: string): string => image.replace(/(:[^/@]*)?(@.*)?$/, '');

function inWave(
  manifest: Manifest,
  intent: IConstruct,
  unitId: string,
  annotations: Record<string, string> = {},
): Manifest {
  const order = Order.of(intent);
  const unit = order.graph.unit(unitId);
  const wave = { [WAVE]: String(unit ? order.wave(unit) : 0) };
  const { apiVersion, kind, metadata, ...rest } = manifest;
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations, ...wave } },
    ...rest,
  };
}
