import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../../lib/registry/harbor/configuration-job';
import { desiredState, type DesiredContent } from '../../lib/registry/harbor/desired-state';
import { FakeHarbor } from './fake-harbor';
import { CONTENT, EMPTY, SECRETS } from './harbor-sample';

// The program that keeps Harbor as it is described, run for real against an API that keeps state.

const python = spawnSync('python3', ['--version']).status === 0;
const run = python ? test : test.skip;

let folder: string;
let harbor: FakeHarbor;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'harbor-'));
  for (const [path, value] of Object.entries(SECRETS)) write(`secrets/${path}`, value);
  write('reconcile.py', PROGRAM);
  harbor = new FakeHarbor(SECRETS['admin/password']);
  url = await harbor.start();
});

afterEach(() => {
  harbor.stop();
  rmSync(folder, { recursive: true });
});

function write(path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Runs the program once; gives its exit code, its words, and what it wrote to Harbor. */
async function reconcile(content: DesiredContent) {
  const state = JSON.stringify(desiredState(content).state);
  write('state.json', state.replaceAll('"/secrets/', `"${folder}/secrets/`));
  harbor.requests.length = 0;
  const env = {
    PATH: process.env['PATH'],
    HARBOR_URL: url,
    HARBOR_STATE: join(folder, 'state.json'),
    HARBOR_PASSWORD_FILE: join(folder, 'secrets/admin/password'),
    HARBOR_WAIT_SECONDS: '1',
  };
  const program = spawn('python3', ['-B', join(folder, 'reconcile.py')], { env });
  const words: string[] = [];
  for (const stream of [program.stdout, program.stderr]) {
    stream.on('data', (data: Buffer) => words.push(data.toString()));
  }
  const code = await new Promise<number | null>((done) => program.on('close', done));
  return { code, words: words.join(''), writes: harbor.writes };
}

run('makes everything that is described, and nothing a second time', async () => {
  const first = await reconcile(CONTENT);
  expect([first.code, first.words]).toStrictEqual([0, expect.stringContaining(' 0 failures')]);
  expect(first.writes.length).toBeGreaterThan(15);
  const second = await reconcile(CONTENT);
  expect([second.code, second.writes]).toStrictEqual([0, []]);
});

run('takes passwords from mounted Secrets', async () => {
  await reconcile(CONTENT);
  expect(harbor.passwords.get('robot$shop+ci')).toBe('Robot-Password-1');
  const made = harbor.requests.find((r) => r.method === 'POST' && r.path === '/registries');
  expect(made?.body).not.toHaveProperty('access_secret');
  const bodies = harbor.requests.map(({ body }) => JSON.stringify(body ?? null)).join();
  expect(bodies).toContain('"access_key":"replicator","access_secret":"Replicator-1"');
  expect(harbor.items('/projects/shop/webhook/policies')[0]?.['targets']).toStrictEqual([
    {
      type: 'http',
      address: 'https://ci.example.com',
      skip_cert_verify: false,
      auth_header: 'Bearer 1234',
    },
  ]);
});

run('never says a password', async () => {
  const { words } = await reconcile(CONTENT);
  expect(Object.values(SECRETS).filter((value) => words.includes(value))).toStrictEqual([]);
});

run('takes back what people changed', async () => {
  await reconcile(CONTENT);
  harbor.project('shop')['metadata'] = {
    ...(harbor.project('shop')['metadata'] as object),
    prevent_vul: 'false',
  };
  harbor.items('/quotas')[1]!['hard'] = { storage: -1 };
  harbor.items('/projects/shop/members')[0]!['role_id'] = 5;
  harbor.schedules.clear();
  const { writes } = await reconcile(CONTENT);
  expect(writes).toStrictEqual([
    'PUT /projects/shop',
    `PUT /quotas/${harbor.items('/quotas')[1]!.id}`,
    `PUT /projects/shop/members/${harbor.items('/projects/shop/members')[0]!.id}`,
    'PUT /system/gc/schedule',
    'PUT /system/purgeaudit/schedule',
    'PUT /system/scanAll/schedule',
  ]);
});

run('sets a password again that somebody changed, or that changed in its Secret', async () => {
  await reconcile(CONTENT);
  const [robot] = harbor.items('/robots');
  harbor.passwords.set('robot$shop+ci', 'another');
  expect((await reconcile(CONTENT)).writes).toStrictEqual([`PATCH /robots/${robot!.id}`]);
  write('secrets/headquarters/password', 'Replicator-2');
  const [, registry] = harbor.items('/registries');
  expect((await reconcile(CONTENT)).writes).toStrictEqual([`PUT /registries/${registry!.id}`]);
});

run('deletes what it made and nobody describes any more, and no project', async () => {
  await reconcile(CONTENT);
  const { writes } = await reconcile({ ...CONTENT, replications: [], registries: [], robots: [] });
  expect(writes.map((w) => w.replace(/\d+$/, 'n'))).toStrictEqual([
    'DELETE /robots/n',
    'DELETE /replication/policies/n',
    'DELETE /registries/n',
  ]);
  expect((await reconcile({ ...EMPTY, schedules: CONTENT.schedules })).writes).not.toContainEqual(
    expect.stringContaining('DELETE /projects'),
  );
});

run('keeps the registry of a proxy cache that nobody describes any more', async () => {
  await reconcile(CONTENT);
  const { code, words } = await reconcile({ ...CONTENT, proxyCaches: [] });
  expect([code, words]).toStrictEqual([0, expect.stringContaining('cache-dockerhub')]);
  expect(harbor.project('dockerhub')['registry_id']).toBe(harbor.items('/registries')[0]?.id);
});

run('leaves alone what people made', async () => {
  await reconcile(CONTENT);
  harbor.items('/projects/shop/members').push({
    id: 900,
    entity_name: 'jane',
    entity_type: 'u',
    role_id: 1,
  });
  const { id } = harbor.project('shop');
  harbor.items('/robots').push({ id: 901, name: 'robot$shop+mine', project_id: id });
  harbor.items('/registries').push({ id: 902, name: 'mine', description: 'by hand' });
  harbor.items('/replication/policies').push({ id: 903, name: 'mine' });
  expect((await reconcile(CONTENT)).writes).toStrictEqual([]);
});

run('finds what is behind the first page', async () => {
  await reconcile(CONTENT);
  const registries = harbor.items('/registries');
  for (let i = 0; i < 150; i++) registries.unshift({ id: 1000 + i, name: `other-${i}` });
  expect((await reconcile(CONTENT)).writes).toStrictEqual([]);
});

run('switches a schedule off', async () => {
  await reconcile(CONTENT);
  const { writes } = await reconcile({ ...CONTENT, schedules: { scanAll: 'never' } });
  expect(writes).toStrictEqual(['PUT /system/scanAll/schedule']);
  expect(harbor.schedules.has('/system/scanAll/schedule')).toBe(false);
});

run('fails for a registry that does not answer, and does all the rest', async () => {
  harbor.unreachable.add('https://hub.docker.com');
  const { code, words } = await reconcile(CONTENT);
  expect(code).toBe(1);
  expect(words).toContain('failed: registry cache-dockerhub');
  expect(words).toContain('failed: project dockerhub there is no registry cache-dockerhub');
  expect(harbor.project('shop')['name']).toBe('shop');
});

run('fails for a Secret that is missing, and does all the rest', async () => {
  rmSync(join(folder, 'secrets/ci'), { recursive: true });
  const { code, words } = await reconcile(CONTENT);
  expect(code).toBe(1);
  expect(words).toContain('failed: robot account robot$shop+ci no secret at');
  expect(harbor.items('/replication/policies')).toHaveLength(1);
});

run(
  'fails for answers that are no JSON or lack what they should have, and does all the rest',
  async () => {
    await reconcile(CONTENT);
    harbor.broken.set('/projects/shop/webhook/policies', '<html>');
    harbor.broken.set('/quotas', '[{}]');
    harbor.broken.set('/system/gc/schedule', '[1]');
    harbor.schedules.delete('/system/scanAll/schedule');
    const { code, words, writes } = await reconcile(CONTENT);
    expect([code, writes]).toStrictEqual([1, ['PUT /system/scanAll/schedule']]);
    expect(words).toContain('failed: schedule /system/gc/schedule unexpected answer: ');
    expect(words).toContain('failed: project shop ');
    expect(words).not.toContain('Traceback');
  },
);

run('fails for an account that expired, and goes on with the next', async () => {
  await reconcile(CONTENT);
  const [robot] = harbor.items('/robots');
  robot!['expires_at'] = 1;
  harbor.passwords.clear();
  harbor.items('/robots').push({ ...robot!, id: 900, name: 'robot$shop+old' });
  const { code, words, writes } = await reconcile(CONTENT);
  expect([code, writes]).toStrictEqual([1, ['DELETE /robots/900']]);
  expect(words).toContain('failed: robot account robot$shop+ci expired; give it more days');
});

run('fails where Harbor does not answer', async () => {
  harbor.stop();
  const { code, words } = await reconcile(CONTENT);
  expect([code, words]).toStrictEqual([1, expect.stringContaining('Harbor does not answer at')]);
});
