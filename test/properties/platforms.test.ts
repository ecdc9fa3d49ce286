import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { App as TerraformApp, LocalBackend, TerraformStack } from 'cdktf';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { LayeredApp } from '../../lib/engines/cdk8s';
import { hostFiles } from '../../lib/engines/hosts';
import { StandardPlatform, type StandardPlatformProps } from '../../lib/editions';
import { validPlatform } from './arbitrary-platform';
import { mistake } from './mistakes';

// Random platforms. `KUBESTRATA_RUNS` sets how many cases there are in all: 2,000 by default,
// 20,000 for a nightly run.
const RUNS = Number(process.env['KUBESTRATA_RUNS'] ?? 2000);

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'kubestrata-properties-'));
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** All that is written of manifests and machines' files, without writing it. */
function written(props: StandardPlatformProps): string {
  const app = new LayeredApp({ outdir });
  new StandardPlatform(app, 'platform', props);
  const errors = app.node.findAll().flatMap((c) => c.node.validate());
  expect(errors).toStrictEqual([]);
  return JSON.stringify([...app.files(), ...hostFiles(app)]);
}

test(
  'a valid platform synthesizes, the same way twice',
  () => {
    fc.assert(
      fc.property(validPlatform, (props) => {
        expect(written(props)).toBe(written(props));
      }),
      { numRuns: Math.ceil(RUNS * 0.45) },
    );
  },
  RUNS * 1000,
);

test(
  'a valid platform synthesizes under cdktf, with every dependency there',
  () => {
    fc.assert(
      fc.property(validPlatform, (props) => {
        const stack = new TerraformStack(new TerraformApp({ outdir }), 'stack');
        new LocalBackend(stack, {});
        new HelmProvider(stack, 'helm', {});
        new KubernetesProvider(stack, 'kubernetes', {});
        new StandardPlatform(stack, 'platform', props);
        stack.prepareStack();
        stack.runAllValidations();
        expect(danglingDependencies(stack.toTerraform() as Json)).toStrictEqual([]);
      }),
      { numRuns: Math.ceil(RUNS * 0.1) },
    );
  },
  RUNS * 1000,
);

test(
  'fails for a mistake with an error that names it, and writes nothing',
  () => {
    fc.assert(
      fc.property(mistake, ({ props, says }) => {
        const folder = join(outdir, 'broken');
        const message = failure(() => {
          const app = new LayeredApp({ outdir: folder });
          new StandardPlatform(app, 'platform', props);
          app.synth();
        });
        expect(message).toMatch(/\[platform[^\]]*\] /);
        for (const words of says) expect(message).toContain(words);
        expect(existsSync(folder) ? readdirSync(folder) : []).toStrictEqual([]);
      }),
      { numRuns: Math.ceil(RUNS * 0.45) },
    );
  },
  RUNS * 1000,
);

/** What `work` fails with; an empty text when it does not. */
function failure(work: () => void): string {
  try {
    work();
    return '';
  } catch (error) {
    return String(error);
  }
}

interface Json {
  readonly resource: Readonly<Record<string, Readonly<Record<string, { depends_on?: string[] }>>>>;
}

/** Addresses that some resource depends on and no resource has. */
function danglingDependencies({ resource }: Json): string[] {
  const known = new Set(
    Object.entries(resource).flatMap(([type, all]) =>
      Object.keys(all).map((id) => `${type}.${id}`),
    ),
  );
  const used = Object.values(resource).flatMap((all) =>
    Object.values(all).flatMap((r) => r.depends_on ?? []),
  );
  return used.filter((address) => !known.has(address));
}
