import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { Platform } from '../../lib';
import { writeHostFiles } from '../../lib/engines/hosts';
import { examples, platforms } from '../../lib/provisioning/kubespray/examples';
import { FLAGS } from '../../lib/provisioning/kubespray/flags';
import { FIELDS } from '../../lib/provisioning/kubespray/kubelet';
import { freeRoot } from '../harness/sample';
import { hostProgram, missingPrograms } from './host-programs';
import { optionalTest } from './rig/optional-test';

// Ansible reads the inventories as they are meant, and kubespray knows every variable in them.

const ansible = dirname(hostProgram('ansible-inventory') ?? '');
const noAnsible = missingPrograms('ansible-inventory', 'ansible-playbook');
const kubespray = process.env['KUBESTRATA_KUBESPRAY'] ?? '';
const noKubespray = kubespray
  ? undefined
  : 'KUBESTRATA_KUBESPRAY is not set; have it name a folder with kubespray 2.31.0';
const ownAnsible = join(kubespray, '.venv', 'bin');
const noOwnAnsible =
  noKubespray ??
  (existsSync(join(ownAnsible, 'ansible-playbook'))
    ? undefined
    : `there is no '${ownAnsible}'; make it as the README of the example says`);

const folder = mkdtempSync(join(tmpdir(), 'kubestrata-kubespray-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const CASES = Object.entries(examples).map(([name, example]) => {
  const platform = new Platform(freeRoot(), 'platform', {
    domain: 'k8s.example.com',
    ...platforms[name],
  });
  example(platform);
  writeHostFiles(platform, join(folder, name));
  return { name, platform, inventory: join(folder, name, 'kubespray', 'inventory.yaml') };
});

for (const { name, platform, inventory } of CASES) {
  optionalTest(`ansible finds the machines of ${name} in their groups`, noAnsible, () => {
    const listed = list(inventory);
    const names = (group: 'control-plane' | 'etcd') => platform.hosts(group).map((h) => h.name);
    const members = names('etcd').length > 0 ? names('etcd') : names('control-plane');
    expect(membersOf(listed, 'kube_control_plane')).toStrictEqual(names('control-plane'));
    expect(membersOf(listed, 'etcd')).toStrictEqual(members);
    expect(new Set(membersOf(listed, 'k8s_cluster'))).toStrictEqual(
      new Set(platform.nodes.map((node) => node.name)),
    );
    return Promise.resolve();
  });

  optionalTest(`ansible knows the variables of ${name} on every machine`, noAnsible, () => {
    const { hostvars } = list(inventory)._meta;
    for (const { name: host, address } of [...platform.nodes, ...platform.hosts('etcd')]) {
      expect(hostvars[host]).toMatchObject({
        ansible_host: address,
        ...groupVariables(name, 'all'),
      });
    }
    for (const { name: node } of platform.nodes) {
      expect(hostvars[node]).toMatchObject(groupVariables(name, 'k8s_cluster'));
    }
    return Promise.resolve();
  });

  optionalTest(`ansible takes a play for the machines of ${name}`, noAnsible, () => {
    const play = join(folder, 'play.yml');
    writeFileSync(play, '- hosts: k8s_cluster:etcd\n  tasks:\n    - ansible.builtin.ping:\n');
    const result = run(ansible, 'ansible-playbook', ['-i', inventory, '--syntax-check', play]);
    expect([result.status, result.stderr]).toStrictEqual([0, '']);
    return Promise.resolve();
  });

  optionalTest(`kubespray's own checks accept the inventory of ${name}`, noOwnAnsible, () => {
    const play = join(kubespray, 'playbooks', 'boilerplate.yml');
    const local = ['-e', 'ansible_connection=local'];
    const result = run(ownAnsible, 'ansible-playbook', ['-i', inventory, play, ...local]);
    expect(result.status === 0 ? [] : result.stdout.split('\n')).toStrictEqual([]);
    expect(result.stdout).toContain('validate_inventory : Stop if unsupported options selected');
    return Promise.resolve();
  });
}

optionalTest("kubespray's own checks refuse an inventory that is wrong", noOwnAnsible, () => {
  const [{ inventory } = { inventory: '' }] = CASES;
  const play = join(kubespray, 'playbooks', 'boilerplate.yml');
  const wrong = ['-e', 'ansible_connection=local', '-e', 'kube_network_plugin=none-such'];
  const result = run(ownAnsible, 'ansible-playbook', ['-i', inventory, play, ...wrong]);
  expect(result.stdout).toContain('The selected choice is not supported');
  return Promise.resolve();
});

optionalTest('ansible refuses an inventory that is none', noAnsible, () => {
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, 'all:\n  hosts: [cp-1]\n');
  expect(run(ansible, 'ansible-inventory', ['-i', broken, '--list']).status).not.toBe(0);
  return Promise.resolve();
});

optionalTest('kubespray knows every variable that is set', noKubespray, () => {
  const known = wordsBelow(
    ['roles', 'playbooks', 'inventory/sample'].map((f) => join(kubespray, f)),
  );
  const names = new Set([
    ...CASES.flatMap(({ name }) =>
      ['all', 'k8s_cluster'].map((g) => groupVariables(name, g)),
    ).flatMap((variables) => Object.keys(variables)),
    ...Object.values(FLAGS).map(([variable]) => variable),
    ...Object.values(FIELDS),
  ]);
  expect([...names].filter((name) => !known.has(name))).toStrictEqual([]);
  return Promise.resolve();
});

interface Listed {
  readonly _meta: { readonly hostvars: Readonly<Record<string, object>> };
  readonly [group: string]: unknown;
}

function list(inventory: string): Listed {
  const { status, stdout, stderr } = run(ansible, 'ansible-inventory', ['-i', inventory, '--list']);
  expect([status, stderr]).toStrictEqual([0, '']);
  return JSON.parse(stdout) as Listed;
}

function membersOf(listed: Listed, group: string): readonly string[] {
  const found = listed[group] as { hosts?: string[]; children?: string[] } | undefined;
  const below = (found?.children ?? []).flatMap((child) => membersOf(listed, child));
  return [...(found?.hosts ?? []), ...below];
}

/** What the files of a group say. */
function groupVariables(example: string, group: string): object {
  const files = join(folder, example, 'kubespray', 'group_vars', group);
  const all = readdirSync(files).map((file) => load(readFileSync(join(files, file), 'utf8')));
  return Object.assign({}, ...all) as object;
}

/** Every word in files of a tree that could be a variable. */
function wordsBelow(roots: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const root of roots) {
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ya?ml|j2)$/.test(file)) continue;
      const text = readFileSync(join(root, file), 'utf8');
      for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]+/g)) words.add(word);
    }
  }
  return words;
}

/** Leaves nothing behind but in the test's own folder, and takes no half-read inventory. */
function run(bin: string, program: string, args: readonly string[]): SpawnSyncReturns<string> {
  const cwd = bin === ownAnsible ? kubespray : folder;
  return spawnSync(join(bin, program), args, {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: [bin, process.env['PATH']].join(delimiter),
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      ANSIBLE_CACHE_PLUGIN: 'memory',
      ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'true',
      ANSIBLE_LOCALHOST_WARNING: 'false',
      ANSIBLE_NOCOLOR: 'true',
    },
  });
}
