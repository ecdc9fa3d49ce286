import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tools } from '../../tools/control-plane/build';
import { filesOf, Machines } from './runtime-machines';

// CRI-O's own code reads the generated crio.conf, registries.conf and policy.json.

const run = promisify(execFile);
const machines = new Machines();
let program: string;

beforeAll(async () => {
  program = (await tools(['crio-files']))['crio-files'];
});
afterAll(() => machines.remove());

interface CriO {
  readonly pauseImage: string;
  readonly defaultRuntime: string;
  readonly cgroupManager: string;
  readonly metricsPort: number;
  readonly signaturePolicy: string;
  readonly runtimes: Readonly<Record<string, unknown>>;
  readonly searched: readonly string[] | null;
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** What CRI-O makes of a machine's files, beside those that its packages bring. */
async function crio(folder: string, ...images: string[]): Promise<CriO> {
  writeFileSync(
    join(folder, 'etc/containers/registries.conf'),
    'unqualified-search-registries = ["docker.io"]\n',
  );
  const { stdout } = await run(program, [folder, ...images]);
  return JSON.parse(stdout) as CriO;
}

test('CRI-O takes every file, and has the runtimes, the pause image and the policy', async () => {
  const files = filesOf('cri-o', 'signed');
  const image = 'docker.io/library/nginx:1';
  expect(await crio(machines.make(files, ['nodes', 'gpu-1']), image)).toMatchObject({
    pauseImage: 'registry.k8s.io/pause:3.10.2',
    defaultRuntime: 'crun',
    cgroupManager: 'systemd',
    metricsPort: 9537,
    signaturePolicy: '/etc/containers/policy.json',
    runtimes: { 'kata-qemu': {}, nvidia: {} },
    searched: [],
    sources: { [image]: ['harbor.example.com/dockerhub/library/nginx:1', image] },
  });
});

test('CRI-O pulls from the mirror alone in an air gap, and nothing that is blocked', async () => {
  const images = ['quay.io/a/b:1', 'registry.example.org/c:2'] as const;
  const { sources } = await crio(machines.make(filesOf('cri-o', 'air-gap'), ['nodes']), ...images);
  expect(sources).toStrictEqual({
    [images[0]]: ['mirror.example.com/public/quay.io/a/b:1'],
    [images[1]]: [],
  });
});

test('fails for a key that CRI-O does not know, and for a policy that it refuses', async () => {
  const misspelt = machines.make(filesOf('cri-o', 'air-gap'), ['nodes']);
  const conf = join(misspelt, 'etc/crio/crio.conf.d/20-kubestrata.conf');
  writeFileSync(conf, readFileSync(conf, 'utf8').replace('enable_nri', 'enable_nry'));
  await expect(crio(misspelt)).rejects.toThrow(/knows no key.*enable_nry/);
  const odd = machines.make(filesOf('cri-o', 'air-gap'), ['nodes']);
  const policy = join(odd, 'etc/containers/policy.json');
  writeFileSync(policy, readFileSync(policy, 'utf8').replace('insecureAccept', 'accept'));
  await expect(crio(odd)).rejects.toThrow(/policy\.json/);
});
