import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import type { PlatformProps } from '../../lib';
import { Dashboards, type Dashboard } from '../../lib/contracts/dashboards';
import { Metrics } from '../../lib/contracts/metrics';
import { HaProxy } from '../../lib/provisioning/haproxy';
import { examples, platforms } from '../../lib/provisioning/haproxy/examples';
import * as kubeVip from '../../lib/provisioning/kube-vip/examples';
import { metricsCollector } from '../harness/services';
import { hostProgram, missingPrograms } from './host-programs';
import { openFor } from './load-balancer-client';
import { askHaproxy, askKeepalived, filesOf, realInterface } from './load-balancer-files';
import { BALANCER, BalancedServers, SERVERS } from './load-balancer-servers';
import { Api } from './rig/api';
import type { KubeObject } from './rig/kube-object';
import { optionalTest } from './rig/optional-test';

// The files of balancers, read by the programs that they are for; and real API servers behind a real
// HAProxy, of which one is killed.

const haproxy = hostProgram('haproxy') ?? '';
const keepalived = hostProgram('keepalived') ?? '';
const noHaproxy = missingPrograms('haproxy');
const noKeepalived =
  missingPrograms('keepalived') ??
  (realInterface() === undefined ? 'there is no interface but loopback; add one' : undefined);

for (const [name, example] of Object.entries(examples)) {
  const files = () => [...filesOf(example, platforms[name] ?? {})];
  const named = (end: string) => files().filter(([path]) => path.endsWith(end));

  optionalTest(`HAProxy takes its file of '${name}'`, noHaproxy, async () => {
    const answers = await Promise.all(
      named('haproxy.cfg').map(([, text]) => askHaproxy(haproxy, text)),
    );
    expect(answers.map(({ ok, stderr }) => ok || stderr)).toStrictEqual([true]);
    expect(answers.map(({ stderr }) => /WARNING.*/.exec(stderr)?.[0])).toStrictEqual([undefined]);
  });

  const moves = named('/keepalived/keepalived.conf').length > 0;
  if (!moves) continue;
  optionalTest(`keepalived takes its files of '${name}'`, noKeepalived, async () => {
    const answers = await Promise.all(
      named('/keepalived/keepalived.conf').map(([, text]) => askKeepalived(keepalived, text)),
    );
    expect(answers.map(({ ok, stderr }) => ok || stderr)).not.toContainEqual(expect.any(String));
    expect(answers.map(({ stderr }) => stderr).join('')).toBe('');
  });
}

optionalTest('fails HAProxy on a file that is broken', noHaproxy, async () => {
  const [text = ''] = [...filesOf(only('single'), platforms['single'] ?? {}).values()];
  const answer = await askHaproxy(haproxy, text.replace('leastconn', 'fastest'));
  expect([answer.ok, answer.stderr]).toStrictEqual([
    false,
    expect.stringContaining('balance only supports'),
  ]);
});

optionalTest('fails keepalived on a file that is broken', noKeepalived, async () => {
  const files = filesOf(only('own-machines'), platforms['own-machines'] ?? {});
  const text = files.get('balancer-1/etc/keepalived/keepalived.conf') ?? '';
  const answer = await askKeepalived(
    keepalived,
    text.replace('virtual_router_id 51', 'virtual_router_id 999'),
  );
  expect([answer.ok, answer.stderr]).toStrictEqual([false, expect.stringContaining('999')]);
});

optionalTest(
  'requests go on when one of two real API servers behind a real HAProxy is killed',
  missingPrograms('haproxy', 'openssl', 'curl'),
  async () => {
    const servers = await BalancedServers.prepare();
    try {
      await proof(servers);
    } catch (error) {
      process.stderr.write(`end of HAProxy's log:\n${servers.tail('haproxy')}\n`);
      throw error;
    } finally {
      await servers.stop();
    }
  },
);

async function proof(servers: BalancedServers): Promise<void> {
  const { cfg, script, metricNames } = definition(servers);
  const check = async () => (await servers.check(script)).stderr || 'ok';
  expect(await check()).toContain('not ok: HAProxy does not answer');
  await servers.startEtcd();
  servers.startBalancer(haproxy, cfg);
  await until('HAProxy answers', async () => (await check()).includes('no API server'));
  expect((await servers.check(script, 'haproxy')).stdout).toBe('ok\n');

  await servers.startServer(SERVERS[0]);
  await until('the first API server is used', async () => (await check()) === 'ok');
  await servers.startServer(SERVERS[1]);
  const up = (server: number, state = 'UP') =>
    servers.metrics().then((all) => all.get(status(server, state)) === 1);
  await until('the second API server is used', () => up(2));
  expect(await failures(servers, 100)).toBe(0);
  const sessions = (server: number) =>
    servers.metrics().then((all) => all.get(series('sessions_total', server)) ?? 0);
  expect([(await sessions(1)) > 10, (await sessions(2)) > 10]).toStrictEqual([true, true]);
  const found = new Set([...(await servers.metrics()).keys()].map((s) => s.replace(/\{.*/, '')));
  expect(metricNames.filter((name) => !found.has(name))).toStrictEqual([]);

  await proveLimits(servers);

  const started = Date.now();
  servers.kill(SERVERS[0]);
  let asked = 0;
  let failed = 0;
  while (!(await up(1, 'DOWN'))) {
    asked++;
    if ((await servers.ask('/readyz')) !== 200) failed++;
    if (Date.now() - started > 20_000) throw new Error('HAProxy has not noticed within 20 s');
  }
  process.stderr.write(
    `load balancer: an API server was killed; noticed after ${((Date.now() - started) / 1000).toFixed(1)} s, meanwhile ${failed} of ${asked} requests failed\n`,
  );
  expect(await failures(servers, 200)).toBe(0);
  expect(await check()).toBe('ok');

  const ca = readFileSync(servers.caFile, 'utf8');
  const api = new Api({ port: servers.ports.balancer, ca, token: servers.token });
  for (const pod of kubeVipPods()) {
    const { ok, message } = await api.create(pod, { dryRun: true });
    expect([ok, message]).toStrictEqual([true, '']);
  }
  api.close();

  const before = await sessions(1);
  await servers.startServer(SERVERS[0]);
  await until('the first API server is used again', () => up(1));
  await until('it gets requests again', async () => {
    await failures(servers, 20);
    return (await sessions(1)) > before;
  });
  servers.kill('haproxy');
  await until('the check fails', async () => (await check()).includes('HAProxy does not answer'));
}

/** Who may connect, and how often, counts for the address that a balancer in front gives. */
async function proveLimits(servers: BalancedServers): Promise<void> {
  const ca = readFileSync(servers.caFile, 'utf8');
  const front = { from: IN_FRONT, to: BALANCER, port: servers.ports.balancer, ca };
  expect(await openFor('203.0.113.7', front)).toBeUndefined();
  const opened = [];
  for (let i = 0; i < 5; i++) opened.push(await openFor('198.51.100.7', front));
  expect(opened.map((socket) => socket !== undefined)).toStrictEqual([...NEWLY, false, false]);
  const other = await openFor('198.51.100.8', front);
  expect(other).toBeDefined();
  for (const socket of [...opened, other]) socket?.destroy();
}

/** Address of a balancer in front that sends the PROXY protocol. */
const IN_FRONT = '127.0.1.20';
/** As many connections as one client may have open. */
const NEWLY = [true, true, true];

/** The files of a platform with the test's addresses, and the metrics that its alerts and panels read. */
function definition({ ports, caFile }: BalancedServers) {
  const collector = metricsCollector();
  const dashboards: Dashboard[] = [];
  const wiring = [
    Metrics.with(collector),
    Dashboards.with({
      add: (_, dashboard) => void dashboards.push(dashboard),
      addDatasource: () => undefined,
    }),
  ];
  const props: PlatformProps = {
    nodes: SERVERS.map((address, i) => ({
      name: `control-plane-${i + 1}`,
      address,
      role: 'control-plane' as const,
    })),
    machines: [{ name: 'balancer-1', address: BALANCER, role: 'load-balancer' }],
    apiServer: { host: BALANCER, port: ports.balancer },
  };
  const files = filesOf((scope) => {
    const apiServerPort = ports.servers;
    const listenOn = 'virtual-address';
    new HaProxy(scope, 'haproxy', {
      wiring,
      apiServerPort,
      listenOn,
      caFile,
      allowedNetworks: ['198.51.100.0/24'],
      proxyProtocolFrom: [`${IN_FRONT}/32`],
      limits: { open: NEWLY.length },
    });
  }, props);
  const text = JSON.stringify([collector.rules, dashboards]);
  return {
    cfg: files.get('load-balancer/etc/haproxy/haproxy.cfg') ?? '',
    script: files.get('load-balancer/usr/local/sbin/kubestrata-check-api') ?? '',
    metricNames: [...new Set(text.match(/\bhaproxy_[a-z_]+/g))],
  };
}

const only = (name: string) => examples[name] ?? (() => undefined);

const series = (what: string, server: number): string =>
  `haproxy_server_${what}{proxy="kube-apiserver",server="control-plane-${server}"}`;

const status = (server: number, state: string): string =>
  series('status', server).replace('}', `,state="${state}"}`);

async function failures(servers: BalancedServers, count: number): Promise<number> {
  let failed = 0;
  for (let i = 0; i < count; i++) if ((await servers.ask('/readyz')) !== 200) failed++;
  return failed;
}

async function until(what: string, probe: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await probe().catch(() => false)); await sleep(200)) {
    if (Date.now() > end) throw new Error(`${what}: not so after 60 s; see the logs`);
  }
}

/** The static Pods of kube-vip's examples. */
const kubeVipPods = (): KubeObject[] =>
  Object.entries(kubeVip.examples).flatMap(([name, example]) =>
    [...filesOf(example, kubeVip.platforms[name] ?? {})]
      .filter(([path]) => path.endsWith('/kube-vip.yaml'))
      .map(([, text]) => parse(text) as KubeObject),
  );
