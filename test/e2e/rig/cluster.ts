import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tools } from '../../../tools/control-plane/build';
import type { Log } from '../../../tools/control-plane/lookup';
import type { Api } from './api';
import { runCommand, type CommandOptions, type CommandResult } from './command';
import { ControlPlane, type ControlPlaneOptions } from './control-plane';
import { Processes } from './processes';
import { addNodes, settled, type SimulationOptions } from './simulation';

/** What cluster is started. */
export interface ClusterOptions extends ControlPlaneOptions, SimulationOptions {
  /**
   * False starts etcd and kube-apiserver only, which is enough to check objects: no node, no controller.
   * @default true
   */
  readonly controllers?: boolean;
  /** Takes progress lines. @default - standard error */
  readonly log?: Log;
}

/** A running control plane on loopback. */
export class Cluster {
  private readonly programs: { kubectl?: Promise<string>; helm?: Promise<string> } = {};

  constructor(
    /** Client of the API server. */
    readonly api: Api,
    /** Path of the administrator's kubeconfig. */
    readonly kubeconfig: string,
    /** Temporary folder with the log files. */
    readonly folder: string,
    private readonly processes: Processes,
    private readonly log: Log,
  ) {}

  /** The ids of the processes that were started, by name. */
  get pids(): ReadonlyMap<string, number> {
    return this.processes.pids;
  }

  /** The end of a process's log. */
  logOf(name: string, lines?: number): string {
    return this.processes.tail(name, lines);
  }

  /** Runs kubectl as the administrator. */
  kubectl(args: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return this.command('kubectl', args, options);
  }

  /** Runs helm as the administrator; its caches and configuration are this cluster's own. */
  helm(args: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return this.command('helm', args, options);
  }

  /** Ends what was started, nothing else, and removes the folder. A second call does nothing. */
  async stop(): Promise<void> {
    this.api.close();
    await this.processes.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async command(
    name: 'kubectl' | 'helm',
    args: readonly string[],
    options: CommandOptions = {},
  ): Promise<CommandResult> {
    this.programs[name] ??= tools([name], this.log).then((paths) => paths[name]);
    const program = await this.programs[name];
    const own = (part: string) => join(this.folder, part);
    return runCommand(program, args, {
      ...options,
      env: {
        KUBECONFIG: this.kubeconfig,
        KUBECACHEDIR: own('kubectl-cache'),
        HELM_CACHE_HOME: own('helm-cache'),
        HELM_CONFIG_HOME: own('helm-config'),
        HELM_DATA_HOME: own('helm-data'),
        ...options.env,
      },
    });
  }
}

/**
 * Starts a control plane with simulated nodes on free ports of 127.0.0.1, in a temporary folder, and waits until
 * nodes are Ready. It ends with `stop()`, at the latest with this process.
 * @throws when a process ends or is not ready in time, with the end of its log.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options);
    } catch (error) {
      // Somebody may have taken a port between the moment it was found free and the start of the server.
      if (attempt === 3 || !String(error).includes('address already in use')) throw error;
    }
  }
}

async function start(options: ClusterOptions): Promise<Cluster> {
  const { log = (line: string) => void process.stderr.write(`cluster: ${line}\n`) } = options;
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-e2e-'));
  const processes = new Processes(folder);
  try {
    const plane = new ControlPlane(folder, processes, options, log);
    const api = await plane.startApi();
    if (options.controllers !== false) {
      await Promise.all([plane.startControllers(), addNodes(api, options)]);
      await settled(api, processes, options);
    }
    return new Cluster(api, plane.kubeconfig, folder, processes, log);
  } catch (error) {
    await processes.stop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
