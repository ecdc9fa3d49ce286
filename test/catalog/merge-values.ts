import { isMap, type JsonObject } from './system-facts';

/**
 * Lays values over others as Helm does: maps merge, everything else replaces, and a key that is given as null goes.
 *
 * @param nulls `keep` leaves such a key in place, as null. A null of `base` always stays.
 */
export function mergeValues(
  base: JsonObject,
  given: JsonObject,
  nulls: 'drop' | 'keep' = 'drop',
): JsonObject {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(given)) {
    const below = base[key];
    if (value === undefined) continue;
    if (value === null && key in base && nulls === 'drop') delete merged[key];
    else merged[key] = isMap(value) && isMap(below) ? mergeValues(below, value, nulls) : value;
  }
  return merged;
}
