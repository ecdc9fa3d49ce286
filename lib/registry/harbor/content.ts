import type { HarborContent } from './props';
import {
  projectError,
  proxyCacheError,
  registryError,
  replicationError,
  robotError,
} from './option-errors';
import type { ProjectOptions, RobotOptions } from './project-words';
import { cacheProject, proxyEndpoint } from './proxy-cache';
import type {
  ProxyCacheOptions,
  RegistryEndpointOptions,
  ReplicationOptions,
} from './replication-words';

/** What Harbor shall hold, as it grows. Each `add` gives what is wrong with what is added, if anything. */
export class Content {
  readonly projects: ProjectOptions[] = [];
  readonly robots: RobotOptions[] = [];
  readonly proxyCaches: ProxyCacheOptions[] = [];
  readonly registries: RegistryEndpointOptions[] = [];
  readonly replications: ReplicationOptions[] = [];
  /** Projects that are there only because somebody needs a place in them. */
  private readonly implied = new Set<string>();

  /** Takes all of `content`; gives what is wrong with the first that is. */
  addAll(content: HarborContent): string | undefined {
    const { projects = [], robots = [], proxyCaches = [], registries = [] } = content;
    const steps = [
      ...proxyCaches.map((cache) => () => this.addProxyCache(cache)),
      ...registries.map((registry) => () => this.addRegistry(registry)),
      ...projects.map((project) => () => this.addProject(project)),
      ...robots.map((robot) => () => this.addRobot(robot)),
      ...(content.replications ?? []).map((replication) => () => this.addReplication(replication)),
    ];
    for (const step of steps) {
      const error = step();
      if (error !== undefined) return error;
    }
    return undefined;
  }

  /** One that was only needed until now becomes what is described. */
  addProject(project: ProjectOptions): string | undefined {
    if (this.implied.delete(project.name)) {
      const at = this.projects.findIndex(({ name }) => name === project.name);
      this.projects.splice(at, 1);
    }
    const error = projectError(project, this.projectNames);
    if (error === undefined) this.projects.push(project);
    return error;
  }

  /** Sees that there is a project of that name. */
  needProject(name: string): string | undefined {
    if (this.projectNames.has(name)) return undefined;
    const error = this.addProject({ name });
    if (error === undefined) this.implied.add(name);
    return error;
  }

  addRobot(robot: RobotOptions): string | undefined {
    const error = robotError(robot, this.robots);
    if (error === undefined) this.robots.push(robot);
    return error;
  }

  addProxyCache(cache: ProxyCacheOptions): string | undefined {
    const error =
      proxyCacheError(cache, this.proxyCaches) ??
      projectError({ name: cacheProject(cache) }, this.projectNames);
    if (error === undefined) this.proxyCaches.push(cache);
    return error;
  }

  addRegistry(registry: RegistryEndpointOptions): string | undefined {
    const error = registryError(registry, this.registryNames);
    if (error === undefined) this.registries.push(registry);
    return error;
  }

  addReplication(replication: ReplicationOptions): string | undefined {
    const error = replicationError(replication, this.replications);
    if (error === undefined) this.replications.push(replication);
    return error;
  }

  /** Something that names what is not there, once all is there. */
  lost(): string | undefined {
    const robot = this.robots.find(({ project }) => !this.projectNames.has(project));
    if (robot) {
      return `robot account '${robot.name}' is in project '${robot.project}', which is not there; add it with \`addProject()\``;
    }
    const policy = this.replications.find(({ registry }) => !this.registryNames.has(registry));
    return policy
      ? `replication '${policy.name}' names the registry '${policy.registry}', which is not there; add it with \`addRegistry()\``
      : undefined;
  }

  private get projectNames(): ReadonlySet<string> {
    return new Set([...this.projects.map((p) => p.name), ...this.proxyCaches.map(cacheProject)]);
  }

  private get registryNames(): ReadonlySet<string> {
    const all = [...this.registries, ...this.proxyCaches.map(proxyEndpoint)];
    return new Set(all.map(({ name }) => name));
  }
}
