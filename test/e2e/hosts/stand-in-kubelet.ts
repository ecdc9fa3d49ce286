import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { Processes } from '../rig/processes';
import { runCommand } from '../rig/command';

interface Pod {
  readonly spec: {
    readonly restartPolicy?: string;
    readonly containers: readonly [{ readonly name: string; readonly command: readonly string[] }];
  };
}

/**
 * Does with the static Pods of a machine that is a folder what a kubelet does: what is in the folder
 * of manifests runs, what is taken away is stopped. Images are the programs of the machine.
 */
export class StandInKubelet {
  private readonly running = new Map<string, { name: string; processes: Processes | undefined }>();
  private readonly bin: string;
  private readonly state: string;
  private timer: NodeJS.Timeout | undefined;
  private busy: Promise<void> = Promise.resolve();

  constructor(private readonly root: string) {
    this.bin = join(root, 'usr/local/sbin');
    this.state = join(root, 'run');
  }

  /** Begins to look after the Pods. */
  start(): void {
    mkdirSync(this.state, { recursive: true });
    this.timer = setInterval(() => {
      this.busy = this.busy.then(() => this.sync());
    }, 100);
    this.timer.unref();
  }

  /** The machine is gone, with all that runs on it. */
  async crash(): Promise<void> {
    clearInterval(this.timer);
    await this.busy;
    for (const text of [...this.running.keys()]) await this.end(text);
  }

  /** A \`crictl\` that knows what runs. */
  standInForRuntime(folder: string, address: string): void {
    const text = `#!/bin/sh
set -eu
shift 2
verb=$1
shift
case $verb in
  ps)
    suffix=running
    for word; do
      case $word in
        exited) suffix=exit ;;
        io.kubernetes.container.name=*) name=\${word#*=} ;;
      esac
    done
    if [ -e '${this.state}'/"$name.$suffix" ]; then echo "$name"; fi
    ;;
  inspect)
    [ "$1 $2 $3 $4" = '--output go-template --template {{.status.exitCode}}' ]
    cat '${this.state}'/"$5.exit"
    ;;
  logs) cat '${this.state}'/"$1.output" ;;
  exec)
    shift
    for argument do
      shift
      set -- "$@" "$(printf %s "$argument" | sed 's/127[.]0[.]0[.]1/${address}/')"
    done
    exec "$@"
    ;;
  *) echo "crictl: '$verb' is not known here" >&2; exit 1 ;;
esac
`;
    writeFileSync(join(folder, 'crictl'), text, { mode: 0o755 });
  }

  private async sync(): Promise<void> {
    const folder = join(this.root, 'etc/kubernetes/manifests');
    const files = existsSync(folder) ? readdirSync(folder) : [];
    // A file that comes back with another text is another Pod.
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'));
    for (const text of [...this.running.keys()]) {
      if (!texts.includes(text)) await this.end(text);
    }
    for (const text of texts) {
      if (!this.running.has(text)) this.begin(text);
    }
  }

  private begin(text: string): void {
    const { spec } = load(text) as Pod;
    const [{ name, command }] = spec.containers;
    const [program = '', ...args] = command;
    const path = join(this.bin, program);
    const real = existsSync(path) ? path : program;
    if (spec.restartPolicy === 'Never') {
      this.running.set(text, { name, processes: undefined });
      void runCommand(real, args).then(({ code, stdout, stderr }) => {
        writeFileSync(join(this.state, `${name}.output`), stdout + stderr);
        writeFileSync(join(this.state, `${name}.exit`), String(code));
      });
      return;
    }
    const processes = new Processes(this.state);
    processes.start(name, real, args);
    this.running.set(text, { name, processes });
    writeFileSync(join(this.state, `${name}.running`), '');
  }

  private async end(text: string): Promise<void> {
    const pod = this.running.get(text);
    this.running.delete(text);
    await pod?.processes?.stop();
    rmSync(join(this.state, `${pod?.name}.running`), { force: true });
  }
}
