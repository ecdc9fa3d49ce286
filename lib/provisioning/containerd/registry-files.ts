import type { Component, HostContent, HostFileProps } from '../../index';
import { authorityFiles, registryPlans, sourceOf, type RegistryPlan } from '../runtime/registries';
import { caFileOf, DEFAULT, folderOf, hostsToml } from './hosts-toml';
import type { ContainerdProps } from './words';

/** Where each registry's images come from, and the authorities of all that are asked. */
export function registryFiles(
  by: Component,
  props: ContainerdProps,
  version: string,
): readonly HostFileProps[] {
  const plans = [...registryPlans(by, props), ...defaultPlan(props)];
  return [
    ...plans.map((plan): HostFileProps => ({
      on: 'nodes',
      path: `${folderOf(plan.registry)}/hosts.toml`,
      content: hostsFile(by, plan, props, version),
    })),
    ...authorityFiles(by, props, plans, caFileOf),
  ];
}

function hostsFile(
  by: Component,
  plan: RegistryPlan,
  props: ContainerdProps,
  version: string,
): HostContent {
  const toml = hostsToml(by, plan, props, version);
  if (plan.registry !== DEFAULT || !plan.fallback) return { toml };
  // Without a server, whichever registry is meant is asked in the end.
  const { server: _, ...rest } = toml;
  return { toml: rest };
}

function defaultPlan({ defaultMirror: place, fallback = true }: ContainerdProps): RegistryPlan[] {
  return place === undefined ? [] : [{ registry: DEFAULT, mirrors: [sourceOf(place)], fallback }];
}
