import type { IConstruct } from 'constructs';
import {
  Engines,
  objectsId,
  Order,
  ownerOf,
  type Engine,
  type HelmRelease,
  type Manifest,
  type ManifestBundle,
} from '../../kernel';
import { draw } from '../cdk8s/engine';

export interface ArgoCdOptions {
  /** Namespace that Argo CD watches for Applications. @default 'argocd' */
  readonly namespace?: string;
  /** AppProject of the Applications. @default 'default' */
  readonly project?: string;
  /** API server of the cluster that is deployed to. @default - the one that Argo CD runs in */
  readonly server?: string;
}

const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Releases and bundles become Argo CD Applications, beside the objects; sync waves follow from the
 * same order as everything else. Argo CD waits between waves only for Applications that it knows
 * the health of: turn on its health check of `argoproj.io/Application`.
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
    draw(object, first, () =>
      inWave(object.manifest, object, objectsId(ownerOf(object), object.phase), {
        'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true,ServerSideApply=true',
      }),
    );
  },
  namespace: (namespace) => {
    draw(namespace, namespace.manifest, () =>
      inWave(namespace.manifest, namespace, namespace.node.path),
    );
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

function application(
  intent: IConstruct,
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
  draw(intent, base, () => {
    const { source, namespace: target } = read();
    const spec = {
      project,
      destination: { server, ...(target !== undefined && { namespace: target }) },
      source,
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true'],
        retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
      },
    };
    return inWave({ ...base, spec }, intent, intent.node.path);
  });
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
