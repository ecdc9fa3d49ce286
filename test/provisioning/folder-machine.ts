import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { Component, ON_MACHINES, Platform, type HostFileProps } from '../../lib';
import { writeHostFiles } from '../../lib/engines/hosts';
import { Installation } from '../../lib/provisioning/installation';
import { freeRoot } from '../harness/sample';

class Sample extends Component {
  constructor(scope: Construct, files: readonly HostFileProps[]) {
    super(scope, 'sample', {}, ON_MACHINES);
    for (const file of files) this.hostFile(file);
  }
}

/** A machine that is a folder, with a `systemctl` that knows which units run. */
export class FolderMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'kubestrata-removed-'));
  readonly root = join(this.folder, 'root');

  constructor(running: readonly string[] = [], stubborn = 'none') {
    mkdirSync(join(this.folder, 'bin'));
    const systemctl = `#!/bin/sh
echo "$*" >>'${this.folder}/log'
for unit; do :; done
case "$1 $unit" in
  is-active*) case ' ${running.join(' ')} ' in *" $unit "*) ;; *) exit 3 ;; esac ;;
  'disable ${stubborn}') exit 1 ;;
esac
`;
    writeFileSync(join(this.folder, 'bin/systemctl'), systemctl, { mode: 0o755 });
  }

  /** Runs `install.sh` of a definition with these files. */
  run(files: readonly HostFileProps[], action: string, name = 'w-1') {
    const platform = new Platform(freeRoot(), 'prod', {
      nodes: [
        { name: 'w-1', address: '192.0.2.21', role: 'worker' },
        { name: 'w-2', address: '192.0.2.22', role: 'worker' },
      ],
    });
    new Sample(platform, files);
    new Installation(platform, 'installation');
    const hosts = join(this.folder, 'hosts');
    rmSync(hosts, { recursive: true, force: true });
    writeHostFiles(platform, hosts);
    const env = {
      PATH: `${this.folder}/bin:${process.env['PATH']}`,
      KUBESTRATA_ROOT: this.root,
    };
    const { status, stdout, stderr } = spawnSync(join(hosts, 'install.sh'), ['-n', name, action], {
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  }

  at = (path: string): string => join(this.root, path);
  has = (path: string): boolean => existsSync(this.at(path));
  read = (path: string): string => readFileSync(this.at(path), 'utf8');

  /** What systemd was told, beside questions. */
  get told(): readonly string[] {
    const log = join(this.folder, 'log');
    const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    return lines.filter((line) => !line.startsWith('is-active'));
  }
}
