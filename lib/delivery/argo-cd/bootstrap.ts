import { IN_CLUSTER } from './application';
import type { ApplicationOptions, ProjectOptions } from './words';

/** The folder in Git from which the rest of the platform comes. */
export interface BootstrapOptions {
  readonly repository: string;
  /** Folder that holds the manifests, and folders of them. */
  readonly path: string;
  /** Branch, tag or commit. @default 'HEAD' */
  readonly revision?: string;
  /** Glob of files that something else deploys, beside those of machines (`hosts`): nothing may have two owners. @default - none */
  readonly exclude?: string;
}

/** Name of the root Application, and of its project. */
const PLATFORM = 'platform';

/** What a platform is made of writes anything anywhere: its project allows all of this cluster. */
export const bootstrapProject: ProjectOptions = {
  name: PLATFORM,
  description: 'The platform itself, from Git',
  sources: ['*'],
  destinations: [{ server: IN_CLUSTER, namespace: '*' }],
  clusterResources: [{ group: '*', kind: '*' }],
};

/** The Application from which all others come. */
export const bootstrapApplication = (
  { repository, path, revision, exclude }: BootstrapOptions,
  namespace: string,
): ApplicationOptions => ({
  name: PLATFORM,
  project: PLATFORM,
  source: {
    repository,
    path,
    ...(revision !== undefined && { revision }),
    directory: { recurse: true, exclude: withHosts(exclude) },
  },
  destination: { namespace },
  // CRDs come in the same sync as what needs them.
  sync: { options: ['SkipDryRunOnMissingResource=true'], retries: 10 },
});

/** Files of machines lie beside the manifests, and are none. */
function withHosts(exclude: string | undefined): string {
  if (exclude === undefined) return HOSTS;
  return `{${HOSTS},${exclude.replace(/^\{(.*)\}$/, '$1')}}`;
}

/** An asterisk of Argo CD's matches slashes too. */
const HOSTS = 'hosts/*';
