import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostFiles } from '../../lib/engines/hosts';
import { Registry, type Host, type Platform, type RunbookName, type RunbookStep } from '../../lib';
import { runCommand, type CommandResult } from './rig/command';

/** Machines that are folders: each has its files, and commands run there with its paths. */
export class MachineFolders {
  readonly bin: string;

  /**
   * @param folder where the machines' folders are made
   * @param paths what is below a machine's folder: `/etc/etcd`
   */
  constructor(
    private readonly platform: Platform,
    private readonly folder: string,
    private readonly paths: readonly string[],
  ) {
    this.bin = join(folder, 'bin');
    mkdirSync(this.bin, { recursive: true });
    this.standInForSsh();
  }

  /** The folder that is a machine's root. */
  root(name: string): string {
    return join(this.folder, name);
  }

  /** A text with the paths of a machine below its folder; where the definition is run they stay. */
  local(name: string, text: string): string {
    if (name === 'operator') return text;
    return this.paths.reduce((now, path) => now.replaceAll(path, this.root(name) + path), text);
  }

  /**
   * Puts the files of machines of a group in place.
   * @param change what else a machine that is a folder needs changed
   */
  place(group: string, hosts: readonly Host[], change: (text: string) => string): void {
    const files = [...hostFiles(this.platform.node.root)];
    for (const { name } of hosts) {
      for (const [path, { text, mode }] of files) {
        const prefix = [`${group}/`, `${name}/`].find((start) => path.startsWith(start));
        if (prefix === undefined) continue;
        const file = join(this.root(name), path.slice(prefix.length));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, this.local(name, change(text)));
        chmodSync(file, parseInt(mode, 8));
      }
    }
  }

  /** A file of a machine. */
  read(name: string, path: string): string {
    return readFileSync(join(this.root(name), path), 'utf8');
  }

  /** Runs a command on a machine, or where the definition is run. */
  run(name: string, command: string): Promise<CommandResult> {
    const root = this.root(name);
    const path = [this.bin, `${root}/usr/local/sbin`, `${root}/usr/local/bin`];
    return runCommand('sh', ['-ec', this.local(name, command)], {
      env: { PATH: [...path, process.env['PATH']].join(':') },
      cwd: this.folder,
      timeoutMs: 60_000,
    });
  }

  /** Steps of a runbook whose title starts so, in order. */
  steps(runbook: RunbookName, title: string): readonly RunbookStep[] {
    return Registry.of(this.platform)
      .steps.flatMap(({ steps }) => steps())
      .filter((step) => step.runbook === runbook && step.title.startsWith(title));
  }

  /**
   * Runs the commands of such steps where they say; machines of a group one after another.
   * @throws when there is no such step, or one fails
   */
  async follow(runbook: RunbookName, title: string, skip = /^(systemctl|chown) /): Promise<void> {
    const steps = this.steps(runbook, title);
    if (steps.length === 0) throw new Error(`no step of '${runbook}' is called '${title}'`);
    for (const { on = 'operator', commands = [], verify = [] } of steps) {
      const named = typeof on === 'object' ? [on.host] : [];
      const names = typeof on === 'string' ? this.platform.hosts(on).map((h) => h.name) : named;
      for (const name of on === 'operator' ? ['operator'] : names) {
        const all = [...commands, ...verify].filter((command) => !skip.test(command)).join('\n');
        const { ok, stdout, stderr } = await this.run(name, all);
        if (!ok) throw new Error(`'${all}' on ${name}: ${stdout}${stderr}`);
      }
    }
  }

  /** A program `ssh` that runs the command in the folder of the machine with that address. */
  private standInForSsh(): void {
    const { nodes, machines } = this.platform;
    const cases = [...nodes, ...machines].map(
      ({ name, address }) => `*@${address}) root='${this.root(name)}' ;;`,
    );
    const rewrite = this.paths.map((path) => `-e "s#${path}#$root${path}#g"`).join(' ');
    const text = `#!/bin/sh
set -eu
if [ "$1" = -n ]; then shift; exec < /dev/null; fi
case $1 in ${cases.join(' ')} *) echo "no machine '$1'" >&2; exit 255 ;; esac
PATH=$root/usr/local/sbin:$root/usr/local/bin:$PATH
exec sh -c "$(printf %s "$2" | sed ${rewrite})"
`;
    writeFileSync(join(this.bin, 'ssh'), text, { mode: 0o755 });
  }
}
