import { Platform, Registry, type HostFile, type PlatformProps } from '../../lib';
import { Backups } from '../../lib/contracts/backups';
import { EtcdCluster } from '../../lib/contracts/etcd-cluster';
import { Metrics } from '../../lib/contracts/metrics';
import { Etcd, type EtcdProps } from '../../lib/provisioning/etcd';
import { freeRoot } from '../harness/sample';
import { backupKeeper, metricsCollector } from '../harness/services';

const members = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `etcd-${i + 1}`,
    address: `192.0.2.2${i + 1}`,
    role: 'etcd' as const,
  }));

function make(props: EtcdProps = {}, platform: PlatformProps = {}): Etcd {
  const root = new Platform(freeRoot(), 'prod', {
    kubernetesVersion: '1.36',
    machines: members(3),
    ...platform,
  });
  return new Etcd(root, 'etcd', props);
}

const warnings = (etcd: Etcd) =>
  Registry.of(etcd).warnings.flatMap(({ by, text }) => (by === etcd ? (text() ?? []) : []));

const file = (etcd: Etcd, path: string, host = 'etcd-1'): HostFile['content'] =>
  Registry.of(etcd).hostFiles.find(
    ({ on, path: p }) =>
      p === path && (on === 'etcd' || (typeof on === 'object' && on.host === host)),
  )?.content;

function configuration(etcd: Etcd, host?: string): Record<string, unknown> {
  const content = file(etcd, '/etc/etcd/etcd.conf.yml', host);
  return content && 'yaml' in content ? (content.yaml as Record<string, unknown>) : {};
}

function script(etcd: Etcd, name: string): string {
  const content = file(etcd, name.startsWith('/') ? name : `/usr/local/sbin/kubestrata-${name}`);
  return content && 'text' in content ? content.text : '';
}

const steps = (etcd: Etcd, runbook: string) =>
  Registry.of(etcd)
    .steps.flatMap(({ steps }) => steps())
    .filter((s) => s.runbook === runbook);

test.each([
  ['1.36', '3.6.14', 'feature-gates'],
  ['1.34', '3.6.14', 'feature-gates'],
  ['1.33', '3.5.33', 'experimental-initial-corrupt-check'],
])('goes with Kubernetes %s in version %s, in its words', (kubernetesVersion, version, key) => {
  const etcd = make({}, { kubernetesVersion });
  expect([etcd.version, key in configuration(etcd)]).toStrictEqual([version, true]);
});

test('each member has its own addresses and knows all', () => {
  const own = configuration(make(), 'etcd-2');
  expect(own).toMatchObject({
    name: 'etcd-2',
    'listen-client-urls': 'https://192.0.2.22:2379,https://127.0.0.1:2379',
    'listen-metrics-urls': 'http://192.0.2.22:2381',
    'initial-cluster':
      'etcd-1=https://192.0.2.21:2380,etcd-2=https://192.0.2.22:2380,etcd-3=https://192.0.2.23:2380',
    'initial-cluster-token': 'prod',
    'quota-backend-bytes': 8_589_934_592,
  });
});

test('addresses of IPv6 stand in brackets, and the loopback is that of IPv6', () => {
  const machines = members(3).map((m, i) => ({ ...m, address: `2001:db8::${i + 1}` }));
  const etcd = make({}, { machines });
  expect(configuration(etcd)['listen-client-urls']).toBe(
    'https://[2001:db8::1]:2379,https://[::1]:2379',
  );
  expect(etcd.metricsEndpoints[0]).toBe('http://[2001:db8::1]:2381/metrics');
});

test('gives the control plane its members, and where its certificates are', () => {
  const etcd = make();
  expect(EtcdCluster.find(etcd)).toMatchObject({
    endpoints: ['https://192.0.2.21:2379', 'https://192.0.2.22:2379', 'https://192.0.2.23:2379'],
    caFile: '/etc/kubernetes/pki/etcd/ca.crt',
    certFile: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
  });
});

test('sites get slower heartbeats, and own times stay as they are', () => {
  const times = (props: EtcdProps) => {
    const c = configuration(make(props));
    return [c['heartbeat-interval'], c['election-timeout']];
  };
  expect(times({ latency: 'sites' })).toStrictEqual([300, 3000]);
  const latency = { heartbeatMilliseconds: 50, electionMilliseconds: 400 };
  expect(times({ latency })).toStrictEqual([50, 400]);
  expect(warnings(make({ latency }))[0]).toContain('less than ten heartbeats');
});

test('ciphers are for TLS 1.2 only', () => {
  expect(configuration(make())['cipher-suites']).toHaveLength(6);
  const strict = configuration(make({ tlsMinVersion: 'TLS1.3' }));
  expect([strict['tls-min-version'], strict['cipher-suites']]).toStrictEqual(['TLS1.3', undefined]);
});

test('only the control plane and members reach the clients’ port', () => {
  const etcd = make();
  const [claimed] = Registry.of(etcd).hostPorts;
  expect(claimed?.ports().map(({ port, from }) => [port, from])).toStrictEqual([
    [2379, ['control-plane', 'etcd']],
    [2380, ['etcd']],
    [2381, ['nodes', 'pods']],
  ]);
});

test('the service may write its folders and nothing else', () => {
  const unit = script(make({ walDirectory: '/wal' }), '/etc/systemd/system/etcd.service');
  expect(unit).toContain('ReadWritePaths=/var/lib/etcd /wal\n');
  expect(unit).toContain('ProtectSystem=strict\n');
  expect(unit).toContain('Type=notify\n');
});

test('snapshots are encrypted, copied and measured only where that is wanted', () => {
  const plain = script(make(), 'etcd-backup');
  expect([/\bage\b/.test(plain), plain.includes('rclone')]).toStrictEqual([false, false]);
  const etcd = make({
    backup: {
      keep: 3,
      recipientsFile: '/etc/etcd/keys.txt',
      upload: { rclone: 'off:etcd/', configFile: '/etc/etcd/rclone.conf' },
      textfileDirectory: '/var/lib/metrics',
    },
  });
  const full = script(etcd, 'etcd-backup');
  expect(full).toContain("age --encrypt --recipients-file '/etc/etcd/keys.txt'");
  expect(full).toContain(
    `rclone --config '/etc/etcd/rclone.conf' copyto "$DIRECTORY/$name" 'off:etcd/'"$name"`,
  );
  expect(full).toContain('KEEP=3\n');
  const [needs] = Registry.of(etcd).hostNeeds;
  expect(needs?.needs().packages?.map((p) => p.debian)).toContain('age');
});

test('alerts of the field are left to the collector, unless it does not find the members', () => {
  const alerts = (props: EtcdProps) => {
    const metrics = metricsCollector();
    make({ ...props, wiring: [Metrics.with(metrics)] });
    const rules = metrics.rules[0]?.groups[0]?.rules.map((r) => ('alert' in r ? r.alert : ''));
    return { rules, asked: metrics.machines.length };
  };
  expect(alerts({})).toStrictEqual({ rules: ['EtcdDatabaseNearQuota', 'EtcdSlowWal'], asked: 0 });
  const own = alerts({ monitoring: 'by-monitor', backup: { textfileDirectory: '/metrics' } });
  expect(own.asked).toBe(1);
  expect(own.rules).toContain('EtcdNoMajority');
  expect(own.rules).toContain('EtcdBackupOld');
});

test('tells the keeper of backups that it has its own', () => {
  const keeper = backupKeeper();
  make({ wiring: [Backups.with(keeper)] });
  expect(keeper.asked[0]?.method).toStrictEqual({
    own: 'snapshots in /var/backups/etcd of the members',
  });
});

test('the authority may be where the definition is run', () => {
  const etcd = make({ certificates: { authority: 'operator' }, sshUser: 'ops' });
  const [, made, brought] = steps(etcd, 'install');
  expect(made?.on).toBe('operator');
  expect(brought?.commands?.[0]).toBe(
    'tar -C "$HOME/etcd-ca-prod"/issued/etcd-1 -cf - . | ssh ops@192.0.2.21 "sudo /usr/local/sbin/kubestrata-etcd-certificates install"',
  );
});

test('upgrades go from member to member, after a snapshot', () => {
  expect(steps(make(), 'upgrade').map(({ on }) => on)).toStrictEqual([
    { host: 'etcd-1' },
    { host: 'etcd-1' },
    { host: 'etcd-2' },
    { host: 'etcd-3' },
  ]);
});

test('a snapshot is restored as a cluster that no old member joins', () => {
  const restored = steps(make({ walDirectory: '/wal' }), 'recovery').filter(({ title }) =>
    title.startsWith('Restore the snapshot on etcd-2'),
  );
  expect(restored[0]?.commands?.find((c) => c.includes('etcdutl'))).toBe(
    '/usr/local/bin/etcdutl snapshot restore /root/restore.db --name etcd-2 --initial-cluster etcd-1=https://192.0.2.21:2380,etcd-2=https://192.0.2.22:2380,etcd-3=https://192.0.2.23:2380 --initial-cluster-token prod-restored --initial-advertise-peer-urls https://192.0.2.22:2380 --data-dir /var/lib/etcd --wal-dir /wal/wal --bump-revision 1000000000 --mark-compacted',
  );
});

test('the log is in a folder of its disk, as etcd cannot replace the mounted one', () => {
  const log = make({ walDirectory: '/wal' });
  expect(configuration(log)['wal-dir']).toBe('/wal/wal');
  expect(script(log, 'etcd-install')).toContain('-o etcd -g etcd /var/lib/etcd /wal\n');
});

test('a snapshot goes from its member to all, decrypted on the way', () => {
  const etcd = make({
    sshUser: 'ops',
    backup: {
      recipientsFile: '/etc/etcd/recipients.txt',
      upload: { rclone: 'backups:etcd/', configFile: '/etc/etcd/rclone.conf' },
    },
  });
  const commands = (title: string) =>
    steps(etcd, 'recovery').find((step) => step.title === title)?.commands ?? [];
  expect(commands('Find the newest snapshot').at(-1)).toBe(
    "# rclone --config '/etc/etcd/rclone.conf' copy 'backups:etcd/NAME' /var/backups/etcd",
  );
  expect(commands('Bring one snapshot to all members').at(-1)).toBe(
    `ssh -n ops@$FROM "sudo cat /var/backups/etcd/$SNAPSHOT" | age --decrypt --identity "$KEY" | gunzip | ssh ops@192.0.2.23 "sudo sh -c 'umask 077; cat >/root/restore.db'"`,
  );
});

test('a new control plane gets the certificate for etcd from another', () => {
  const step = steps(make({ sshUser: 'ops' }), 'recovery').at(-1);
  expect(step?.commands?.[0]).toMatch(
    /^ssh -n ops@LEFT "sudo tar [^|]* apiserver-etcd-client\.key" \| ssh ops@NEW "sudo sh -c /,
  );
});

test('programs are named by their places, as sudo may not look there', () => {
  const etcd = make({ sshUser: 'ops', backup: { recipientsFile: '/etc/etcd/recipients.txt' } });
  const all = ['install', 'upgrade', 'certificates', 'recovery'].flatMap((name) =>
    steps(etcd, name),
  );
  const commands = all.flatMap((step) => [...(step.commands ?? []), ...(step.verify ?? [])]);
  const ours = commands.filter((command) => !command.includes('.timer'));
  const bare = /(^|[ ("!])(kubestrata-|etcdutl|etcd --)/;
  expect(ours.filter((command) => bare.test(command))).toStrictEqual([]);
  expect(ours.filter((command) => command.includes('/usr/local/'))).not.toHaveLength(0);
});

test('snapshots for a share are not taken while the share is away', () => {
  const job = script(
    make({ backup: { directory: '/mnt/etcd' } }),
    '/etc/systemd/system/kubestrata-etcd-backup.service',
  );
  expect(job).toContain('RequiresMountsFor=/mnt/etcd\n');
});

test('what is turned off leaves neither script nor timer', () => {
  const etcd = make({ backup: false, defragmentation: false });
  const paths = Registry.of(etcd).hostFiles.map(({ path }) => path);
  expect(paths.filter((path) => /backup|defragment/.test(path))).toStrictEqual([]);
});

test.each([
  [0, "has no machines to run on; give the platform `machines` with role 'etcd'"],
  [2, "has '2' members, which stand the loss of no more than 1 do"],
  [9, "has '9' members, and every change waits for 5 of them"],
])('fails with %i members', (count, message) => {
  expect(make({}, { machines: members(count) }).node.validate()[0]).toContain(message);
});

test('warns of one member, and of a zone that has the majority', () => {
  expect(warnings(make({}, { machines: members(1) }))[0]).toContain('has one member');
  const machines = members(3).map((m, i) => ({ ...m, zone: i < 2 ? 'a' : 'b' }));
  expect(warnings(make({}, { machines }))[0]).toContain("2 of 3 members in zone 'a'");
});

test('warns of a version that Kubernetes is not tested with', () => {
  expect(warnings(make({ version: '3.7.1' }))[0]).toContain('is tested with 3.6');
});

test.each<[EtcdProps, string]>([
  [{ dataDirectory: '/var' }, "'/var' is not for etcd alone; name a folder within, `/var/etcd`"],
  [{ backup: { directory: '/mnt' } }, "'/mnt' is not for etcd alone"],
  [{ walDirectory: '/wal', backup: { directory: '/wal/backups' } }, "within etcd's own '/wal'"],
  [{ defragmentation: { minimumMebibytes: -1 } }, "'-1' is no size in MiB"],
  [{ backup: { schedule: '' } }, "the time '' is none of systemd's"],
  [{ downloads: "x'; rm -rf /" }, 'is no place to download from'],
  [
    { backup: { upload: { rclone: "a'b", configFile: '/etc/etcd/rclone.conf' } } },
    "'a'b' is no target of rclone",
  ],
  [{ backup: { onFailure: 'page me' } }, "'page me' is no systemd unit"],
  [{ version: '3.4.1' }, "etcd '3.4.1' is older than kubeadm takes; use '3.6.14'"],
  [{ version: '3.5.9' }, "etcd '3.5.9' is older than kubeadm takes"],
  [
    { latency: { heartbeatMilliseconds: 100, electionMilliseconds: 400 } },
    "an election time of '400' ms does not fit a heartbeat of '100' ms",
  ],
  [{ backup: { directory: '/var/lib/etcd/backups' } }, "is within etcd's own '/var/lib/etcd'"],
  [
    { backup: { upload: { rclone: 'a:b', configFile: '/root/rclone.conf' } } },
    'is below a home, which the services do not see',
  ],
  [{ certificates: { days: 400, authorityDays: 300 } }, 'the authority has to outlive them'],
  [{ walDirectory: 'wal' }, "the folder of the log 'wal' is no absolute and plain path"],
  [{ defragmentation: { freePercent: 0 } }, "'0' percent of free space cannot be"],
])('fails for %j', (props, message) => {
  expect(() => make(props)).toThrow(message);
});

test('works outside a platform, where there are no machines', () => {
  const etcd = new Etcd(freeRoot(), 'etcd');
  expect(etcd.node.validate()[0]).toContain('has no machines to run on');
});
