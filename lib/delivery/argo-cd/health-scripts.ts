import { AWAITED } from '../../index';
import type { HealthCheck } from './health';

const words = (all: readonly string[]): string =>
  all.map((word) => `[${JSON.stringify(word)}] = true`).join(', ');

/**
 * Engines and components say by an annotation that nothing waits for an object, as its server may
 * be sealed. Argo CD's scripts have neither patterns nor string functions.
 */
const WAITED_FOR = `local notes = obj.metadata.annotations or {}
local awaited = notes["${AWAITED}"] ~= "false"
`;

const WAITS = `if type(status.observedGeneration) == "number" and status.observedGeneration < (obj.metadata.generation or 0) then
  return { status = "Progressing", message = "waits for its controller" }
end
`;

/**
 * For kinds that nobody described: an object without conditions and phase is healthy, as most kinds
 * never have any.
 */
export const CONDITIONS = `local good = { ${words(['Ready', 'Available', 'Accepted', 'Programmed', 'Established', 'Healthy', 'Reconciled', 'Valid'])} }
local bad = { ${words(['Failed', 'Failure', 'Degraded', 'Stalled', 'HasErrors', 'ReconcileFailed', 'ReplicaFailure'])} }
local over = { ${words(['Error', 'Failed', 'Failure', 'FailedValidation', 'Unavailable', 'Invalid'])} }
local soon = { ${words(['Creating', 'Configuring', 'Connecting', 'Initializing', 'Pending', 'Progressing', 'Provisioning', 'Updating'])} }
${WAITED_FOR}local status = obj.status
if type(status) ~= "table" or not awaited then
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
export const conditionLua = ({ condition, failures = [] }: HealthCheck): string =>
  `local bad = { ${words(failures)} }
${WAITED_FOR}if not awaited then
  return { status = "Healthy", message = "nothing waits for it" }
end
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

/** As Argo CD's own, but for what nothing waits for. */
export const OF_READER = `${WAITED_FOR}for _, c in ipairs((obj.status or {}).conditions or {}) do
  if c.type == "Ready" and c.status == "False" and awaited then
    return { status = "Degraded", message = c.message }
  end
  if c.type == "Ready" and (c.status == "True" or not awaited) then
    return { status = "Healthy", message = c.message }
  end
end
return { status = "Progressing", message = "waits for its controller" }
`;

/**
 * Sync waves wait for an Application only where its health is read. That health is of what was
 * compared last: after a change it counts once that change was compared and synced.
 */
export const OF_APPLICATION = `local function blank(v)
  if type(v) ~= "table" then
    return v == nil or v == false or v == "" or v == 0
  end
  for _, inner in pairs(v) do
    if not blank(inner) then
      return false
    end
  end
  return true
end
local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b or (blank(a) and blank(b))
  end
  for key, value in pairs(a) do
    if not same(value, b[key]) then
      return false
    end
  end
  for key, value in pairs(b) do
    if a[key] == nil and not blank(value) then
      return false
    end
  end
  return true
end
local function of(place)
  if obj.spec.sourceHydrator ~= nil then
    return place ~= nil
  end
  return place ~= nil and same(obj.spec.source, place.source) and same(obj.spec.sources, place.sources)
end
${WAITED_FOR}local status = obj.status or {}
local sync = status.sync or {}
local operation = status.operationState or {}
local automated = (obj.spec.syncPolicy or {}).automated
local automatic = automated ~= nil and automated.enabled ~= false
local hs = { status = "Progressing", message = "waits for its comparison" }
if not of(sync.comparedTo) then
  return hs
end
if automatic and sync.status ~= "Synced" and not of(operation.syncResult) then
  hs.message = "waits for its sync"
  return hs
end
if not awaited then
  return { status = "Healthy", message = "nothing waits for it" }
end
if status.health ~= nil and status.health.status ~= nil then
  hs.status = status.health.status
  hs.message = status.health.message or ""
end
return hs
`;
