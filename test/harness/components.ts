import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Examples, PlatformProps } from '../../lib';

/** A component's folder, with what its `examples.ts` says. */
export interface ComponentFolder {
  /** `network/metallb`. */
  readonly path: string;
  readonly layer: string;
  readonly name: string;
  readonly folder: string;
  readonly examples: Examples;
  /** The platform of an example, by the example's name, where it needs a certain one. */
  readonly platforms: Readonly<Record<string, PlatformProps>>;
  /** First parts of values keys that belong to a sub-chart whose defaults the chart does not repeat. */
  readonly subchartKeys: readonly string[];
  /** Values keys that the chart takes though its defaults do not show them, each with the reason. */
  readonly undocumentedKeys: Readonly<Record<string, string>>;
  /** Why the namespace is stricter than the chart's defaults need, where it is. */
  readonly stricterPodSecurity: string | undefined;
  /** Images of the chart's default render that the component never runs, each with the reason. */
  readonly unusedImages: Readonly<Record<string, string>>;
}

const LIB = join(__dirname, '..', '..', 'lib');

/** Every folder `lib/<layer>/<component>` that has examples. A new component needs no registration. */
export function componentFolders(): ComponentFolder[] {
  return directories(LIB).flatMap((layer) =>
    directories(join(LIB, layer))
      .map((name) => ({ name, folder: join(LIB, layer, name) }))
      .filter(({ folder }) => existsSync(join(folder, 'examples.ts')))
      .map(({ name, folder }) => {
        // eslint-disable-next-line @typescript-eslint/no-require-imports
        const module = require(join(folder, 'examples.ts')) as Partial<ComponentFolder>;
        return {
          path: `${layer}/${name}`,
          layer,
          name,
          folder,
          examples: module.examples ?? {},
          platforms: module.platforms ?? {},
          subchartKeys: module.subchartKeys ?? [],
          undocumentedKeys: module.undocumentedKeys ?? {},
          stricterPodSecurity: module.stricterPodSecurity,
          unusedImages: module.unusedImages ?? {},
        };
      }),
  );
}

/** `[title, component, example, its platform]` for each example of each component. */
export function exampleCases(): ExampleCase[] {
  return componentFolders().flatMap((component) =>
    Object.entries(component.examples).map(([name, example]): ExampleCase => [
      `${component.path} ${name}`,
      component,
      example,
      component.platforms[name] ?? {},
    ]),
  );
}

type ExampleCase = [string, ComponentFolder, (scope: never) => void, PlatformProps];

const directories = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
