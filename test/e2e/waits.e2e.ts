import { join } from 'node:path';
import { madeBy } from './makers';
import type { Thing } from './pod-needs';
import { deployedBy, type Deployed } from './rendered';
import { missingCatalog, optionalTest } from './rig/optional-test';
import { objectsBelow, synthesize } from './synthesized';
import { circle, makersOf, podNeeds, waiting } from './waiting';

// Simulated Pods start without the Secrets that they mount. Real ones do not: all must be made by
// something, and a release that waits for its Pods must not wait for what is deployed after it.

const missing = process.env['KUBESTRATA_CHARTS']
  ? missingCatalog()
  : 'KUBESTRATA_CHARTS is not set; have it name a folder of packaged charts';

/** Made by nothing that is deployed: by a program at run time, or by people. */
const ELSEWHERE: Readonly<Record<Thing, string>> = {
  'Secret envoy-gateway-system/envoy-gateway': "written by the Job of the chart's hook",
  'Secret metallb-system/metallb-memberlist': "written by MetalLB's controller",
  'Secret external-dns/dns-update': 'named in the definition',
  'Secret keycloak/directory': 'named in the definition',
  'Secret keycloak/google': 'named in the definition',
  'Secret openbao/vault-transit': 'named in the definition',
};

for (const app of ['standard', 'gitops', 'minimal']) {
  let synthesized: Promise<Deployed> | undefined;
  const deployed = () =>
    (synthesized ??= below(app, 'cdktf', (f) => deployedBy(join(f, 'stacks', app))));

  optionalTest(`all that Pods of apps/${app} mount is made by something`, missing, async () => {
    const { all } = await deployed();
    // What an app hands over to Git comes from there.
    const objects = await below(app, 'cdk8s', (folder) => Promise.resolve(objectsBelow(folder)));
    const fromGit = objects.flatMap((object) =>
      madeBy({ object, namespace: object.metadata.namespace ?? '' }),
    );
    const made = new Set([...makersOf(all).keys(), ...fromGit, ...Object.keys(ELSEWHERE)]);
    const unknown = [...podNeeds(all)].flatMap(([{ object, namespace }, needs]) =>
      needs
        .filter((need) => !made.has(need))
        .map((need) => `${object.kind} ${namespace}/${object.metadata.name}: ${need}`),
    );
    expect(unknown).toStrictEqual([]);
  });

  optionalTest(`no release of apps/${app} waits for what comes after it`, missing, async () => {
    expect(circle(waiting(await deployed()))).toBeUndefined();
  });
}

async function below<T>(
  app: string,
  engine: 'cdk8s' | 'cdktf',
  read: (folder: string) => Promise<T>,
): Promise<T> {
  const made = synthesize(app, engine);
  try {
    return await read(made.folder);
  } finally {
    made.remove();
  }
}
