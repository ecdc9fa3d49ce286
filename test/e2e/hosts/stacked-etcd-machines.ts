import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tools } from '../../../tools/control-plane/build';
import type { Platform, PlatformNode } from '../../../lib';
import { MachineFolders } from '../machine-folders';
import { runCommand, type CommandResult } from '../rig/command';
import { loopback } from './kubeadm-machines';
import { StandInKubelet } from './stand-in-kubelet';

const PATHS = ['/etc/kubernetes', '/var/lib/etcd', '/usr/local/sbin'];
const MANIFEST = 'etc/kubernetes/manifests/etcd.yaml';

/**
 * Machines of a control plane that are folders, each with the etcd that kubeadm writes for it.
 * `192.0.2.11` is `127.0.3.11` here, where the etcd of that machine listens instead of on 127.0.0.1.
 */
export class StackedEtcdMachines {
  readonly machines: MachineFolders;
  readonly kubelets: ReadonlyMap<string, StandInKubelet>;
  private readonly nodes: readonly PlatformNode[];
  private kubeadm = '';

  constructor(
    platform: Platform,
    readonly folder: string,
  ) {
    this.nodes = platform.nodes;
    this.machines = new MachineFolders(platform, folder, PATHS);
    this.kubelets = new Map(
      this.nodes.map(({ name }) => [name, new StandInKubelet(this.machines.root(name))]),
    );
  }

  /** Has files, certificates and the first member in place. */
  async place(): Promise<void> {
    const found = await tools(['etcd', 'etcdctl', 'etcdutl', 'kubeadm']);
    this.kubeadm = found.kubeadm;
    for (const group of ['nodes', 'control-plane']) {
      this.machines.place(group, this.nodes, (text) => text);
    }
    for (const node of this.nodes) {
      const bin = join(this.machines.root(node.name), 'usr/local/sbin');
      for (const name of ['etcd', 'etcdctl', 'etcdutl'] as const) {
        symlinkSync(found[name], join(bin, name));
      }
      this.kubelets.get(node.name)?.standInForRuntime(bin, loopback(node.address));
      await this.certificates(node);
    }
    this.standIns();
    const [first] = this.nodes;
    if (first) this.put(first.name, await this.firstManifest(first));
  }

  /** Has a machine join as `kubeadm join` does: as a learner that is promoted. */
  async join(name: string, by: string): Promise<void> {
    const node = this.nodes.find((one) => one.name === name);
    if (!node) throw new Error(`no machine '${name}'`);
    const peer = `https://${loopback(node.address)}:2380`;
    const ctl = (command: string) => this.machines.run(by, `kubestrata-etcdctl ${command}`);
    await until(() => ctl(`member add ${name} --learner --peer-urls=${peer}`));
    const list = (await ctl('member list')).stdout.trim().split('\n');
    const members = list.map((line) => line.split(', '));
    const all = members.map((m) => `${m[2] || name}=${m[3]}`).join(',');
    const first = await this.firstManifest(node);
    const joined = first
      .replace(/(--initial-cluster=).*/, `$1${all}`)
      .replace(/( *- )(--initial-cluster=.*)/, '$1$2\n$1--initial-cluster-state=existing');
    this.put(name, joined);
    const id = members.find((m) => m[3] === peer)?.[0];
    await until(() => ctl(`member promote ${id}`));
  }

  /** Runs commands of the runbook where the definition is run, with LEFT and NAME for machines. */
  operator(commands: readonly string[], named: Record<string, string>): Promise<CommandResult> {
    const address = (name = ''): string => this.nodes.find((n) => n.name === name)?.address ?? '';
    const text = commands
      .join('\n')
      .replace(/@?\bLEFT\b/g, address(named['LEFT']))
      .replace(/@?\bNAME\b/g, address(named['NAME']));
    return this.machines.run('operator', text);
  }

  /** What etcd says with the generated script, as soon as it says so. */
  ask(name: string, command: string): Promise<string> {
    return until(() => this.machines.run(name, `kubestrata-etcdctl ${command}`));
  }

  /** Another static Pod than etcd. */
  pod(name: string, part: string, command: readonly string[]): void {
    const container = { name: part, image: 'none', command };
    const pod = { metadata: { name: part }, spec: { containers: [container] } };
    const file = join(this.machines.root(name), `etc/kubernetes/manifests/${part}.yaml`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(pod));
  }

  private put(name: string, manifest: string): void {
    const file = join(this.machines.root(name), MANIFEST);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, manifest);
  }

  /** What kubeadm writes for a cluster of that machine alone. */
  private async firstManifest({ name, address }: PlatformNode): Promise<string> {
    const dry = join(this.folder, `${name}-dry-run`);
    mkdirSync(dry, { recursive: true });
    const phase = ['etcd', 'local', '--dry-run', '--config', this.configuration(name)];
    await this.phase(phase, { KUBEADM_INIT_DRYRUN_DIR: dry });
    const found = await runCommand('find', [dry, '-name', 'etcd.yaml']);
    const text = readFileSync(found.stdout.trim().split('\n')[0] ?? '', 'utf8');
    return loopback(text).replaceAll('127.0.0.1', loopback(address));
  }

  private async certificates(node: PlatformNode): Promise<void> {
    const [first] = this.nodes;
    const root = this.machines.root(node.name);
    const config = this.configuration(node.name);
    mkdirSync(join(root, 'var/lib/etcd'), { recursive: true, mode: 0o700 });
    mkdirSync(join(root, 'etc/kubernetes/kubeadm'), { recursive: true });
    const init = this.machines.read(first?.name ?? '', 'etc/kubernetes/kubeadm/init.yaml');
    const place = loopback(node.address);
    const own = init
      .replaceAll(this.machines.root(first?.name ?? ''), root)
      .replace(/(advertiseAddress: ).*/, `$1${node.address}`)
      .replace(`name: ${first?.name}`, `name: ${node.name}`)
      .replace('kind: ClusterConfiguration\n', `$&certificatesDir: ${root}/etc/kubernetes/pki\n`)
      .replace('  local:\n', `$&    serverCertSANs: [${place}]\n    peerCertSANs: [${place}]\n`);
    writeFileSync(config, own);
    if (first && node !== first) {
      for (const end of ['crt', 'key']) {
        const path = `etc/kubernetes/pki/etcd/ca.${end}`;
        cpSync(join(this.machines.root(first.name), path), join(root, path));
      }
    }
    for (const name of ['ca', 'server', 'peer', 'healthcheck-client']) {
      await this.phase(['certs', `etcd-${name}`, '--config', config]);
    }
  }

  private configuration(name: string): string {
    return join(this.machines.root(name), 'etc/kubernetes/kubeadm/own.yaml');
  }

  private async phase(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
    const { ok, stderr } = await runCommand(this.kubeadm, ['init', 'phase', ...args], { env });
    if (!ok) throw new Error(`kubeadm init phase ${args.join(' ')} failed:\n${stderr}`);
  }

  /** `ssh`, `sudo`, and what takes a root or an API server. */
  private standIns(): void {
    const cases = this.nodes.map(
      ({ name, address }) => `*${address}) root='${this.machines.root(name)}' ;;`,
    );
    const rewrite = PATHS.map((path) => `-e "s#${path}#$root${path}#g"`).join(' ');
    const programs = {
      ssh: `if [ "$1" = -n ]; then shift; exec < /dev/null; fi
case $1 in ${cases.join(' ')} *) echo "no machine '$1'" >&2; exit 255 ;; esac
shift
PATH=$root/usr/local/sbin:$PATH
exec sh -c "$(printf '%s ' "$@" | sed ${rewrite})"`,
      sudo: 'exec "$@"',
      id: 'echo 0',
      kubectl: 'echo ok',
      kubeadm: 'echo "$@"',
    };
    for (const [name, text] of Object.entries(programs)) {
      writeFileSync(join(this.machines.bin, name), `#!/bin/sh\nset -eu\n${text}\n`, {
        mode: 0o755,
      });
    }
  }
}

/** Runs a command until it succeeds. */
async function until(run: () => Promise<CommandResult>): Promise<string> {
  const end = Date.now() + 30_000;
  for (;;) {
    const { ok, stdout, stderr } = await run();
    if (ok) return stdout;
    if (Date.now() > end) throw new Error(`not so after 30 s: ${stdout}${stderr}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
