import { load, loadAll } from 'js-yaml';
import { Registry, type Machine } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { freeRoot } from '../harness/sample';
import { standard } from '../harness/standard';

// An etcd on machines of its own, and everything that has to know of it: the standard platform, whole.

const machines = [1, 2, 3].map((n): Machine => ({
  name: `etcd-${n}`,
  address: `10.20.0.3${n}`,
  role: 'etcd',
}));
const URLS = machines.map(({ address }) => `https://${address}:2379`);
const CLIENT = {
  caFile: '/etc/kubernetes/pki/etcd/ca.crt',
  certFile: '/etc/kubernetes/pki/apiserver-etcd-client.crt',
  keyFile: '/etc/kubernetes/pki/apiserver-etcd-client.key',
};

const root = freeRoot();
const platform = standard(root, {
  machines,
  networks: { nodes: ['10.20.0.0/24'], pods: ['10.244.0.0/16'] },
});
const files = hostFiles(root);
const registry = Registry.of(platform);

const text = (path: string): string => files.get(path)?.text ?? '';
const manifest = (kind: string, name: string): unknown =>
  registry.objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;

/** Titles of a runbook, in order. */
const titles = (runbook: string): string[] =>
  [...text(runbook).matchAll(/^## \d+\. (.+)$/gm)].map(([, title]) => title ?? '');

/** A step of a runbook, with its commands. */
const step = (runbook: string, title: string): string =>
  text(runbook)
    .split(/^## \d+\. /m)
    .find((part) => part.startsWith(title)) ?? '';

test('kubeadm leads the API servers to all members, with the certificate that is handed to them', () => {
  const documents = loadAll(text('control-plane-1/etc/kubernetes/kubeadm/init.yaml'));
  expect(documents).toContainEqual(
    expect.objectContaining({
      kind: 'ClusterConfiguration',
      etcd: { external: { endpoints: URLS, ...CLIENT } },
    }),
  );
  const brought = step('README.md', 'Bring the certificates to members and control planes');
  for (const { address } of platform.hosts('control-plane')) {
    expect(brought).toMatch(new RegExp(`issued/control-plane .*\\| ssh root@${address} `));
    expect(brought).toContain(
      `ssh -n root@${address} "openssl verify -CAfile ${CLIENT.caFile} ${CLIENT.certFile}"`,
    );
  }
});

test('members know each other by what their certificates are for', () => {
  expect(load(text('etcd-2/etc/etcd/etcd.conf.yml'))).toMatchObject({
    'initial-cluster': machines.map((m) => `${m.name}=https://${m.address}:2380`).join(','),
    'advertise-client-urls': URLS[1],
  });
  expect(text('etcd/usr/local/sbin/kubestrata-etcd-certificates')).toContain(
    `MEMBERS='${machines.map(({ name, address }) => `${name}=${address}`).join(' ')}'`,
  );
});

test('etcd is there before the first control plane, with the packages that its scripts need', () => {
  const order = titles('README.md');
  const of = (title: string): number => order.findIndex((found) => found.startsWith(title));
  const places = [
    'Prepare the etcd machines',
    'Install etcd',
    'Make the certificates of etcd',
    'Bring the certificates to members and control planes',
    'Start etcd on all members',
    'Wait until all members are healthy',
    'Start the first control plane',
    'Join the control plane control-plane-2',
  ].map(of);
  expect(places).not.toContain(-1);
  expect(places).toStrictEqual([...places].sort((a, b) => a - b));
  expect(text('etcd/usr/local/sbin/kubestrata-prepare')).toMatch(
    /PACKAGES_DEBIAN='.*\bopenssl\b.*'/,
  );
});

test('etcd is upgraded before the control plane, and API servers are stopped before it is restored', () => {
  const upgrade = titles('UPGRADE.md');
  const last = upgrade.findIndex((title) => title.startsWith('Bring etcd on etcd-3'));
  const first = upgrade.findIndex((title) => /control-plane-1|first control plane/.test(title));
  expect([last > 0, last < first]).toStrictEqual([true, true]);
  const recovery = titles('RECOVERY.md').filter((title) => !title.startsWith('Restore the'));
  const stop = recovery.indexOf('All data of etcd is lost: stop the API servers');
  expect(recovery.slice(stop, stop + 7)).toStrictEqual([
    'All data of etcd is lost: stop the API servers',
    'Find the newest snapshot',
    'Bring one snapshot to all members',
    'Stop etcd',
    'Start etcd from the snapshot',
    'Start the API servers again',
    'Delete the copies of the snapshot',
  ]);
});

test('a new control plane is handed the certificate for etcd before it joins', () => {
  const order = titles('RECOVERY.md');
  const handed = order.findIndex((title) =>
    title.endsWith('hand the new one the certificate for etcd'),
  );
  const joined = order.findIndex((title) => title.endsWith('put another in its place'));
  expect([handed > 0, handed < joined]).toStrictEqual([true, true]);
});

test('the firewall lets the control plane and members in, and metrics be read', () => {
  const rules = text('etcd/etc/nftables.d/kubestrata.nft');
  for (const port of [2379, 2380, 2381]) expect(rules).toContain(`tcp dport ${port} accept`);
  expect(text('control-plane/etc/nftables.d/kubestrata.nft')).not.toContain('2379');
  const taken = registry.hostPorts.flatMap(({ ports }) => ports());
  expect(taken.filter(({ on }) => on === 'etcd').map(({ port, from }) => [port, from])).toEqual([
    [2379, ['control-plane', 'etcd']],
    [2380, ['etcd']],
    [2381, ['nodes', 'pods']],
    [9100, ['nodes', 'pods']],
  ]);
});

test('metrics of the members are read, with the rules of the field and ours beside them', () => {
  const stack = platform.node.findChild('observability').node.findChild('kube-prometheus-stack');
  const release = registry.releases.find((r) => r.node.scope === stack && r.node.id === 'release');
  expect(release?.values).toMatchObject({
    kubeEtcd: {
      enabled: true,
      endpoints: machines.map(({ address }) => address),
      service: { port: 2381, targetPort: 2381 },
    },
  });
  expect(JSON.stringify(manifest('PrometheusRule', 'external-etcd'))).toContain(
    'EtcdDatabaseNearQuota',
  );
});

test('snapshots to the object store are taken of any member, with the API servers’ certificate', () => {
  const job = JSON.stringify(manifest('CronJob', 'etcd-snapshots'));
  expect(job).toContain(URLS.map((url) => url.replace('https://', '')).join(','));
  for (const file of Object.values(CLIENT)) expect(job).toContain(file);
  expect(manifest('NetworkPolicy', 'etcd-snapshots-to-members')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 2379 }] }] },
  });
});

test('the list of hardening knows that no etcd is on the control plane', () => {
  expect(text('CIS.md')).toMatch(/\| 1\.1\.7 .*etcd runs on machines of its own/);
  expect(text('CIS.md')).toMatch(/\| 2\.2 .*`client-cert-auth`.*`\/etc\/etcd\/etcd\.conf\.yml`/);
});
