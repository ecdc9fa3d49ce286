import type { Construct } from 'constructs';
import { Caches } from '../../lib/contracts/caches';
import { Certificates } from '../../lib/contracts/certificates';
import { Databases } from '../../lib/contracts/databases';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Secrets } from '../../lib/contracts/secrets';
import { KubeObject, Platform, valueAt, type PlatformProps, type Values } from '../../lib';
import { Harbor, type HarborProps } from '../../lib/registry/harbor';
import { freeRoot } from '../harness/sample';
import { cacheServer, databaseServer, objectStore, secretSource } from '../harness/services';

/** Harbor with everything that it needs. */
export function harbor(props: HarborProps = {}, platform: PlatformProps = {}) {
  const scope = new Platform(freeRoot(), 'platform', {
    domain: 'k8s.example.com',
    existingKinds: ['*.cert-manager.io'],
    ...platform,
  });
  const secrets = secretSource();
  const wiring = [
    ...(props.wiring ?? []),
    Databases.with(databaseServer()),
    Caches.with(cacheServer()),
    ObjectStorage.with(objectStore()),
    Secrets.with(secrets),
    Certificates.with({ request: () => undefined }),
  ];
  const component = new Harbor(scope, 'harbor', { ...props, wiring });
  return { scope, component, secrets, values: () => component.release.values };
}

/** What would fail synthesis. */
export const errors = (scope: Construct): string[] =>
  scope.node.findAll().flatMap((construct) => construct.node.validate());

/** An object as it would be applied. */
export const manifest = (scope: Construct, kind: string, name: string) =>
  scope.node
    .findAll()
    .filter((c): c is KubeObject => c instanceof KubeObject)
    .find((o) => o.kind.kind === kind && o.name === name)?.manifest as Values | undefined;

/** What the program of the configuration is given. */
export const state = (scope: Construct): Values => {
  const data = valueAt(manifest(scope, 'ConfigMap', 'harbor-configuration') ?? {}, 'data');
  return JSON.parse((data as Record<string, string>)['state.json'] ?? '') as Values;
};

/** Variables that a part is given beside the chart's own. */
export const variables = (values: Values, part: string): Values =>
  Object.fromEntries(
    ((valueAt(values, `${part}.extraEnvVars`) ?? []) as Values[]).map((v) => [
      v['name'] as string,
      v['value'] ?? valueAt(v, 'valueFrom.secretKeyRef'),
    ]),
  );
