import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Construct } from 'constructs';
import { Component, ON_MACHINES, Platform } from '../../lib';
import { writeHostFiles } from '../../lib/engines/hosts';
import { Installation } from '../../lib/provisioning/installation';
import { freeRoot } from '../harness/sample';
import { hostProgram, missingPrograms } from './host-programs';
import { optionalTest } from './rig/optional-test';

// Real Ansible puts files into a folder that stands for a machine, on this machine, as its own user.

const run = promisify(execFile);

class Sample extends Component {
  constructor(scope: Construct, target: string) {
    super(scope, 'sample', {}, ON_MACHINES);
    const content = { text: 'setting = 1\n' };
    const path = `${target}/etc/service/service.conf`;
    this.hostFile({ on: 'nodes', path, content, restarts: ['service'], reloads: ['other'] });
    this.hostFile({ on: { host: 'w-1' }, path: `${target}/etc/other.conf`, content });
  }
}

optionalTest(
  'Ansible places the files of each machine, restarts what reads them, and does nothing the second time',
  missingPrograms('ansible-playbook', 'python3'),
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestrata-ansible-'));
    try {
      const target = join(folder, 'machine');
      const platform = new Platform(freeRoot(), 'prod', {
        nodes: [
          { name: 'cp-1', address: '127.0.0.1', role: 'control-plane' },
          { name: 'w-1', address: '127.0.0.2', role: 'worker' },
        ],
      });
      new Sample(platform, target);
      new Installation(platform, 'installation');
      writeHostFiles(platform, join(folder, 'hosts'));
      const play = (...more: string[]): Promise<Counts> => ansible(folder, more);

      expect(await play('--limit', 'cp-1', '--check')).toMatchObject({ failed: 0, changed: 2 });
      expect(() => readFileSync(join(target, 'etc/service/service.conf'))).toThrow();

      expect(await play('--limit', 'cp-1')).toMatchObject({ failed: 0, changed: 4 });
      expect(readFileSync(join(target, 'etc/service/service.conf'), 'utf8')).toMatch(/^# Written/);
      expect(readFileSync(join(folder, 'systemctl.log'), 'utf8')).toBe(
        'is-active --quiet service\nrestart service\nis-active --quiet other\nreload other\n',
      );
      expect(() => readFileSync(join(target, 'etc/other.conf'))).toThrow();

      expect(await play('--limit', 'cp-1')).toMatchObject({ failed: 0, changed: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

interface Counts {
  readonly changed: number;
  readonly failed: number;
}

/** Runs the play without ssh and sudo, with a `systemctl` that only writes down what it is asked. */
async function ansible(folder: string, more: readonly string[]): Promise<Counts> {
  const fake = join(folder, 'bin', 'systemctl');
  mkdirSync(dirname(fake), { recursive: true });
  writeFileSync(fake, `#!/bin/sh\necho "$@" >> '${join(folder, 'systemctl.log')}'\n`);
  chmodSync(fake, 0o755);
  const own = {
    ansible_connection: 'local',
    ansible_become: false,
    ansible_python_interpreter: '{{ ansible_playbook_python }}',
  };
  const { stdout } = await run(
    hostProgram('ansible-playbook') ?? '',
    ['-i', 'ansible/inventory.yaml', 'ansible/files.yml', '-e', JSON.stringify(own), ...more],
    {
      cwd: join(folder, 'hosts'),
      env: {
        ...process.env,
        PATH: `${dirname(fake)}:${process.env['PATH'] ?? ''}`,
        ANSIBLE_LOCAL_TEMP: join(folder, 'local'),
        ANSIBLE_REMOTE_TEMP: join(folder, 'remote'),
        ANSIBLE_NOCOLOR: '1',
      },
    },
  );
  const count = (word: string): number =>
    Number(new RegExp(`${word}=(\\d+)`).exec(stdout)?.[1] ?? Number.NaN);
  return { changed: count('changed'), failed: count('failed') };
}
