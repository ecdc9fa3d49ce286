import { Component } from './component';
import { Layer } from './layer';
import type { Machine, PlatformNode } from './nodes';
import { Order } from './order';
import type { Edition, Platform, Profile } from './platform';
import { Registry } from './registry';

/** One platform as plain data, the same for every engine. */
export interface PlatformDescription {
  readonly name: string;
  readonly domain: string;
  readonly edition: Edition;
  readonly kubernetesVersion: string;
  readonly profile: Profile;
  /** Nodes, and machines beside the cluster. */
  readonly machines: readonly MachineDescription[];
  readonly components: readonly ComponentDescription[];
  /** Everything that is deployed, first things first. */
  readonly order: readonly StepDescription[];
  readonly warnings: readonly WarningDescription[];
}

/** One machine of the platform's inventory. */
export interface MachineDescription {
  readonly name: string;
  readonly role: PlatformNode['role'] | Machine['role'];
  readonly address: string;
}

/** One component: where it is, what it installs, whom it is wired to. */
export interface ComponentDescription {
  /** Path within the platform: `network/metallb`. */
  readonly path: string;
  readonly layer: string;
  /** Class name. */
  readonly type: string;
  readonly namespace: string;
  readonly podSecurity: string;
  readonly releases: readonly ReleaseDescription[];
  readonly objects: readonly ObjectDescription[];
  /** Files on machines that it has, without their content. */
  readonly hostFiles: readonly HostFileDescription[];
  /** Ids of the capabilities that it gives. */
  readonly gives: readonly string[];
  readonly uses: readonly UseDescription[];
}

/** One chart at one version. */
export interface ReleaseDescription {
  readonly name: string;
  readonly namespace: string;
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

/** One object, without its content. */
export interface ObjectDescription {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** One file on machines. */
export interface HostFileDescription {
  /** A group of machines, the name of one, or `operator`. */
  readonly on: string;
  readonly path: string;
}

/** One capability that a component asked for. */
export interface UseDescription {
  readonly capability: string;
  /** Path of who gives it; absent where nobody does. */
  readonly from?: string;
}

/** One step of the deployment. */
export interface StepDescription {
  readonly id: string;
  readonly type: 'namespace' | 'bundle' | 'release' | 'objects';
  readonly wave: number;
  /** Ids of the steps that must be done before. */
  readonly after: readonly string[];
}

/** Something that works, and may bite. */
export interface WarningDescription {
  readonly path: string;
  readonly text: string;
}

/** Describes a platform as it stands now. */
export function describePlatform(platform: Platform): PlatformDescription {
  const registry = Registry.of(platform);
  const { name, domain, edition, kubernetesVersion, profile } = platform;
  const prefix = `${platform.node.path}/`;
  const local = (path: string): string =>
    path.startsWith(prefix) ? path.slice(prefix.length) : path;
  const order = Order.of(platform);
  return {
    name,
    domain,
    edition,
    kubernetesVersion,
    profile,
    machines: [...platform.nodes, ...platform.machines].map(({ name: machine, role, address }) => ({
      name: machine,
      role,
      address,
    })),
    components: registry.components.map((c) => describeComponent(c, registry, local)),
    order: order.units.map((unit) => ({
      id: local(unit.id),
      type: unit.type,
      wave: order.wave(unit),
      after: order.before(unit).map((u) => local(u.id)),
    })),
    warnings: registry.warnings.flatMap(({ by, text }) => {
      const said = text();
      return said === undefined ? [] : [{ path: local(by.node.path), text: said }];
    }),
  };
}

function describeComponent(
  component: Component,
  registry: Registry,
  local: (path: string) => string,
): ComponentDescription {
  const own = (c: { by: Parameters<typeof Component.of>[0] }): boolean =>
    Component.of(c.by) === component;
  return {
    path: local(component.node.path),
    layer: Layer.nameOf(component),
    type: component.constructor.name,
    namespace: component.namespace,
    podSecurity: component.podSecurity,
    releases: registry.releases
      .filter((by) => own({ by }))
      .map(({ name, namespace, chart }) => {
        const { repository, version } = chart;
        return { name, namespace, repository, chart: chart.name, version };
      }),
    objects: registry.objects
      .filter((by) => own({ by }))
      .map(({ kind: { apiVersion, kind }, name, namespace }) => {
        return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
      }),
    hostFiles: registry.hostFiles
      .filter((file) => own(file) && file.content !== undefined)
      .map(({ on, path }) => ({ on: typeof on === 'string' ? on : on.host, path })),
    gives: [...registry.providers].filter(([, all]) => all.some(own)).map(([id]) => id),
    uses: registry.used.filter(own).map(({ capability, from }) => ({
      capability,
      ...(from && { from: local(from.node.path) }),
    })),
  };
}
