import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { tools } from '../../../tools/control-plane/build';
import type { Platform, PlatformNode, RunbookName } from '../../../lib';
import type { MachineFolders } from '../machine-folders';
import { runCommand } from '../rig/command';
import { freePorts } from '../rig/free-ports';
import { Processes } from '../rig/processes';
import { KubeadmMachines, loopback } from './kubeadm-machines';

/** What an API server answered. */
export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whose request it is: a token, or the administrator. @default - nobody's */
export interface Caller {
  readonly token?: string;
  readonly admin?: boolean;
  readonly method?: string;
  readonly body?: object;
}

/** The API servers of a control plane's machines, as kubeadm would start them. One etcd serves all. */
export class ApiServers {
  readonly machines: MachineFolders;
  private readonly store: Processes;
  private servers: Processes;

  private constructor(
    private readonly made: KubeadmMachines,
    private readonly etcd: string,
    private readonly etcdctl: string,
  ) {
    this.machines = made.machines;
    this.store = new Processes(made.folder);
    this.servers = new Processes(made.folder);
  }

  /** Has the files of the definition in place. */
  static async prepare(platform: Platform, folder: string): Promise<ApiServers> {
    const [port = 0] = await freePorts(1);
    const made = new KubeadmMachines(platform, folder);
    await made.place();
    const { etcdctl } = await tools(['etcdctl']);
    return new ApiServers(made, `https://127.0.0.1:${port}`, etcdctl);
  }

  /** Has kubeadm make certificates and the command lines of API servers. */
  initialize(): Promise<void> {
    return this.made.initialize();
  }

  /** The command line that kubeadm gives the API server of a machine, paths below its folder. */
  commandOf(name: string): readonly string[] {
    return this.made.commandOf(name);
  }

  /** Starts etcd and all API servers, and waits until these are ready. */
  async start(): Promise<void> {
    const programs = await tools(['etcd', 'kube-apiserver']);
    const [peer = 0] = await freePorts(1);
    const pki = join(this.machines.root(this.made.first.name), 'etc/kubernetes/pki/etcd');
    this.store.start('etcd', programs.etcd, [
      '--data-dir=etcd',
      `--listen-client-urls=${this.etcd}`,
      `--advertise-client-urls=${this.etcd}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-cluster=default=http://127.0.0.1:${peer}`,
      `--cert-file=${pki}/server.crt`,
      `--key-file=${pki}/server.key`,
      `--trusted-ca-file=${pki}/ca.crt`,
      '--client-cert-auth',
      '--unsafe-no-fsync',
      '--log-level=warn',
    ]);
    await this.startServers(programs['kube-apiserver']);
  }

  /** Has all API servers begin anew, with their files as they are now. */
  async restart(): Promise<void> {
    await this.servers.stop();
    this.servers = new Processes(this.made.folder);
    await this.startServers((await tools(['kube-apiserver']))['kube-apiserver']);
  }

  /** Asks the API server of a machine. */
  async ask(name: string, path: string, caller: Caller = {}): Promise<Reply> {
    const { address = '' } = this.made.nodes.find((node) => node.name === name) ?? {};
    const host = loopback(address);
    const { token, method = 'GET', body, admin } = caller;
    const pki = join(this.machines.root(name), 'etc/kubernetes/pki');
    const login = admin
      ? administrator(join(this.machines.root(name), 'etc/kubernetes/admin.conf'))
      : {};
    const headers = {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    };
    return new Promise((resolve, reject) => {
      const options = {
        host,
        port: 6443,
        ca: readFileSync(join(pki, 'ca.crt')),
        ...login,
      };
      const call = request({ ...options, path, method, headers, agent: false }, (message) => {
        let text = '';
        message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        message.on('end', () => resolve({ status: message.statusCode ?? 0, body: parsed(text) }));
      });
      // Node's own errors are none of this realm's, so that their text would be lost.
      call
        .on('error', (error) => reject(new Error(String(error))))
        .end(body && JSON.stringify(body));
    });
  }

  /** What etcd has at a key, as it is. */
  async stored(key: string): Promise<string> {
    const pki = join(this.machines.root(this.made.first.name), 'etc/kubernetes/pki');
    const client = join(pki, 'apiserver-etcd-client');
    const { stdout } = await runCommand(this.etcdctl, [
      `--endpoints=${this.etcd}`,
      `--cacert=${pki}/etcd/ca.crt`,
      `--cert=${client}.crt`,
      `--key=${client}.key`,
      ...['get', '--print-value-only', key],
    ]);
    return stdout;
  }

  /**
   * Does what the steps of a runbook say whose title starts so, in order.
   * @param before what happens before a step, by the end of its title
   */
  async follow(
    runbook: RunbookName,
    title: string,
    before: Readonly<Record<string, () => Promise<void>>> = {},
  ): Promise<void> {
    const steps = this.machines.steps(runbook, title);
    const titles = steps.map((step) => step.title);
    const unknown = Object.keys(before).find((end) => !titles.some((t) => t.endsWith(end)));
    if (unknown !== undefined) throw new Error(`no step '${unknown}' of '${titles.join("', '")}'`);
    for (const { title: step, on = 'operator', commands = [], verify = [] } of steps) {
      await Object.entries(before).find(([end]) => step.endsWith(end))?.[1]();
      const named = typeof on === 'object' ? [on.host] : this.made.nodes.map(({ name }) => name);
      for (const name of on === 'operator' ? ['operator'] : named) {
        for (const command of [...commands, ...verify]) await this.run(name, command);
      }
    }
  }

  /** Runs a command on a machine. @throws when it fails, with its output */
  async run(name: string, command: string): Promise<string> {
    const path = [
      this.machines.bin,
      `${this.machines.root(name)}/usr/local/sbin`,
      process.env['PATH'],
    ];
    const env = { PATH: path.join(':') };
    const local = this.machines.local(name, command);
    const { ok, stdout, stderr } = await runCommand('sh', ['-ec', local], {
      env,
      cwd: this.made.folder,
    });
    if (!ok) throw new Error(`'${command}' on ${name} failed; see its output:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Ends what was started, nothing else. */
  async stop(): Promise<void> {
    await this.servers.stop();
    await this.store.stop();
  }

  private async startServers(program: string): Promise<void> {
    for (const node of this.made.nodes) {
      this.servers.start(node.name, program, this.onLoopback(node));
    }
    for (const { name } of this.made.nodes) {
      const ready = async () => {
        const { status, body } = await this.ask(name, '/readyz');
        if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
        return true;
      };
      await this.servers.until(name, `API server of ${name} ready`, ready, 60_000);
    }
  }

  /** kubeadm's own flags, but for the etcd, and what only loopback needs. */
  private onLoopback({ name, address }: PlatformNode): string[] {
    const [, ...flags] = this.commandOf(name);
    const changed = flags.map((flag) =>
      flag.startsWith('--etcd-servers=') ? `--etcd-servers=${this.etcd}` : flag,
    );
    return [...changed, `--bind-address=${loopback(address)}`];
  }
}

function administrator(file: string): { cert: Buffer; key: Buffer } {
  const { users } = load(readFileSync(file, 'utf8')) as {
    users: [{ user: Record<'client-certificate-data' | 'client-key-data', string> }];
  };
  const { user } = users[0];
  const decoded = (text: string): Buffer => Buffer.from(text, 'base64');
  return {
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
}
