import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Platform, Registry, type PlatformProps } from '../../lib';
import {
  ExternalDns,
  type DnsProvider,
  type ExternalDnsProps,
} from '../../lib/network/external-dns';
import { GatewayApi } from '../../lib/network/gateway-api';

const rfc2136: DnsProvider = {
  name: 'rfc2136',
  host: '192.0.2.53',
  tsig: { keyName: 'external-dns', secret: { name: 'tsig', key: 'secret' } },
};

function define(props: Partial<ExternalDnsProps> = {}, settings: PlatformProps = {}) {
  const platform = new Platform(new App(), 'prod', { domain: 'k8s.example.com', ...settings });
  return new ExternalDns(platform, 'external-dns', { provider: rfc2136, ...props });
}

/** Ports that the closed namespace may connect to, beside DNS. */
const egressPorts = (dns: ExternalDns) =>
  Registry.of(dns)
    .objects.filter((o) => o.kind.kind === 'NetworkPolicy')
    .flatMap((o) => {
      const { egress } = o.manifest['spec'] as { egress: { to?: unknown; ports?: object[] }[] };
      return egress.filter(({ to }) => to === undefined).flatMap(({ ports }) => ports);
    });

test('writes to the domain of the platform, in its name, and deletes nothing', () => {
  expect(define().release.values).toMatchObject({
    provider: { name: 'rfc2136' },
    domainFilters: ['k8s.example.com'],
    txtOwnerId: 'prod',
    policy: 'upsert-only',
    extraArgs: {
      'rfc2136-host': '192.0.2.53',
      'rfc2136-zone': ['k8s.example.com'],
      'rfc2136-tsig-keyname': 'external-dns',
    },
    env: [
      {
        name: 'EXTERNAL_DNS_RFC2136_TSIG_SECRET',
        valueFrom: { secretKeyRef: { name: 'tsig', key: 'secret' } },
      },
    ],
  });
});

test('reads routes where the cluster knows them, and comes after their CRDs', () => {
  const dns = define();
  expect(dns.release.values['sources']).toStrictEqual(['service', 'ingress']);
  new GatewayApi(dns.node.scope ?? dns, 'gateway-api');
  expect(dns.release.values['sources']).toStrictEqual([
    'service',
    'ingress',
    'gateway-httproute',
    'gateway-grpcroute',
  ]);
  expect(dns.release.needs).toStrictEqual([
    'HTTPRoute.gateway.networking.k8s.io',
    'GRPCRoute.gateway.networking.k8s.io',
  ]);
});

test('reads records of its own kind only when there are some', () => {
  const dns = define({ sources: ['service'] });
  expect(dns.release.values['sources']).toStrictEqual(['service']);
  dns.addRecord({
    name: 'www',
    host: 'www.k8s.example.com',
    type: 'A',
    targets: ['192.0.2.1'],
    ttl: 60,
  });
  expect(dns.release.values['sources']).toStrictEqual(['service', 'crd']);
  expect(Registry.of(dns).objects.at(-1)?.manifest).toMatchObject({
    kind: 'DNSEndpoint',
    metadata: { name: 'www', namespace: 'external-dns' },
    spec: {
      endpoints: [
        { dnsName: 'www.k8s.example.com', recordType: 'A', targets: ['192.0.2.1'], recordTTL: 60 },
      ],
    },
  });
});

test.each([
  [
    { name: 'pdns', server: 'https://pdns.example.com:8081', apiKey: { name: 'pdns', key: 'key' } },
    { extraArgs: { 'pdns-server': 'https://pdns.example.com:8081' } },
    [8081],
  ],
  [
    { name: 'cloudflare', apiToken: { name: 'cf', key: 'token' }, proxied: true },
    { extraArgs: { 'cloudflare-proxied': true } },
    [443],
  ],
  [
    { name: 'aws', region: 'eu-central-1', zoneType: 'private' },
    {
      extraArgs: { 'aws-zone-type': 'private' },
      env: [{ name: 'AWS_DEFAULT_REGION', value: 'eu-central-1' }],
    },
    [443],
  ],
  [
    { name: 'azure', configSecretName: 'azure' },
    {
      extraVolumes: [{ name: 'credentials', secret: { secretName: 'azure' } }],
      extraVolumeMounts: [{ mountPath: '/etc/kubernetes', readOnly: true }],
    },
    [443],
  ],
  [
    { name: 'google', project: 'p', serviceAccountKey: { name: 'gcp', key: 'key.json' } },
    {
      extraArgs: { 'google-project': 'p' },
      env: [{ name: 'GOOGLE_APPLICATION_CREDENTIALS', value: '/etc/secrets/google/key.json' }],
    },
    [443],
  ],
  [
    { name: 'coredns', etcdUrls: ['http://192.0.2.5:2379'] },
    { env: [{ name: 'ETCD_URLS', value: 'http://192.0.2.5:2379' }] },
    [2379],
  ],
  [
    { name: 'webhook', image: 'ghcr.io/example/hook', tag: 'v1', ports: [8443] },
    { provider: { name: 'webhook', webhook: { image: { repository: 'ghcr.io/example/hook' } } } },
    [8443],
  ],
] satisfies [DnsProvider, object, number[]][])(
  'is set up for the provider %j',
  (provider, values, ports) => {
    const dns = define({ provider });
    expect(dns.release.values).toMatchObject(values);
    expect(egressPorts(dns)).toStrictEqual(
      [6443, ...ports].map((port) => ({ port, protocol: 'TCP' })),
    );
  },
);

test('pulls the image of a webhook from the mirror', () => {
  const dns = define(
    { provider: { name: 'webhook', image: 'ghcr.io/example/hook', tag: 'v1' } },
    { imageMirror: { registry: 'mirror.example.com' } },
  );
  expect(dns.release.values).toMatchObject({
    image: { repository: 'mirror.example.com/registry.k8s.io/external-dns/external-dns' },
    provider: { webhook: { image: { repository: 'mirror.example.com/ghcr.io/example/hook' } } },
  });
});

test('signs nothing where there is no key', () => {
  const { release } = define({ provider: { name: 'rfc2136', host: '192.0.2.53' } });
  expect(release.values).toMatchObject({ extraArgs: { 'rfc2136-insecure': true }, env: [] });
});

test('fails without a zone', () => {
  const root = new Construct(undefined as never, '');
  expect(() => new ExternalDns(root, 'external-dns', { provider: rfc2136 })).toThrow(
    '[external-dns] may write to every zone of its provider; pass `domainFilters`',
  );
});

test('fails for records and addresses that cannot be', () => {
  const record = {
    name: 'www',
    host: 'www.k8s.example.com',
    type: 'A',
    targets: ['192.0.2.1'],
  } as const;
  const dns = define({ records: [record] });
  expect(() => {
    dns.addRecord(record);
  }).toThrow("[prod/external-dns] there is already a record 'www'; name it otherwise");
  expect(() => {
    dns.addRecord({ ...record, name: 'other', targets: [] });
  }).toThrow("record 'other' has no targets; pass one or more");
  expect(() => {
    dns.addRecord({ ...record, name: 'other', host: 'www.example.org' });
  }).toThrow(
    "record 'other' is for 'www.example.org', which is not in 'k8s.example.com'; add its zone to `domainFilters`",
  );
  expect(() => define({ provider: { name: 'coredns', etcdUrls: ['etcd:2379'] } })).toThrow(
    "'etcd:2379' is not an address such as 'https://dns.example.com:8081'; correct it",
  );
});

test('does not wait for a Secret that people put beside it', () => {
  expect(define().release.wait).toBe(false);
  const provider: DnsProvider = { name: 'webhook', image: 'ghcr.io/example/dns', tag: 'v1' };
  expect(define({ provider }).release.wait).toBe(true);
});
