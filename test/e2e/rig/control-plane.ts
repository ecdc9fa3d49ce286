import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tools } from '../../../tools/control-plane/build';
import type { Log } from '../../../tools/control-plane/lookup';
import { Api } from './api';
import { freePorts } from './free-ports';
import { kubeconfig } from './kubeconfig';
import type { KubeObject } from './kube-object';
import type { Processes } from './processes';
import { simulatedStages } from './stages';

/** How the processes of a control plane are started. */
export interface ControlPlaneOptions {
  /** More flags of kube-apiserver; the last of several equal ones holds. @default - none */
  readonly apiserverFlags?: readonly string[];
  /**
   * Admission plugins that are off.
   * @default - the two for webhooks, which nothing serves here, and ServiceAccount, so that a Pod
   * need not wait for its account
   */
  readonly disabledAdmissionPlugins?: readonly string[];
  /** Steps in the life of simulated objects besides those of healthy Pods, for kwok. @default - none */
  readonly stages?: readonly KubeObject[];
  /** Longest wait for each process in milliseconds. @default 120000 */
  readonly timeoutMs?: number;
}

const DISABLED = ['ValidatingAdmissionWebhook', 'MutatingAdmissionWebhook', 'ServiceAccount'];

/** Starts the processes of one control plane, all bound to 127.0.0.1 and writing below one folder only. */
export class ControlPlane {
  /** Path of the administrator's kubeconfig. */
  readonly kubeconfig: string;
  private readonly token = randomBytes(16).toString('hex');
  private readonly timeoutMs: number;

  constructor(
    private readonly folder: string,
    private readonly processes: Processes,
    private readonly options: ControlPlaneOptions,
    private readonly log: Log,
  ) {
    this.kubeconfig = join(folder, 'kubeconfig');
    this.timeoutMs = options.timeoutMs ?? 120_000;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.write(
      'service-account.key',
      privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    );
    this.write('tokens.csv', `${this.token},admin,admin,system:masters\n`);
    this.write(
      'stages.yaml',
      [...simulatedStages(), ...(options.stages ?? [])].map(document).join(''),
    );
  }

  /** Starts etcd and kube-apiserver, and waits until the latter is ready. */
  async startApi(): Promise<Api> {
    const programs = await tools(['etcd', 'kube-apiserver'], this.log);
    const [port = 0, client = 0, peer = 0] = await freePorts(3);
    const [etcd, etcdPeer] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
    this.processes.start('etcd', programs.etcd, [
      '--data-dir=etcd',
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=${etcdPeer}`,
      `--initial-advertise-peer-urls=${etcdPeer}`,
      `--initial-cluster=default=${etcdPeer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ]);
    this.processes.start('kube-apiserver', programs['kube-apiserver'], [
      `--etcd-servers=${etcd}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      // An address for documentation: loopback is not allowed here, and a machine may have no other.
      '--advertise-address=192.0.2.1',
      '--cert-dir=pki',
      '--service-account-issuer=https://kubernetes.default.svc',
      '--service-account-key-file=service-account.key',
      '--service-account-signing-key-file=service-account.key',
      '--token-auth-file=tokens.csv',
      '--authorization-mode=RBAC',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--allow-privileged=true',
      '--max-requests-inflight=2000',
      '--max-mutating-requests-inflight=1000',
      `--disable-admission-plugins=${(this.options.disabledAdmissionPlugins ?? DISABLED).join(',')}`,
      ...(this.options.apiserverFlags ?? []),
    ]);
    return this.apiOn(port);
  }

  /** Starts kube-controller-manager, kube-scheduler and kwok; does not wait until they work. */
  async startControllers(): Promise<void> {
    const programs = await tools(['kube-controller-manager', 'kube-scheduler', 'kwok'], this.log);
    const [manager = 0, scheduler = 0] = await freePorts(2);
    const common = [
      `--kubeconfig=${this.kubeconfig}`,
      '--bind-address=127.0.0.1',
      '--leader-elect=false',
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
    ];
    this.processes.start('kube-controller-manager', programs['kube-controller-manager'], [
      ...common,
      `--secure-port=${manager}`,
      '--service-account-private-key-file=service-account.key',
      '--root-ca-file=pki/apiserver.crt',
      // Nothing reports for the simulated nodes, and they are to stay Ready all the same.
      '--node-monitor-grace-period=24h',
    ]);
    this.processes.start('kube-scheduler', programs['kube-scheduler'], [
      ...common,
      `--secure-port=${scheduler}`,
    ]);
    this.processes.start('kwok', programs.kwok, [
      `--kubeconfig=${this.kubeconfig}`,
      '--config=stages.yaml',
      '--manage-all-nodes=true',
      '--cidr=10.244.0.0/16',
    ]);
  }

  private async apiOn(port: number): Promise<Api> {
    const certificate = join(this.folder, 'pki', 'apiserver.crt');
    const exists = () =>
      Promise.resolve(existsSync(certificate) && readFileSync(certificate, 'utf8').includes('END'));
    await this.processes.until('kube-apiserver', 'certificate', exists, this.timeoutMs);
    // The file holds the server's certificate and the one that signed it.
    const endpoint = { port, ca: readFileSync(certificate, 'utf8'), token: this.token };
    this.write('kubeconfig', JSON.stringify(kubeconfig(endpoint)));
    const api = new Api(endpoint);
    const ready = async () => (await api.request('GET', '/readyz')).status === 200;
    await this.processes.until('kube-apiserver', 'kube-apiserver ready', ready, this.timeoutMs);
    return api;
  }

  private write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text, { mode: 0o600 });
  }
}

function document(object: KubeObject): string {
  return `---\n${JSON.stringify(object)}\n`;
}
