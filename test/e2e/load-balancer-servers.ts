import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { tools } from '../../tools/control-plane/build';
import { runCommand, type CommandResult } from './rig/command';
import { freePorts } from './rig/free-ports';
import { Processes } from './rig/processes';
import { rootedHaproxy } from './load-balancer-files';

/** Addresses of the API servers: Linux has all of 127.0.0.0/8 on loopback. */
export const SERVERS = ['127.0.1.11', '127.0.1.12'] as const;
/** Address of the balancer. */
export const BALANCER = '127.0.1.10';

/** Ports that are free for a run. */
export interface Ports {
  readonly balancer: number;
  readonly servers: number;
  readonly stats: number;
  readonly etcd: number;
  readonly peer: number;
}

/** Two real API servers on one etcd, behind a real HAProxy, all on loopback. */
export class BalancedServers {
  static async prepare(): Promise<BalancedServers> {
    const [balancer = 0, servers = 0, stats = 0, etcd = 0, peer = 0] = await freePorts(5);
    const self = new BalancedServers({ balancer, servers, stats, etcd, peer });
    await self.makeCertificates();
    return self;
  }

  /** Token of an administrator. */
  readonly token = randomBytes(16).toString('hex');
  readonly folder = mkdtempSync(join(tmpdir(), 'kubestrata-balanced-'));
  private readonly processes = new Processes(this.folder);

  private constructor(readonly ports: Ports) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    writeFileSync(join(this.folder, 'accounts.key'), key, { mode: 0o600 });
    const line = `${this.token},admin,admin,system:masters\n`;
    writeFileSync(join(this.folder, 'tokens.csv'), line, { mode: 0o600 });
  }

  /** The authority that signed the servers' certificate. */
  get caFile(): string {
    return join(this.folder, 'ca.crt');
  }

  async startEtcd(): Promise<void> {
    const { etcd } = await tools(['etcd']);
    const [client, peer] = [this.ports.etcd, this.ports.peer].map((p) => `http://127.0.0.1:${p}`);
    this.processes.start('etcd', etcd, [
      '--data-dir=etcd',
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ]);
  }

  /** Starts one API server; does not wait. */
  async startServer(address: string): Promise<void> {
    const programs = await tools(['kube-apiserver']);
    this.processes.start(address, programs['kube-apiserver'], [
      `--etcd-servers=http://127.0.0.1:${this.ports.etcd}`,
      `--bind-address=${address}`,
      `--secure-port=${this.ports.servers}`,
      `--advertise-address=192.0.2.${address.split('.').at(-1)}`,
      '--tls-cert-file=server.crt',
      '--tls-private-key-file=server.key',
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-account-key-file=accounts.key',
      '--service-account-signing-key-file=accounts.key',
      '--token-auth-file=tokens.csv',
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--allow-privileged=true',
      '--disable-admission-plugins=ServiceAccount',
    ]);
  }

  /** Starts HAProxy with its file; only what belongs to a machine is changed in it. */
  startBalancer(program: string, text: string): void {
    const file = join(this.folder, 'haproxy.cfg');
    const rooted = rootedHaproxy(text, this.folder);
    writeFileSync(file, rooted.replace('bind :8404', `bind 127.0.0.1:${this.ports.stats}`));
    this.processes.start('haproxy', program, ['-db', '-f', file]);
  }

  /** Runs the check of keepalived, as it is written but for the port of HAProxy's own state. */
  check(script: string, ...args: readonly string[]): Promise<CommandResult> {
    const file = join(this.folder, 'check');
    writeFileSync(file, script.replaceAll('8404', `${this.ports.stats}`));
    chmodSync(file, 0o755);
    return runCommand(file, [...args]);
  }

  /** Ends one process at once, by its id. */
  kill(name: string): void {
    const pid = this.processes.pids.get(name);
    if (pid === undefined) throw new Error(`'${name}' does not run; start it first`);
    process.kill(pid, 'SIGKILL');
  }

  tail(name: string): string {
    return this.processes.tail(name);
  }

  /** The status of a request through the balancer on a connection of its own; 0 where there is no answer. */
  ask(path: string): Promise<number> {
    return new Promise((resolve) => {
      const headers = { authorization: `Bearer ${this.token}` };
      const target = { host: BALANCER, port: this.ports.balancer, path, headers };
      const ca = readFileSync(this.caFile);
      request({ ...target, ca, agent: false, timeout: 10_000 }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        answer.on('error', () => resolve(0));
      })
        .on('timeout', () => resolve(0))
        .on('error', () => resolve(0))
        .end();
    });
  }

  /** HAProxy's metrics, by series. */
  async metrics(): Promise<ReadonlyMap<string, number>> {
    const answer = await fetch(`http://127.0.0.1:${this.ports.stats}/metrics`);
    const lines = (await answer.text()).split('\n').filter((line) => /^[a-z]/.test(line));
    return new Map(
      lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]),
    );
  }

  async stop(): Promise<void> {
    await this.processes.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One certificate for both servers, with the names that kubeadm gives and the addresses of this test. */
  private async makeCertificates(): Promise<void> {
    const names = [
      'DNS:kubernetes',
      'IP:127.0.0.1',
      ...[BALANCER, ...SERVERS].map((a) => `IP:${a}`),
    ];
    const key = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    await this.openssl([
      ...['req', '-x509', ...key, '-subj', '/CN=kubernetes-ca'],
      ...['-keyout', 'ca.key', '-out', 'ca.crt'],
    ]);
    await this.openssl([
      ...[
        'req',
        '-x509',
        ...key,
        '-subj',
        '/CN=kube-apiserver',
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
      ],
      ...['-addext', `subjectAltName=${names.join(',')}`, '-addext', 'basicConstraints=CA:FALSE'],
      ...['-keyout', 'server.key', '-out', 'server.crt'],
    ]);
  }

  private async openssl(args: readonly string[]): Promise<void> {
    const { ok, stderr } = await runCommand('openssl', args, { cwd: this.folder });
    if (!ok) throw new Error(`openssl ${args[0]} failed; see its output:\n${stderr}`);
  }
}
