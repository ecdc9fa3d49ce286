import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { Metrics, type MetricsCollector, type ScrapeOptions } from '../../lib/contracts/metrics';
import { CoreDns, type CoreDnsProps } from '../../lib/network/coredns';

const define = (props: CoreDnsProps = {}, settings: PlatformProps = {}) =>
  new CoreDns(new Platform(new App(), 'prod', settings), 'coredns', props);

interface Block {
  readonly head: string;
  readonly lines: readonly (string | Block)[];
}

/** Reads a Corefile as nested blocks; throws where the braces do not match. */
function parse(text: string): readonly (string | Block)[] {
  const root: (string | Block)[] = [];
  const open: { lines: (string | Block)[] }[] = [{ lines: root }];
  for (const line of text.split('\n').map((l) => l.trim())) {
    if (line === '') continue;
    if (line === '}') open.pop();
    else if (line.endsWith('{')) {
      const lines: (string | Block)[] = [];
      open.at(-1)?.lines.push({ head: line.slice(0, -1).trim(), lines });
      open.push({ lines });
    } else open.at(-1)?.lines.push(line);
    if (open.length === 0) throw new Error(`there is no block to close at '${line}'`);
  }
  if (open.length !== 1) throw new Error('a block is not closed');
  return root;
}

/** The Corefile that kubeadm's addon is given. */
function addonCorefile(props: CoreDnsProps): readonly (string | Block)[] {
  const coredns = define({ ...props, managed: false });
  const [config] = Registry.of(coredns).objects;
  return parse((config?.manifest['data'] as { Corefile: string }).Corefile);
}

const names = (block: string | Block | undefined) =>
  (block as Block).lines.map((l) => (typeof l === 'string' ? l : l.head).split(' ')[0]);

test('takes the tenth address of the service network', () => {
  const clusterIp = (services: readonly string[]) =>
    define({}, { networks: { services } }).release?.values['service'];
  expect(clusterIp(['10.43.0.0/16'])).toStrictEqual({ name: 'kube-dns', clusterIP: '10.43.0.10' });
  expect(clusterIp(['10.96.0.0/16', 'fd00:10:96::/112'])).toStrictEqual({
    name: 'kube-dns',
    clusterIP: '10.96.0.10',
    clusterIPs: ['10.96.0.10', 'fd00:10:96::a'],
    ipFamilyPolicy: 'RequireDualStack',
  });
});

test('works without a platform', () => {
  const coredns = new CoreDns(new Construct(undefined as never, ''), 'coredns');
  expect(coredns.release?.values).toMatchObject({ service: { clusterIP: '10.96.0.10' } });
});

test('gives each zone of others its own server block', () => {
  const { release } = define({
    stubDomains: [
      { zone: 'corp.example.com', servers: ['192.0.2.53'], tlsName: 'dns.example.com' },
    ],
  });
  expect(release?.values['servers']).toMatchObject([
    { zones: [{ zone: '.', use_tcp: true }], port: 53 },
    {
      zones: [{ zone: 'corp.example.com', use_tcp: true }],
      plugins: [
        { name: 'errors' },
        { name: 'prometheus' },
        {
          name: 'forward',
          parameters: '. tls://192.0.2.53',
          configBlock: 'max_concurrent 1000\ntls_servername dns.example.com',
        },
        { name: 'cache', parameters: '30' },
        { name: 'loop' },
        { name: 'reload' },
        { name: 'loadbalance' },
      ],
    },
  ]);
});

test('writes a Corefile with every plugin in its place', () => {
  const [cluster, corp, imported] = addonCorefile({
    stubDomains: [{ zone: 'corp.example.com', servers: ['192.0.2.53'] }],
    hosts: { '192.0.2.10': ['registry.example.com', 'r.example.com'] },
    rewrites: [{ from: '.old.example.com', to: '.new.example.com', match: 'suffix' }],
    autopath: true,
    log: 'failures',
    imports: ['/etc/coredns/custom/*.server'],
  });
  expect((cluster as Block).head).toBe('.:53');
  expect(names(cluster)).toStrictEqual([
    'errors',
    'log',
    'health',
    'ready',
    'autopath',
    'rewrite',
    'hosts',
    'kubernetes',
    'prometheus',
    'forward',
    'cache',
    'loop',
    'reload',
    'loadbalance',
  ]);
  const lines = (cluster as Block).lines;
  expect(lines).toContainEqual({
    head: 'hosts',
    lines: ['192.0.2.10 registry.example.com r.example.com', 'fallthrough'],
  });
  expect(lines).toContainEqual({
    head: 'kubernetes cluster.local in-addr.arpa ip6.arpa',
    lines: ['pods verified', 'fallthrough in-addr.arpa ip6.arpa', 'ttl 30'],
  });
  expect(lines).toContain('rewrite name suffix .old.example.com .new.example.com answer auto');
  expect((corp as Block).head).toBe('corp.example.com:53');
  expect(imported).toBe('import /etc/coredns/custom/*.server');
});

test('leaves plugins out that nothing asks for', () => {
  const [cluster, ...others] = addonCorefile({});
  expect(names(cluster)).not.toEqual(
    expect.arrayContaining(['log', 'hosts', 'rewrite', 'autopath']),
  );
  expect(others).toStrictEqual([]);
});

test('keeps the addon of kubeadm, and says what that takes', () => {
  const coredns = define({ managed: false });
  const platform = Platform.of(coredns);
  expect(coredns.release).toBeUndefined();
  expect(Registry.of(coredns).objects.map((o) => o.identity)).toStrictEqual([
    'ConfigMap kube-system/coredns',
    'PodDisruptionBudget.policy kube-system/coredns',
  ]);
  expect(platform?.describe().warnings[0]?.text).toContain('must take it over');
});

test('has the addon of kubeadm scraped, which brings no monitor', () => {
  const platform = new Platform(new App(), 'prod');
  const scraped: ScrapeOptions[] = [];
  const collector: Partial<MetricsCollector> = {
    scrapeServices: (_, options) => void scraped.push(options),
    addRules: () => undefined,
  };
  Metrics.provide(platform, collector as MetricsCollector);
  new CoreDns(platform, 'coredns', { managed: false });
  expect(scraped).toMatchObject([
    {
      namespace: 'kube-system',
      selector: { 'k8s-app': 'kube-dns' },
      endpoints: [{ port: 'metrics' }],
    },
  ]);
});

test('runs in copies that grow with the cluster unless there is one node only', () => {
  expect(define().release?.values).toMatchObject({
    replicaCount: 2,
    autoscaler: { enabled: true, min: 2, preventSinglePointFailure: true },
    podDisruptionBudget: { maxUnavailable: 1 },
  });
  expect(define({}, { profile: 'single-node' }).release?.values).toMatchObject({
    replicaCount: 1,
    autoscaler: { enabled: false },
    podDisruptionBudget: {},
  });
});

test('takes the CPU limit of the chart away', () => {
  expect(define().release?.values).toMatchObject({ resources: { limits: { cpu: null } } });
});

test('fails for zones and addresses that cannot be', () => {
  const zone = { zone: 'corp.example.com', servers: ['192.0.2.53'] };
  expect(() => define({ stubDomains: [{ ...zone, servers: [] }] })).toThrow(
    "[prod/coredns] zone 'corp.example.com' has no servers; pass one or more",
  );
  expect(() => define({ stubDomains: [{ ...zone, zone: 'cluster.local' }] })).toThrow(
    "zone 'cluster.local' is not another server's; use `upstreams` or `clusterDomain`",
  );
  expect(() => define({ stubDomains: [zone, zone] })).toThrow(
    "zone 'corp.example.com' is there twice; keep one of them",
  );
  expect(() => define({ upstreams: [] })).toThrow('has no upstreams; pass one or more');
  expect(() => define({ hosts: { registry: ['a.example.com'] } })).toThrow(
    "'registry' is not an IP address; correct it",
  );
});
