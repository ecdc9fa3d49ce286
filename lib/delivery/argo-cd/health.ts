import { stringify } from 'yaml';
import type { IConstruct } from 'constructs';
import { isBuiltIn, kindId, Registry, type KindId } from '../../index';
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
      ...Object.fromEntries(own.map(([id, check]) => [groupKind(id), health(conditionLua(check))])),
      ...Object.fromEntries(others.map((id) => [groupKind(id), shared])),
    },
    { lineWidth: 0 },
  );
}

/** Sync waves wait for an Application only where its health is read. */
const OF_APPLICATION = `local hs = { status = "Progressing", message = "waits for its first comparison" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  hs.status = obj.status.health.status
  hs.message = obj.status.health.message or ""
end
return hs
`;

const words = (all: readonly string[]): string =>
  all.map((word) => `[${JSON.stringify(word)}] = true`).join(', ');

/** Argo CD's scripts have neither patterns nor string functions. */
const WAITS = `if type(status.observedGeneration) == "number" and status.observedGeneration < (obj.metadata.generation or 0) then
  return { status = "Progressing", message = "waits for its controller" }
end
`;

/**
 * For kinds that nobody described: an object without conditions and phase is healthy, as most kinds
 * never have any.
 */
const CONDITIONS = `local good = { ${words(['Ready', 'Available', 'Accepted', 'Programmed', 'Established', 'Healthy', 'Reconciled', 'Valid'])} }
local bad = { ${words(['Failed', 'Failure', 'Degraded', 'Stalled', 'HasErrors', 'ReconcileFailed', 'ReplicaFailure'])} }
local over = { ${words(['Error', 'Failed', 'Failure', 'FailedValidation', 'Unavailable', 'Invalid'])} }
local soon = { ${words(['Creating', 'Configuring', 'Connecting', 'Initializing', 'Pending', 'Progressing', 'Provisioning', 'Updating'])} }
local status = obj.status
if type(status) ~= "table" then
  return { status = "Healthy", message = "" }
end
${WAITS}local waiting = nil
if type(status.conditions) == "table" then
  for _, c in ipairs(status.conditions) do
    if type(c) == "table" then
      local text = c.message or c.reason or c.type
      if bad[c.type] and c.status == "True" then
        return { status = "Degraded", message = text }
      end
      if good[c.type] and c.status ~= "True" then
        if over[c.reason or ""] then
          return { status = "Degraded", message = text }
        end
        waiting = waiting or text
      end
    end
  end
end
if waiting ~= nil then
  return { status = "Progressing", message = waiting }
end
local phase = status.phase or status.state
if type(phase) == "string" then
  if over[phase] then
    return { status = "Degraded", message = phase }
  end
  if soon[phase] then
    return { status = "Progressing", message = phase }
  end
end
return { status = "Healthy", message = "" }
`;

/** For a kind whose controller is known to write `condition`: without it, the object is not ready. */
const conditionLua = ({ condition, failures = [] }: HealthCheck): string =>
  `local bad = { ${words(failures)} }
local status = obj.status or {}
${WAITS}local hs = { status = "Progressing", message = ${JSON.stringify(`waits for ${condition}`)} }
for _, c in ipairs(status.conditions or {}) do
  if bad[c.type] and c.status == "True" then
    return { status = "Degraded", message = c.message or c.reason or c.type }
  end
  if c.type == ${JSON.stringify(condition)} then
    hs.message = c.message or c.reason or ""
    if c.status == "True" then
      hs.status = "Healthy"
    end
  end
end
return hs
`;
