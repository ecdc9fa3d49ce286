import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject, Platform, Registry } from '../../lib';
import { Certificates } from '../../lib/contracts/certificates';
import { CertManager } from '../../lib/network/cert-manager';
import { GatewayApi } from '../../lib/network/gateway-api';

const free = () => new Construct(undefined as never, '');
const http01 = { http01: { gateway: { name: 'platform', namespace: 'gateways' } } } as const;
const dns01 = {
  dns01: { provider: 'cloudflare', apiToken: { name: 'cloudflare', key: 'token' } },
} as const;
const wildcard = {
  name: 'platform',
  namespace: 'gateways',
  hosts: ['*.k8s.example.com'],
  secretName: 'platform-tls',
};

const manifests = (scope: Construct) => Registry.of(scope).objects.map((o) => o.manifest);
const manifest = (scope: Construct, kind: string, name: string) =>
  manifests(scope).find((m) => m.kind === kind && m.metadata.name === name);

test('draws a certificate in the scope of whoever asks, by the default issuer', () => {
  const root = free();
  const asker = new Construct(root, 'gateway');
  Certificates.whenProvided(asker, (certificates) => {
    certificates.request(asker, wildcard);
  });
  new CertManager(root, 'cert-manager', { internalCas: [{ name: 'internal' }] });
  const [certificate] = asker.node.findAll().filter((c) => c instanceof KubeObject);
  expect((certificate as KubeObject).manifest).toStrictEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'platform', namespace: 'gateways' },
    spec: {
      secretName: 'platform-tls',
      dnsNames: ['*.k8s.example.com'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal' },
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
    },
  });
});

test('makes a CA that signs itself, and the issuer that signs with it', () => {
  const platform = new Platform(new App(), 'prod');
  new CertManager(platform, 'cert-manager', {
    internalCas: [{ name: 'internal', permittedDomains: ['example.com'] }],
  });
  expect(manifest(platform, 'ClusterIssuer', 'internal-root')).toMatchObject({
    spec: { selfSigned: {} },
  });
  expect(manifest(platform, 'Certificate', 'internal-ca')).toMatchObject({
    metadata: { namespace: 'cert-manager' },
    spec: {
      isCA: true,
      commonName: 'prod internal CA',
      secretName: 'internal-ca',
      duration: '87600h',
      privateKey: { rotationPolicy: 'Never' },
      issuerRef: { name: 'internal-root' },
      nameConstraints: { critical: true, permitted: { dnsDomains: ['example.com'] } },
    },
  });
  expect(manifest(platform, 'ClusterIssuer', 'internal')).toMatchObject({
    spec: { ca: { secretName: 'internal-ca' } },
  });
});

test('has several ways to prove names, each for its zones', () => {
  const root = free();
  const certManager = new CertManager(root, 'cert-manager');
  certManager.addAcmeIssuer({
    name: 'staging',
    server: 'letsencrypt-staging',
    solvers: [
      { ...dns01, dnsZones: ['example.com'] },
      {
        dnsNames: ['a.example.org'],
        dns01: {
          provider: 'rfc2136',
          nameserver: '192.0.2.53',
          tsig: { keyName: 'acme', secret: { name: 'tsig', key: 'secret' } },
        },
      },
      http01,
    ],
  });
  expect(manifest(root, 'ClusterIssuer', 'staging')).toMatchObject({
    spec: {
      acme: {
        server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
        privateKeySecretRef: { name: 'staging-account' },
        solvers: [
          {
            selector: { dnsZones: ['example.com'] },
            dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare', key: 'token' } } },
          },
          {
            selector: { dnsNames: ['a.example.org'] },
            dns01: {
              rfc2136: {
                nameserver: '192.0.2.53',
                tsigKeyName: 'acme',
                tsigAlgorithm: 'HMACSHA256',
                tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
              },
            },
          },
          {
            http01: {
              gatewayHTTPRoute: { parentRefs: [{ name: 'platform', namespace: 'gateways' }] },
            },
          },
        ],
      },
    },
  });
});

test.each([
  [
    {
      provider: 'route53',
      region: 'eu-central-1',
      accessKey: { id: 'AKIA', secret: { name: 'aws', key: 'key' } },
    } as const,
    {
      route53: {
        region: 'eu-central-1',
        accessKeyID: 'AKIA',
        secretAccessKeySecretRef: { name: 'aws', key: 'key' },
      },
    },
  ],
  [
    {
      provider: 'azure',
      subscriptionId: 's',
      resourceGroup: 'g',
      hostedZone: 'example.com',
      servicePrincipal: { tenantId: 't', clientId: 'c', secret: { name: 'azure', key: 'secret' } },
    } as const,
    {
      azureDNS: {
        subscriptionID: 's',
        resourceGroupName: 'g',
        hostedZoneName: 'example.com',
        tenantID: 't',
        clientID: 'c',
        clientSecretSecretRef: { name: 'azure', key: 'secret' },
      },
    },
  ],
  [
    {
      provider: 'google',
      project: 'p',
      serviceAccountKey: { name: 'google', key: 'key.json' },
      followCname: true,
    } as const,
    {
      cnameStrategy: 'Follow',
      cloudDNS: { project: 'p', serviceAccountSecretRef: { name: 'google', key: 'key.json' } },
    },
  ],
  [
    {
      provider: 'webhook',
      groupName: 'acme.example.com',
      solverName: 'company',
      config: { zone: 'z' },
    } as const,
    {
      webhook: { groupName: 'acme.example.com', solverName: 'company', config: { zone: 'z' } },
    },
  ],
])('writes challenges of a solver %#', (solver, expected) => {
  const root = free();
  new CertManager(root, 'cert-manager', {
    acmeIssuers: [{ name: 'acme', solvers: [{ dns01: solver }] }],
  });
  expect(manifest(root, 'ClusterIssuer', 'acme')).toMatchObject({
    spec: { acme: { solvers: [{ dns01: expected }] } },
  });
});

test('lets gateways reach the answers to challenges in a closed namespace, in either order', () => {
  for (const issuerFirst of [true, false]) {
    const root = free();
    const certManager = new CertManager(root, 'cert-manager');
    const add = () => certManager.addAcmeIssuer({ name: 'acme', solvers: [http01] });
    if (issuerFirst) add();
    certManager.request(root, { ...wildcard, namespace: 'cert-manager', hosts: ['a.example.com'] });
    if (!issuerFirst) add();
    expect(manifest(root, 'NetworkPolicy', 'acme-challenges-platform')).toMatchObject({
      metadata: { namespace: 'cert-manager' },
      spec: {
        podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
        ingress: [{ ports: [{ port: 8089, protocol: 'TCP' }] }],
      },
    });
  }
});

test('logs in to Vault as a ServiceAccount of its own, and may connect to its port', () => {
  const root = free();
  new CertManager(root, 'cert-manager', {
    vaultIssuers: ['a', 'b'].map((name) => ({
      name,
      server: 'https://vault.example.com:8200',
      path: 'pki/sign/platform',
      auth: { method: 'kubernetes', role: 'platform' },
    })),
  });
  expect(manifest(root, 'ClusterIssuer', 'a')).toMatchObject({
    spec: {
      vault: {
        auth: {
          kubernetes: {
            role: 'platform',
            mountPath: '/v1/auth/kubernetes',
            serviceAccountRef: { name: 'vault-issuer' },
          },
        },
      },
    },
  });
  expect(manifest(root, 'Role', 'cert-manager-token-vault-issuer')).toMatchObject({
    rules: [{ resources: ['serviceaccounts/token'], resourceNames: ['vault-issuer'] }],
  });
  expect(manifest(root, 'NetworkPolicy', 'issuer-a')).toMatchObject({
    spec: {
      egress: [
        {
          ports: [
            { port: 8200, protocol: 'TCP' },
            { port: 8200, protocol: 'UDP' },
          ],
        },
      ],
    },
  });
});

test('may ask DNS servers on another port than the usual one', () => {
  const root = free();
  new CertManager(root, 'cert-manager', {
    dns01RecursiveNameservers: ['192.0.2.53:53', '192.0.2.54:5353'],
  });
  expect(manifest(root, 'NetworkPolicy', 'recursive-dns')).toMatchObject({
    spec: { egress: [{ ports: [{ port: 5353 }, { port: 5353, protocol: 'UDP' }] }] },
  });
});

test('watches Gateways only where their CRDs are', () => {
  const platform = new Platform(new App(), 'prod');
  const { release } = new CertManager(platform, 'cert-manager');
  expect([release.values['config'], release.needs]).toStrictEqual([undefined, []]);
  new GatewayApi(platform, 'gateway-api');
  expect(release.values['config']).toMatchObject({ gatewayAPI: { enabled: true } });
  expect(release.needs).toStrictEqual(['Gateway.gateway.networking.k8s.io']);
});

test('runs in several copies unless there is one node only', () => {
  const values = (profile: 'high-availability' | 'single-node') =>
    new CertManager(new Platform(new App(), 'prod', { profile }), 'cert-manager').release.values;
  expect(values('high-availability')).toMatchObject({
    replicaCount: 2,
    podDisruptionBudget: { enabled: true },
    webhook: { replicaCount: 3 },
    cainjector: { replicaCount: 2 },
  });
  expect(values('single-node')).toMatchObject({
    replicaCount: 1,
    podDisruptionBudget: { enabled: false },
    webhook: { replicaCount: 1, topologySpreadConstraints: [] },
  });
});

test('pulls every image from the mirror by one key', () => {
  const platform = new Platform(new App(), 'prod', { imageMirror: { registry: 'mirror.example' } });
  const { release } = new CertManager(platform, 'cert-manager');
  expect(release.values['imageRegistry']).toBe('mirror.example/quay.io');
});

test('fails for a wildcard that its issuer proves by HTTP-01', () => {
  const platform = new Platform(new App(), 'prod');
  const certManager = new CertManager(platform, 'cert-manager', {
    acmeIssuers: [{ name: 'acme', solvers: [http01] }],
  });
  certManager.request(platform, wildcard);
  expect(certManager.node.validate()).toStrictEqual([
    "certificate 'platform' is for '*.k8s.example.com', which HTTP-01 cannot prove; give the issuer 'acme' a DNS-01 solver",
  ]);
});

test('fails for a certificate when there is no issuer, or not the named one', () => {
  const platform = new Platform(new App(), 'prod');
  const certManager = new CertManager(platform, 'cert-manager');
  certManager.request(platform, wildcard);
  expect(certManager.node.validate()).toStrictEqual([
    "certificate 'platform' is asked for, but there is no issuer; add one, such as `internalCas: [{ name: 'internal' }]`",
  ]);
  certManager.addSelfSignedIssuer({ name: 'self-signed' });
  expect(certManager.node.validate()).toStrictEqual([]);
  certManager.request(platform, { ...wildcard, name: 'other', issuer: 'vault' });
  expect(certManager.node.validate()).toStrictEqual([
    "certificate 'other' names the issuer 'vault', which is not there; there are 'self-signed'",
  ]);
});

test('fails when the default issuer is not there', () => {
  const certManager = new CertManager(free(), 'cert-manager', { defaultIssuer: 'acme' });
  expect(certManager.node.validate()).toStrictEqual([
    "the default issuer 'acme' is not there; there is none: add it",
  ]);
});

test('fails for issuers that cannot be', () => {
  const certManager = new CertManager(free(), 'cert-manager');
  certManager.addCaIssuer({ name: 'ca', secretName: 'ca' });
  expect(() => {
    certManager.addSelfSignedIssuer({ name: 'ca' });
  }).toThrow("[cert-manager] there is already an issuer 'ca'; name it otherwise");
  expect(() => {
    certManager.addAcmeIssuer({ name: 'acme', solvers: [] });
  }).toThrow("[cert-manager] issuer 'acme' has no solvers; pass one or more");
  expect(() => {
    certManager.addVaultIssuer({
      name: 'vault',
      server: 'vault.example.com',
      path: 'pki/sign/x',
      auth: { method: 'token', secret: { name: 'vault', key: 'token' } },
    });
  }).toThrow("[cert-manager] the server 'vault.example.com' of issuer 'vault' is not an address");
  expect(() => {
    certManager.request(certManager, { ...wildcard, hosts: [] });
  }).toThrow("[cert-manager] certificate 'platform' has no hosts; pass one or more");
});
