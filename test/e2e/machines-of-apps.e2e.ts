import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tools } from '../../tools/control-plane/build';
import { missingNamespaces } from './fake-machine';
import { hostProgram, missingPrograms } from './host-programs';
import { askHaproxy, askKeepalived, realInterface } from './load-balancer-files';
import { runCommand, type CommandResult } from './rig/command';
import { optionalTest } from './rig/optional-test';
import { synthesize, type Synthesized } from './synthesized';

// Every file of machines of the standard platform, as a team gets it, read by the program it is for.

let synthesized: Synthesized;
beforeAll(() => {
  synthesized = synthesize('standard', 'cdk8s');
});
afterAll(() => synthesized.remove());

const folder = (): string => join(synthesized.folder, 'hosts');

/** Files below `dist/hosts` whose path `of` matches; at least one. */
function files(of: RegExp): readonly string[] {
  const found = readdirSync(folder(), { recursive: true, encoding: 'utf8' })
    .filter((path) => of.test(path) && statSync(join(folder(), path)).isFile())
    .sort();
  expect(found.length).toBeGreaterThan(0);
  return found;
}

const text = (path: string): string => readFileSync(join(folder(), path), 'utf8');

/** Paths of files that were refused, with the reason. */
async function refused(
  paths: readonly string[],
  ask: (path: string) => Promise<CommandResult>,
): Promise<(readonly [string, string])[]> {
  const answers = await Promise.all(paths.map(async (path) => [path, await ask(path)] as const));
  return answers.flatMap(([path, { ok, stdout, stderr }]) => (ok ? [] : [[path, stdout + stderr]]));
}

test('kubeadm takes the files of every node', async () => {
  const { kubeadm } = await tools(['kubeadm']);
  // It is made when machines join, and kubeadm wants to see it.
  const discovery = join(synthesized.folder, 'discovery.conf');
  writeFileSync(discovery, '');
  const paths = files(/\/kubeadm\/(init|join|upgrade|reset)\.yaml$/);
  const answers = await refused(paths, (path) => {
    const file = join(synthesized.folder, `${path.replaceAll('/', '_')}`);
    writeFileSync(file, text(path).replace('/etc/kubernetes/kubeadm/discovery.conf', discovery));
    return runCommand(kubeadm, ['config', 'validate', '--config', file]);
  });
  expect(answers).toStrictEqual([]);
});

optionalTest(
  'HAProxy takes the file of the load balancers',
  missingPrograms('haproxy'),
  async () => {
    const program = hostProgram('haproxy') ?? '';
    const paths = files(/haproxy\.cfg$/);
    expect(await refused(paths, (path) => askHaproxy(program, text(path)))).toStrictEqual([]);
  },
);

optionalTest(
  'keepalived takes the file of each load balancer',
  missingPrograms('keepalived') ??
    (realInterface() === undefined ? 'no interface but loopback; give it one' : undefined),
  async () => {
    const program = hostProgram('keepalived') ?? '';
    const paths = files(/keepalived\.conf$/).filter((path) => !path.includes('sysusers'));
    expect(await refused(paths, (path) => askKeepalived(program, text(path)))).toStrictEqual([]);
  },
);

optionalTest('nftables takes the firewall of each group', missingNamespaces(), async () => {
  const answers = await refused(files(/\.nft$/), (path) =>
    runCommand('unshare', ['--net', 'nft', '-c', '-f', '-'], { input: text(path) }),
  );
  expect(answers).toStrictEqual([]);
});

optionalTest(
  'shellcheck has nothing to say of any script',
  missingPrograms('shellcheck'),
  async () => {
    const scripts = files(/./).filter((path) => text(path).startsWith('#!'));
    expect(scripts.map((path) => basename(path))).toContain('install.sh');
    const answers = await refused(scripts, (path) =>
      runCommand(hostProgram('shellcheck') ?? '', [join(folder(), path)]),
    );
    expect(answers).toStrictEqual([]);
  },
);

optionalTest(
  'Ansible takes the inventory and the plays',
  missingPrograms('ansible-playbook', 'ansible-inventory'),
  async () => {
    const inventory = ['-i', join(folder(), 'ansible', 'inventory.yaml')];
    const listed = await runCommand(hostProgram('ansible-inventory') ?? '', [
      ...inventory,
      '--list',
    ]);
    const groups = JSON.parse(listed.stdout) as Record<string, { hosts?: string[] }>;
    expect(groups['control_plane']?.hosts).toHaveLength(3);
    expect(groups['load_balancer']?.hosts).toHaveLength(2);
    const plays = files(/^ansible\/[^/]+\.yml$/);
    const answers = await refused(plays, (path) =>
      runCommand(hostProgram('ansible-playbook') ?? '', [
        ...inventory,
        join(folder(), path),
        '--syntax-check',
      ]),
    );
    expect(answers).toStrictEqual([]);
  },
);

test('no file of machines holds what looks like a secret', () => {
  const secret =
    /-----BEGIN [A-Z ]*PRIVATE KEY|^\s*(secret|password|auth_pass|token|certificateKey):? +[A-Za-z0-9+/=._-]{8,}$/im;
  const found = files(/./).flatMap((path) => secret.exec(text(path))?.[0] ?? []);
  expect(found).toStrictEqual([]);
});
