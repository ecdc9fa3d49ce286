import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { tools } from '../../../tools/control-plane/build';
import type { Platform, PlatformNode } from '../../../lib';
import { MachineFolders } from '../machine-folders';
import { runCommand } from '../rig/command';

const PATHS = ['/etc/kubernetes', '/var/log/kubernetes', '/usr/local/sbin'];

/**
 * Machines of a control plane that are folders, with the files of the definition, and with what
 * kubeadm makes of them. `192.0.2.11`, an address for documentation, is `127.0.3.11` here.
 */
export class KubeadmMachines {
  readonly machines: MachineFolders;
  readonly nodes: readonly PlatformNode[];
  private readonly commands = new Map<string, readonly string[]>();
  private kubeadm = '';

  constructor(
    platform: Platform,
    readonly folder: string,
  ) {
    this.nodes = platform.nodes.filter(({ role }) => role === 'control-plane');
    this.machines = new MachineFolders(platform, folder, PATHS);
  }

  /** Has the files of the definition in place. */
  async place(): Promise<void> {
    const { kubeadm, kubectl } = await tools(['kubeadm', 'kubectl']);
    this.kubeadm = kubeadm;
    this.standIns(kubectl);
    for (const group of ['nodes', 'control-plane']) {
      this.machines.place(group, this.nodes, withOwnPki);
    }
  }

  /** Has kubeadm make certificates and the command lines of API servers. */
  async initialize(): Promise<void> {
    for (const node of this.nodes) await this.initializeMachine(node);
  }

  /** The command line that kubeadm gives the API server of a machine, paths below its folder. */
  commandOf(name: string): readonly string[] {
    return this.commands.get(name) ?? [];
  }

  /** The one that starts the cluster. */
  get first(): PlatformNode {
    const [first] = this.nodes;
    if (!first) throw new Error('no control plane; give the platform nodes');
    return first;
  }

  private async initializeMachine(node: PlatformNode): Promise<void> {
    const root = this.machines.root(node.name);
    const config = join(root, 'etc/kubernetes/kubeadm/init.yaml');
    if (node !== this.first) this.joinFiles(node, config);
    const conf = join(root, 'etc/kubernetes');
    await this.phase(['certs', 'all', '--config', config]);
    await this.phase(['kubeconfig', 'super-admin', '--config', config, '--kubeconfig-dir', conf]);
    const admin = readFileSync(join(conf, 'super-admin.conf'), 'utf8');
    writeFileSync(join(conf, 'admin.conf'), loopback(admin), { mode: 0o600 });
    const dry = join(this.folder, `${node.name}-dry-run`);
    mkdirSync(dry);
    const flags = ['control-plane', 'apiserver', '--config', config, '--dry-run'];
    await this.phase(flags, { KUBEADM_INIT_DRYRUN_DIR: dry });
    const manifest = join(root, 'etc/kubernetes/manifests/kube-apiserver.yaml');
    mkdirSync(join(root, 'etc/kubernetes/manifests'), { recursive: true });
    copyFileSync(await this.dryManifest(dry), manifest);
    mkdirSync(join(root, 'var/log/kubernetes/audit'), { recursive: true });
    const pod = load(readFileSync(manifest, 'utf8')) as {
      spec: { containers: [{ command: string[] }] };
    };
    this.commands.set(node.name, pod.spec.containers[0].command);
  }

  /** What a joining machine is given: the authorities, and the same settings with its own address. */
  private joinFiles(node: PlatformNode, config: string): void {
    const [from, to] = [this.first.name, node.name].map((name) => this.machines.root(name));
    for (const file of ['ca', 'sa', 'front-proxy-ca', 'etcd/ca']) {
      for (const end of file === 'sa' ? ['key', 'pub'] : ['crt', 'key']) {
        const path = `etc/kubernetes/pki/${file}.${end}`;
        cpSync(join(from ?? '', path), join(to ?? '', path));
      }
    }
    const settings = readFileSync(join(from ?? '', 'etc/kubernetes/kubeadm/init.yaml'), 'utf8');
    const own = settings
      .replaceAll(from ?? '', to ?? '')
      .replace(`advertiseAddress: ${this.first.address}`, `advertiseAddress: ${node.address}`)
      .replace(`name: ${this.first.name}`, `name: ${node.name}`);
    writeFileSync(config, own);
  }

  private async dryManifest(folder: string): Promise<string> {
    const found = await runCommand('find', [folder, '-name', 'kube-apiserver.yaml']);
    return found.stdout.trim().split('\n')[0] ?? '';
  }

  private async phase(args: readonly string[], env: Record<string, string> = {}): Promise<void> {
    const { ok, stderr } = await runCommand(this.kubeadm, ['init', 'phase', ...args], { env });
    if (!ok)
      throw new Error(`kubeadm init phase ${args.join(' ')} failed; see its output:\n${stderr}`);
  }

  /** `ssh` and `sudo` that run the command in the folder of the machine, and the real `kubectl`. */
  private standIns(kubectl: string): void {
    const { bin } = this.machines;
    const cases = this.nodes.map(
      ({ name, address }) => `*${address}) root='${this.machines.root(name)}' ;;`,
    );
    const rewrite = PATHS.map((path) => `-e "s#${path}#$root${path}#g"`).join(' ');
    const ssh = `#!/bin/sh
set -eu
if [ "$1" = -n ]; then shift; exec < /dev/null; fi
case $1 in ${cases.join(' ')} *) echo "no machine '$1'" >&2; exit 255 ;; esac
shift
exec sh -c "$(printf '%s ' "$@" | sed ${rewrite})"
`;
    writeFileSync(join(bin, 'ssh'), ssh, { mode: 0o755 });
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
    writeFileSync(join(bin, 'kubectl'), kubectlOnLoopback(kubectl), { mode: 0o755 });
  }
}

/** Where a machine is, whose address is one for documentation. */
export const loopback = (text: string): string => text.replaceAll('192.0.2.', '127.0.3.');

const kubectlOnLoopback = (kubectl: string): string => `#!/bin/sh
set -eu
for argument do
  shift
  set -- "$@" "$(printf %s "$argument" | sed 's/192[.]0[.]2[.]/127.0.3./')"
done
exec ${kubectl} "$@"
`;

const withOwnPki = (text: string): string =>
  text.replace(
    'kind: ClusterConfiguration\n',
    'kind: ClusterConfiguration\ncertificatesDir: /etc/kubernetes/pki\n',
  );
