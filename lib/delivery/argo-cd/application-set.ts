import { applicationError, applicationSpec } from './application';
import type { ApplicationSetSpec, ApplicationSetSpecGenerators } from './kinds';
import type { ApplicationOptions } from './words';

/** Makes a set of parameters for each of something. */
export type SimpleGenerator =
  | {
      /** For each folder: `{{.path.path}}`, `{{.path.basename}}`. */
      readonly gitDirectories: {
        readonly repository: string;
        /** @default 'HEAD' */
        readonly revision?: string;
        /** Globs of folders: `apps/*`. */
        readonly paths: readonly string[];
        /** Globs of folders that are left out. @default [] */
        readonly exclude?: readonly string[];
      };
    }
  | {
      /** For each registered cluster with the labels: `{{.name}}`, `{{.server}}`. */
      readonly clusters: { readonly labels?: Readonly<Record<string, string>> };
    }
  | {
      /** For each element: its own keys. */
      readonly list: readonly Readonly<Record<string, string>>[];
    };

/** One more: every pair of what two others make. */
export type Generator =
  SimpleGenerator | { readonly matrix: readonly [SimpleGenerator, SimpleGenerator] };

/** Applications that are made by a template, one for each set of parameters. */
export interface ApplicationSetOptions {
  readonly name: string;
  /** At least one; their sets add up. */
  readonly generators: readonly Generator[];
  /** The Applications; texts are Go templates: `{{.path.basename}}`. */
  readonly template: ApplicationOptions;
  /** What may happen to the Applications when parameters come and go. @default 'sync' */
  readonly policy?: 'create-only' | 'create-update' | 'create-delete' | 'sync';
  /** Whether what the Applications deployed stays when they go. @default false */
  readonly keepResources?: boolean;
}

/** What is wrong with a set, or `undefined`. */
export function applicationSetError(options: ApplicationSetOptions): string | undefined {
  const { name, generators, template } = options;
  if (generators.length === 0) return `application set '${name}' has no generators; pass one`;
  if (!template.name.includes('{{')) {
    return `every Application of set '${name}' would be named '${template.name}'; put a parameter into the name, such as \`{{.path.basename}}\``;
  }
  const empty = generators
    .flatMap((g): readonly SimpleGenerator[] => ('matrix' in g ? g.matrix : [g]))
    .find((g) => 'gitDirectories' in g && g.gitDirectories.paths.length === 0);
  if (empty)
    return `a generator of application set '${name}' has no paths; pass \`apps/*\` or such`;
  return applicationError(template);
}

/** Repositories that the generators read. */
export const generatorRepositories = (generators: readonly Generator[]): readonly string[] =>
  generators
    .flatMap((g): readonly SimpleGenerator[] => ('matrix' in g ? g.matrix : [g]))
    .flatMap((g) => ('gitDirectories' in g ? [g.gitDirectories.repository] : []));

/** A set in the words of its CRD. */
export function applicationSetSpec(options: ApplicationSetOptions): ApplicationSetSpec {
  const { generators, template, policy, keepResources } = options;
  const limited = policy !== undefined || keepResources !== undefined;
  return {
    goTemplate: true,
    goTemplateOptions: ['missingkey=error'],
    generators: generators.map(generatorSpec),
    template: {
      metadata: {
        name: template.name,
        ...(template.labels && { labels: template.labels }),
      },
      spec: { ...applicationSpec(template) },
    },
    ...(limited && {
      syncPolicy: {
        ...(policy !== undefined && { applicationsSync: policy }),
        ...(keepResources !== undefined && { preserveResourcesOnDeletion: keepResources }),
      },
    }),
  };
}

function generatorSpec(generator: Generator): ApplicationSetSpecGenerators {
  if ('matrix' in generator) {
    return { matrix: { generators: generator.matrix.map(generatorSpec) } };
  }
  if ('list' in generator) return { list: { elements: generator.list } };
  if ('clusters' in generator) {
    const { labels } = generator.clusters;
    return { clusters: labels ? { selector: { matchLabels: labels } } : {} };
  }
  const { repository, revision = 'HEAD', paths, exclude = [] } = generator.gitDirectories;
  return {
    git: {
      repoURL: repository,
      revision,
      directories: [
        ...paths.map((path) => ({ path })),
        ...exclude.map((path) => ({ path, exclude: true })),
      ],
    },
  };
}
