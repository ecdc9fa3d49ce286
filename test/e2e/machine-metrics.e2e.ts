import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Metrics } from '../../lib/contracts/metrics';
import { HaProxy } from '../../lib/provisioning/haproxy';
import { MachineMetrics } from '../../lib/provisioning/machine-metrics';
import { examples, platforms } from '../../lib/provisioning/machine-metrics/examples';
import { tools } from '../../tools/control-plane/build';
import { metricsCollector } from '../harness/services';
import { missingNamespaces, onFakeMachine } from './fake-machine';
import { hostProgram, missingPrograms } from './host-programs';
import { filesOf } from './load-balancer-files';
import { alertTests } from './machine-metrics-alerts';
import { freePorts } from './rig/free-ports';
import { optionalTest } from './rig/optional-test';

// The script on real certificates, what it writes read by real node exporters, and the alerts by promtool.

const VIP = '192.0.2.10';
const WRITER = 'usr/local/sbin/kubestrata-machine-metrics';
const TEXTFILES = '/var/lib/prometheus/node-exporter';
const END = 'kubestrata_certificate_not_after_timestamp_seconds';
const collector = metricsCollector();
const files = filesOf(
  (scope: never) => {
    Metrics.provide(scope, collector);
    new HaProxy(scope, 'haproxy');
    new MachineMetrics(scope, 'machine-metrics');
  },
  { ...platforms['outside-the-cluster'], apiServer: { host: VIP } },
);
const fileOf = (path: string): string => files.get(`hosts/${path}`) ?? files.get(path) ?? '';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kubestrata-metrics-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

for (const [name, example] of Object.entries(examples)) {
  optionalTest(`shellcheck has nothing to say of ${name}`, missingPrograms('shellcheck'), () => {
    for (const [path, text] of filesOf(example, platforms[name] ?? {})) {
      if (!path.includes('/sbin/')) continue;
      const { stdout } = spawnSync('shellcheck', ['-'], { input: text, encoding: 'utf8' });
      expect([path, stdout]).toStrictEqual([path, '']);
    }
    return Promise.resolve();
  });
}

const noOpenssl = missingPrograms('openssl', 'ip');

optionalTest('says of each certificate when it ends, and of which it cannot', noOpenssl, () => {
  const expected = machine();
  const { written, status } = measure('control-plane');
  expect(status).toBe(0);
  expect(samples(written, END)).toStrictEqual(expected);
  expect(samples(written, 'kubestrata_certificate_readable')).toStrictEqual({
    ...Object.fromEntries(Object.keys(expected).map((path) => [path, 1])),
    '/etc/kubernetes/pki/apiserver.crt': 0,
  });
  return Promise.resolve();
});

optionalTest('leaves one whole file behind, with nothing on a bare machine', noOpenssl, () => {
  const { written } = measure('etcd');
  expect(samples(written, END)).toStrictEqual({});
  expect(written).toContain(`kubestrata_reboot_pending{machine="${hostname()}"} `);
  expect(readdirSync(join(root, TEXTFILES))).toStrictEqual(['kubestrata-machine-metrics.prom']);
  return Promise.resolve();
});

optionalTest('knows whether this machine holds the address', noOpenssl, () => {
  const held = (address: string): string | undefined =>
    /^kubestrata_virtual_address_held.*/m.exec(measure('load-balancer', address).written)?.[0];
  expect([held('127.0.0.1'), held(VIP)].map((line) => line?.split('} ')[1])).toStrictEqual([
    '1',
    '0',
  ]);
  return Promise.resolve();
});

optionalTest('fails where nobody says who holds the address, and writes nothing', noOpenssl, () => {
  const { status, written, stderr } = measure('load-balancer', 'nonsense');
  expect([status, written]).toStrictEqual([1, '']);
  expect(stderr).toContain('ip does not say who holds nonsense');
  return Promise.resolve();
});

const exporters: readonly (readonly [string, () => Promise<string>, string | undefined])[] = [
  ['the release', async () => (await tools(['node-exporter']))['node-exporter'], noOpenssl],
  [
    "Debian's",
    async () => Promise.resolve(hostProgram('prometheus-node-exporter') ?? ''),
    noOpenssl ?? missingPrograms('prometheus-node-exporter'),
  ],
];
for (const [name, program, missing] of exporters) {
  optionalTest(`node exporter, ${name}, reads what was measured`, missing, async () => {
    const expected = machine();
    measure('control-plane');
    const [port = 0] = await freePorts(1);
    const page = await exported(await program(), port);
    expect(samples(page, END)).toStrictEqual(expected);
    expect(page).toContain('\nnode_textfile_scrape_error 0\n');
    expect(page).toMatch(/^node_textfile_mtime_seconds\{file=".*metrics\.prom"\} /m);
    const works = (one: string) => page.includes(`collector_success{collector="${one}"} 1`);
    expect(['filesystem', 'meminfo', 'netdev', 'netclass', 'timex'].map(works)).not.toContain(
      false,
    );
  });
}

optionalTest(
  'the installer takes a release that is what its sums say, once, and no other',
  missingNamespaces() ?? missingPrograms('curl', 'systemd-sysusers'),
  async () => {
    const program = (await tools(['node-exporter']))['node-exporter'];
    const place = join(root, 'prometheus/node_exporter/releases/download/v1.12.1');
    const name = `node_exporter-1.12.1.linux-${arch() === 'x64' ? 'amd64' : 'arm64'}`;
    const release = `mkdir -p ${place}/${name} && cp ${program} ${place}/${name}/node_exporter
      cd ${place} && tar -czf ${name}.tar.gz ${name} && sha256sum ${name}.tar.gz >sha256sums.txt`;
    spawnSync('sh', ['-euc', release]);
    const own = filesOf((scope: never) => {
      const downloads = `file://${root}`;
      new MachineMetrics(scope, 'machine-metrics', { downloads, readers: ['192.0.2.0/24'] });
    }, platforms['outside-the-cluster'] ?? {});
    const on = [...own].flatMap(([path, text]) =>
      path.includes('etcd/') ? [[path.replace(/^.*?etcd\//, '/'), text] as const] : [],
    );
    const machine = { name: 'etcd-1', address: '192.0.2.31', files: new Map(on) };
    const install = '/usr/local/sbin/kubestrata-install-node-exporter';
    const outcome = onFakeMachine(
      machine,
      `mount -t tmpfs bin /usr/local/bin
      cp ${place}/sha256sums.txt /etc/sums
      sed -i 's/^./x/' ${place}/sha256sums.txt
      ! ${install} || exit 3
      [ ! -e /usr/local/bin/node_exporter ] || exit 4
      cp /etc/sums ${place}/sha256sums.txt
      ${install}
      rm -r ${place}
      ${install}
      getent passwd kubestrata-metrics
      grep kubestrata-node-exporter "$STATE/log"`,
    );
    expect([outcome.status, outcome.output]).toStrictEqual([
      0,
      expect.stringMatching(
        /^kubestrata-metrics:x:[^]*systemctl restart kubestrata-node-exporter[^]*the sum of .* is not the one/,
      ),
    ]);
  },
);

optionalTest('alerts tell what they are for, and no more', missingPrograms('promtool'), () => {
  const groups = collector.rules.flatMap((rules) => rules.groups);
  const rules = groups.flatMap((group) => group.rules).flatMap((r) => ('alert' in r ? [r] : []));
  put('rules.json', JSON.stringify({ groups: [{ name: 'all', rules: rules.map(plain) }] }));
  put('test.json', JSON.stringify(alertTests));
  const { status, stdout, stderr } = spawnSync(
    hostProgram('promtool') ?? '',
    ['test', 'rules', join(root, 'test.json')],
    { encoding: 'utf8' },
  );
  expect([status, `${stdout}${stderr}`]).toStrictEqual([0, expect.stringContaining('SUCCESS')]);
  return Promise.resolve();
});

/** A rule in Prometheus' words, with the labels that tests look at. */
function plain({ alert, expr, for: lasts }: { alert: string; expr: string; for?: string }): object {
  return { alert, expr, ...(lasts !== undefined && { for: lasts }) };
}

/** Certificates on a machine of the control plane, and when each ends, by path. */
function machine(): Record<string, number> {
  const pki = '/etc/kubernetes/pki';
  const kubelet = '/var/lib/kubelet/pki/kubelet-client-current.pem';
  const made = [`${pki}/ca.crt`, `${pki}/etcd/peer.crt`, kubelet];
  const ends = made.map((path, at): [string, number] => [path, certificate(path, 10 + at)]);
  const admin = '/etc/kubernetes/admin.conf';
  const end = certificate(admin, 300);
  const data = readFileSync(join(root, admin)).toString('base64');
  put(admin, `users:\n- name: admin\n  user:\n    client-certificate-data: ${data}\n`);
  put('/etc/kubernetes/kubelet.conf', `users:\n- user:\n    client-certificate: ${kubelet}\n`);
  put(`${pki}/apiserver.crt`, 'no certificate\n');
  return Object.fromEntries([...ends, [admin, end]]);
}

/** Makes a certificate, followed by its key as kubelets have it; says when it ends. */
function certificate(path: string, days: number): number {
  put(path, '');
  const options = `-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -days ${days}`;
  const to = ['-out', join(root, path), '-keyout', join(root, 'key')];
  spawnSync('openssl', ['req', ...options.split(' '), ...to]);
  const text = readFileSync(join(root, path), 'utf8');
  writeFileSync(join(root, path), `${text}${readFileSync(join(root, 'key'), 'utf8')}`);
  return Date.parse(new X509Certificate(text).validTo) / 1000;
}

/** Runs the script of a role's machines below the test's folder. */
function measure(role: string, address = VIP) {
  const text = fileOf(`${role}/${WRITER}`)
    .replaceAll(/(?<=[ =])\/(etc|var)\//g, `${root}/$1/`)
    .replaceAll(VIP, address);
  const { status, stderr } = spawnSync('sh', ['-s'], { input: text, encoding: 'utf8' });
  const file = join(root, TEXTFILES, 'kubestrata-machine-metrics.prom');
  const written = status === 0 ? readFileSync(file, 'utf8').replaceAll(root, '') : '';
  return { status, stderr, written };
}

/** The page of an exporter that is started as its unit says. */
async function exported(program: string, port: number): Promise<string> {
  const unit = fileOf('etcd/etc/systemd/system/kubestrata-node-exporter.service');
  const [, ...words] = (/^ExecStart=((?:.*\\\n)*.*)/m.exec(unit)?.[1] ?? '').split(/[\s\\]+/);
  const given = words.map((word) =>
    word.replace(TEXTFILES, join(root, TEXTFILES)).replace('${LISTEN}', `127.0.0.1:${port}`),
  );
  const running = spawn(program, given, { stdio: 'ignore' });
  try {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
      if (answer) return (await answer.text()).replaceAll(root, '');
      await sleep(100);
    }
    throw new Error(`'${program}' does not answer with ${given.join(' ')}`);
  } finally {
    running.kill();
  }
}

/** Values of a metric, by path. */
const samples = (text: string, metric: string): Record<string, number> =>
  Object.fromEntries(
    [...text.matchAll(new RegExp(`^${metric}\\{.*path="([^"]*)"\\} (\\S+)$`, 'gm'))].map(
      ([, path = '', value]) => [path, Number(value)],
    ),
  );

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
