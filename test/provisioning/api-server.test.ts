import {
  admissionOf,
  apiServerArguments,
  apiServerErrors,
  apiServerFiles,
  apiServerVolumes,
  auditPolicyOf,
  authenticationOf,
  authorizationOf,
  encryptionOf,
  podSecurityOf,
  type ApiServerInput,
  type ApiServerOptions,
} from '../../lib/provisioning/kubeadm/api-server';

const input = (
  options: ApiServerOptions = {},
  more: Partial<ApiServerInput> = {},
): ApiServerInput => ({
  options,
  kubernetesVersion: '1.36',
  authentication: undefined,
  systemNamespaces: ['kube-system'],
  ...more,
});
const errors = (options: ApiServerOptions) => apiServerErrors(input(options));
const paths = (given: ApiServerInput) => apiServerFiles(given).map(({ path }) => path);

test('each file has its flag, and the file with keys is left to the script', () => {
  expect(paths(input())).toStrictEqual([
    '/etc/kubernetes/apiserver/audit-policy.yaml',
    '/etc/kubernetes/apiserver/authentication.yaml',
    '/etc/kubernetes/apiserver/authorization.yaml',
    '/etc/kubernetes/apiserver/admission.yaml',
    '/usr/local/sbin/kubestrata-encryption-key',
  ]);
  const flags = Object.values(apiServerArguments(input()));
  expect(flags).toEqual(expect.arrayContaining(paths(input()).slice(0, 4)));
  expect(flags).toContain('/etc/kubernetes/apiserver/encryption.yaml');
});

test('without an identity provider the file limits requests without a name only', () => {
  expect(authenticationOf(input())).toStrictEqual({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AuthenticationConfiguration',
    jwt: [],
    anonymous: {
      enabled: true,
      conditions: [{ path: '/livez' }, { path: '/readyz' }, { path: '/healthz' }],
    },
  });
});

test('authentication follows what the version of Kubernetes reads', () => {
  const of = (kubernetesVersion: string) => authenticationOf(input({}, { kubernetesVersion }));
  expect(of('1.33')?.apiVersion).toBe('apiserver.config.k8s.io/v1beta1');
  expect(of('1.33')?.anonymous).toBeDefined();
  expect(of('1.31')).toBeUndefined();
  expect(apiServerArguments(input({}, { kubernetesVersion: '1.31' }))).not.toHaveProperty(
    'authentication-config',
  );
  expect(authenticationOf(input({ anonymous: 'default' }))).toBeUndefined();
});

test('no flag excludes a file', () => {
  const names = Object.keys(apiServerArguments(input()));
  const excluded = names.filter((n) => /^(oidc-|anonymous-auth|authorization-mode)/.test(n));
  expect(excluded).toStrictEqual([]);
});

test('webhooks of authorization stand before or after RBAC, and are not asked about the system', () => {
  const kubeConfigFile = '/etc/kubernetes/apiserver/opa.conf';
  const file = authorizationOf(
    input({
      authorization: {
        webhooks: [
          { name: 'last', kubeConfigFile },
          { name: 'first', kubeConfigFile, order: 'first', matchConditions: ['true'] },
        ],
      },
    }),
  );
  expect(file?.authorizers.map(({ name }) => name)).toStrictEqual([
    'node',
    'first',
    'rbac',
    'last',
  ]);
  expect(file?.authorizers[3]).toHaveProperty('webhook.failurePolicy', 'NoOpinion');
  expect(file?.authorizers[3]).toHaveProperty(
    ['webhook', 'matchConditions', 2, 'expression'],
    "!request.user.startsWith('system:node:')",
  );
});

test('Kubernetes before structured authorization is told by a flag', () => {
  const old = input({}, { kubernetesVersion: '1.29' });
  expect(apiServerArguments(old)).toMatchObject({ 'authorization-mode': 'Node,RBAC' });
  expect(authorizationOf(input({}, { kubernetesVersion: '1.31' }))?.apiVersion).toBe(
    'apiserver.config.k8s.io/v1beta1',
  );
});

test('Pod Security enforces baseline, and leaves the namespaces of the system alone', () => {
  expect(podSecurityOf(input({ podSecurity: { exemptNamespaces: ['ceph'] } }))).toMatchObject({
    defaults: { enforce: 'baseline', audit: 'restricted', warn: 'restricted' },
    exemptions: { namespaces: ['ceph', 'kube-system'] },
  });
});

test('limits of events have their plugin on and its configuration in the file', () => {
  const limited = input({ eventRateLimit: [{ type: 'Server', qps: 100, burst: 200 }] });
  expect(admissionOf(limited).plugins[1]).toStrictEqual({
    name: 'EventRateLimit',
    configuration: {
      apiVersion: 'eventratelimit.admission.k8s.io/v1alpha1',
      kind: 'Configuration',
      limits: [{ type: 'Server', qps: 100, burst: 200 }],
    },
  });
  expect(apiServerArguments(limited)['enable-admission-plugins']).toBe(
    'NodeRestriction,DenyServiceExternalIPs,EventRateLimit',
  );
});

test('with a plugin the file of encryption is whole, and API servers see its socket', () => {
  const kms = input({ encryption: { kms: { endpoint: 'unix:///run/kms/plugin.sock' } } });
  expect(encryptionOf(kms)?.provider).toBe('kms');
  const file = apiServerFiles(kms).find(({ path }) => path.endsWith('encryption.yaml'));
  expect(file?.content).toHaveProperty('yaml.resources.0.providers', [
    {
      kms: {
        apiVersion: 'v2',
        name: 'kms',
        endpoint: 'unix:///run/kms/plugin.sock',
        timeout: '3s',
      },
    },
    { identity: {} },
  ]);
  expect(apiServerVolumes(kms).map(({ hostPath }) => hostPath)).toContain('/run/kms');
});

test('without encryption there is neither flag nor script', () => {
  const plain = input({ encryption: false });
  expect(encryptionOf(plain)).toBeUndefined();
  expect(paths(plain).filter((path) => path.includes('encryption'))).toStrictEqual([]);
  expect(Object.keys(apiServerArguments(plain)).join()).not.toContain('encryption');
});

test('no file holds a key', () => {
  expect(JSON.stringify(apiServerFiles(input()))).not.toMatch(/secret: [A-Za-z0-9+/]{20}/);
});

test("rules of users stand before and after the platform's, and one for the rest is last", () => {
  const first = { level: 'None', users: ['robot'] } as const;
  const last = { level: 'Request', verbs: ['delete'] } as const;
  const { rules } = auditPolicyOf(
    input({ audit: { rules: [first], lastRules: [last], rest: 'Request' } }),
  );
  expect(rules[0]).toStrictEqual(first);
  expect(rules.slice(-2)).toStrictEqual([last, { level: 'Request' }]);
});

test('no rule of the platform writes what is in Secrets or tokens', () => {
  const { rules } = auditPolicyOf(input());
  const secrets = rules.findIndex((rule) =>
    rule.resources?.some(({ resources = [] }) => resources.includes('serviceaccounts/token')),
  );
  expect(rules[secrets]?.level).toBe('Metadata');
  const before = rules.slice(0, secrets).map(({ level }) => level);
  expect(before.filter((level) => level !== 'None')).toStrictEqual([]);
});

test('several API servers spread their clients, and say first that they go', () => {
  const hosts = [1, 2].map((n) => ({ name: `cp-${n}`, address: `192.0.2.${n}` }));
  const several = apiServerArguments(input({}, { controlPlanes: hosts }));
  expect(several).toMatchObject({ 'goaway-chance': '0.001', 'shutdown-delay-duration': '10s' });
  expect(apiServerArguments(input())).not.toHaveProperty('goaway-chance');
});

test('TLS 1.3 alone has no list of suites', () => {
  expect(apiServerArguments(input({ tlsMinVersion: 'VersionTLS13' }))).not.toHaveProperty(
    'tls-cipher-suites',
  );
});

test('the defaults are without error', () => {
  expect(errors({})).toStrictEqual([]);
});

test.each<[string, ApiServerOptions, string]>([
  ['an audit rule for everything', { audit: { rules: [{ level: 'None' }] } }, 'fits every request'],
  [
    'an audit rule that logs Secrets',
    { audit: { rules: [{ level: 'Request', resources: [{ resources: ['secrets'] }] }] } },
    "writes what is in 'secrets'",
  ],
  [
    'an API group with a version',
    { audit: { rules: [{ level: 'None', resources: [{ group: 'apps/v1' }] }] } },
    "group 'apps/v1' with a version; write `apps`",
  ],
  [
    'a rule for paths and resources',
    {
      audit: {
        rules: [{ level: 'None', resources: [{ group: 'apps' }], nonResourceURLs: ['/x'] }],
      },
    },
    'make two of it',
  ],
  ['an empty condition', { audit: { rules: [{ level: 'None', users: [] }] } }, "empty 'users'"],
  ['a log without end', { audit: { maxBackups: 0 } }, "'maxBackups' is 0"],
  ['encryption of nothing', { encryption: { resources: [] } }, 'encryption of no resources'],
  ['a strange resource', { encryption: { resources: ['Secret s'] } }, "'Secret s'"],
  [
    'a socket in no folder',
    { encryption: { kms: { endpoint: '/run/kms.sock' } } },
    'no socket in a folder of its own',
  ],
  [
    'a kubeconfig that API servers do not see',
    { audit: { webhook: { kubeConfigFile: '/root/webhook.conf' } } },
    "'/root/webhook.conf'",
  ],
  [
    'a kubeconfig in the place of another file',
    { audit: { webhook: { kubeConfigFile: '/etc/kubernetes/apiserver/admission.yaml' } } },
    'is a file that is made here; rename yours',
  ],
  ['a cipher suite that is none', { tlsCipherSuites: ['AES256'] }, "'AES256' is none"],
  ['no cipher suites', { tlsCipherSuites: [] }, '`tlsCipherSuites` is empty'],
  [
    'cipher suites of TLS 1.3',
    { tlsMinVersion: 'VersionTLS13', tlsCipherSuites: ['TLS_AES_128_GCM_SHA256'] },
    'drop `tlsCipherSuites`',
  ],
  [
    'a webhook named like an authorizer',
    { authorization: { webhooks: [{ name: 'rbac', kubeConfigFile: '/etc/kubernetes/pki/x' }] } },
    "named 'rbac'",
  ],
  ['Pod Security off', { admission: { disable: ['PodSecurity'] } }, "'PodSecurity' may not be off"],
  [
    'a controller without Pod Security',
    { podSecurity: { exemptUsernames: ['system:serviceaccount:kube-system:job-controller'] } },
    'exempt a namespace',
  ],
  ['a flag with dashes', { arguments: { '--v': '2' } }, 'write `v`'],
  ['a flag against a file', { arguments: { 'anonymous-auth': 'false' } }, "'anonymous-auth'"],
])('fails for %s', (_, options, text) => {
  expect(errors(options)).toStrictEqual([expect.stringContaining(text)]);
});
