import { stringify } from 'yaml';
import type { IConstruct } from 'constructs';
import { isBuiltIn, kindId, Registry, type KindId } from '../../index';
import { CONDITIONS, conditionLua, OF_APPLICATION, OF_READER } from './health-scripts';
import { hasKnownHealth } from './known-health';

/** How the health of a kind is read from its `status.conditions`. */
export interface HealthCheck {
  /** Type of the condition that is `True` once the object does its work. */
  readonly condition: string;
  /** Types of conditions that are `True` once it cannot. @default [] */
  readonly failures?: readonly string[];
}

/** `cert-manager.io/Certificate` for `Certificate.cert-manager.io`: as Argo CD names kinds. */
export function groupKind(id: KindId): string {
  const dot = id.indexOf('.');
  return dot === -1 ? id : `${id.slice(dot + 1)}/${id.slice(0, dot)}`;
}

/** Kinds of the platform that no check is known for: not Kubernetes' own, nor Argo CD's, nor `checked`; sorted. */
export function uncheckedKinds(
  scope: IConstruct,
  checked: ReadonlyMap<KindId, HealthCheck>,
): readonly KindId[] {
  const { objects, releases, bundles } = Registry.of(scope);
  const drawn = objects.map((object) => kindId(object.kind));
  const brought = [...releases, ...bundles].flatMap((intent) => intent.brings);
  const unknown = [...new Set([...drawn, ...brought])].filter((id) => {
    const dot = id.indexOf('.');
    // Applications have a check of their own, below.
    if (isBuiltIn(id) || checked.has(id) || id === APPLICATION) return false;
    return !hasKnownHealth(id.slice(dot + 1), id.slice(0, dot));
  });
  return unknown.sort();
}

const APPLICATION = 'Application.argoproj.io';

/** Not ready while a server of secrets is sealed or not there yet, which Argo CD calls degraded. */
const READS_STORES: readonly KindId[] = [
  'ClusterSecretStore.external-secrets.io',
  'SecretStore.external-secrets.io',
  'ExternalSecret.external-secrets.io',
  'PushSecret.external-secrets.io',
];

/**
 * Argo CD's `resource.customizations`: how healthy kinds are that it does not know. Kinds that are
 * read in the same way share one script.
 */
export function healthCustomizations(
  checks: ReadonlyMap<KindId, HealthCheck>,
  others: readonly KindId[],
): string {
  const health = (script: string) => ({ 'health.lua': script });
  const own = [...checks].sort(([a], [b]) => (a < b ? -1 : 1));
  const shared = health(CONDITIONS);
  return stringify(
    {
      [groupKind(APPLICATION)]: health(OF_APPLICATION),
      ...Object.fromEntries(READS_STORES.map((id) => [groupKind(id), health(OF_READER)])),
      ...Object.fromEntries(own.map(([id, check]) => [groupKind(id), health(conditionLua(check))])),
      ...Object.fromEntries(others.map((id) => [groupKind(id), shared])),
    },
    { lineWidth: 0 },
  );
}
