import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import type { Variables } from './source';

interface Plugin {
  readonly name: string;
  readonly configuration?: { readonly limits?: readonly RateLimit[] };
}

interface RateLimit {
  readonly type: string;
  readonly qps: number;
  readonly burst: number;
  readonly cacheSize?: number;
}

/** Plugins that kubespray writes a configuration for from what the definition says. */
const CONFIGURED: ReadonlySet<string> = new Set(['PodSecurity', 'EventRateLimit']);

/**
 * Admission plugins beside the API server's own. kubespray writes a plugin's configuration only
 * where the plugin is in this list, and the list replaces that of kubeadm.
 */
export function plugins(definition: ControlPlaneDefinition): readonly string[] {
  const named = definition.apiServerArguments['enable-admission-plugins']?.split(',') ?? [];
  const configured = pluginsOf(definition.admission)
    .map(({ name }) => name)
    .filter((name) => CONFIGURED.has(name));
  return [...new Set(['NodeRestriction', 'PodSecurity', ...named, ...configured])];
}

/** Limits of EventRateLimit in kubespray's form. */
export function rateLimits(admission: object): Variables {
  const plugin = pluginsOf(admission).find(({ name }) => name === 'EventRateLimit');
  const limits = plugin?.configuration?.limits ?? [];
  return Object.fromEntries(
    limits.map(({ type, qps, burst, cacheSize }, at) => [
      `limit_${at + 1}`,
      { type, qps, burst, cache_size: cacheSize },
    ]),
  );
}

/** Configured plugins that kubespray can do nothing with. */
export const unhandledPlugins = (admission: object): readonly string[] =>
  pluginsOf(admission)
    .map(({ name }) => name)
    .filter((name) => !CONFIGURED.has(name));

const pluginsOf = (admission: object): readonly Plugin[] =>
  (admission as { readonly plugins?: readonly Plugin[] }).plugins ?? [];
