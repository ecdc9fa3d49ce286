import { Platform, Registry, type HostContent, type PlatformProps } from '../../lib';
import { ExternalRegistry } from '../../lib/external';
import { BuildHosts, type BuildHostsProps } from '../../lib/provisioning/build-hosts';
import { freeRoot } from '../harness/sample';

const CA = '-----BEGIN CERTIFICATE-----\nexample\n-----END CERTIFICATE-----\n';
const machines = [{ name: 'build-1', address: '192.0.2.41', role: 'build' as const }];
const registry = {
  host: 'harbor.example.com',
  mirrors: [
    { upstream: 'docker.io', mirror: 'harbor.example.com/dockerhub' },
    { upstream: 'quay.io', mirror: 'mirror.example.com:5000' },
  ],
  caCertificates: CA,
};

function make(props: BuildHostsProps = {}, platform: PlatformProps = {}, mirrored = true) {
  const root = new Platform(freeRoot(), 'prod', { machines, ...platform });
  const hosts = new BuildHosts(root, 'build-hosts', props);
  // After it: what is said of registries is read late.
  if (mirrored) new ExternalRegistry(root, 'registry', registry);
  return hosts;
}

const file = (hosts: BuildHosts, path: string): HostContent | undefined =>
  Registry.of(hosts).hostFiles.find((f) => f.path === path)?.content;

const data = (hosts: BuildHosts, path: string): unknown =>
  Object.values(file(hosts, path) ?? {})[0];

const steps = (hosts: BuildHosts) => Registry.of(hosts).steps.flatMap(({ steps }) => steps());

const warnings = (hosts: BuildHosts) =>
  Registry.of(hosts).warnings.flatMap(({ by, text }) => (by === hosts ? (text() ?? []) : []));

test('Docker finds mirrors by registry, with their path and the authority', () => {
  expect(data(make(), '/etc/docker/certs.d/docker.io/hosts.toml')).toStrictEqual({
    server: 'https://registry-1.docker.io',
    host: {
      'https://harbor.example.com/v2/dockerhub': {
        capabilities: ['pull', 'resolve'],
        override_path: true,
        ca: '/etc/docker/registry-ca.crt',
      },
    },
  });
  expect(data(make(), '/etc/docker/certs.d/quay.io/hosts.toml')).toMatchObject({
    host: { 'https://mirror.example.com:5000': { capabilities: ['pull', 'resolve'] } },
  });
});

test('Docker trusts the authority of the registry that it pushes to', () => {
  const hosts = make();
  expect(data(hosts, '/etc/docker/certs.d/harbor.example.com/ca.crt')).toBe(CA);
  expect(hosts.registryHost).toBe('harbor.example.com');
  expect(data(hosts, '/etc/profile.d/kubestrata-build.sh')).toBe(
    'export IMAGE_REGISTRY=harbor.example.com\n',
  );
});

test('Docker takes no registry without TLS, and gives builds no rights of the machine', () => {
  const json = data(make(), '/etc/docker/daemon.json') as Record<string, unknown>;
  expect(json['insecure-registries']).toBeUndefined();
  expect(json['builder']).toMatchObject({
    Entitlements: { 'network-host': false, 'security-insecure': false },
  });
});

test('Docker asks every mirror of the platform, whosever images it serves', () => {
  const root = new Platform(freeRoot(), 'prod', { machines });
  const hosts = new BuildHosts(root, 'build-hosts');
  const mirrors = [{ upstream: 'registry.example.org', mirror: 'harbor.example.com/org' }];
  new ExternalRegistry(root, 'registry', { host: 'harbor.example.com', mirrors });
  expect(data(hosts, '/etc/docker/certs.d/registry.example.org/hosts.toml')).toMatchObject({
    host: { 'https://harbor.example.com/v2/org': { override_path: true } },
  });
});

test.each([
  ['docker', '/etc/docker'],
  ['podman', '/etc/containers'],
] as const)(
  '%s trusts the mirror of the platform, with no registry beside it',
  (engine, folder) => {
    const imageMirror = { registry: 'mirror.example.com:5000/public' };
    const hosts = make({ engine }, { imageMirror, caCertificates: CA }, false);
    expect(data(hosts, `${folder}/certs.d/mirror.example.com:5000/ca.crt`)).toBe(CA);
  },
);

test('runners use BuildKit without root by its socket', () => {
  const [install] = steps(make({ engine: 'buildkit', runner: 'ci' }));
  expect(install?.commands).toContain('usermod --append --groups buildkit ci');
});

test('without a registry nothing is said of mirrors', () => {
  const hosts = make({}, {}, false);
  expect(file(hosts, '/etc/docker/certs.d/docker.io/hosts.toml')).toBeUndefined();
  expect(file(hosts, '/etc/docker/registry-ca.crt')).toBeUndefined();
  expect(file(hosts, '/etc/profile.d/kubestrata-build.sh')).toBeUndefined();
});

test('BuildKit knows mirrors and authorities by registry', () => {
  const toml = data(make({ engine: 'buildkit' }), '/etc/buildkit/buildkitd.toml');
  expect(toml).toMatchObject({
    registry: {
      'docker.io': { mirrors: ['harbor.example.com/dockerhub'] },
      'harbor.example.com': { ca: ['/etc/buildkit/ca.crt'] },
    },
  });
});

test('BuildKit listens on the network only with certificates, which rootless publishes', () => {
  const local = make({ engine: 'buildkit' });
  expect(data(local, '/etc/buildkit/buildkitd.toml')).toMatchObject({
    grpc: { address: ['unix:///run/buildkit/buildkitd.sock'] },
  });
  const hosts = make({ engine: 'buildkit', listener: { port: 8443 } });
  expect(data(hosts, '/etc/buildkit/buildkitd.toml')).toMatchObject({
    grpc: {
      address: ['unix:///run/buildkit/buildkitd.sock', 'tcp://0.0.0.0:8443'],
      tls: { ca: '/etc/buildkit/tls/ca.pem' },
    },
  });
  const unit = data(hosts, '/etc/systemd/system/buildkit.service') as string;
  expect(unit).toContain('--publish=0.0.0.0:8443:8443/tcp');
  expect(Registry.of(hosts).hostPorts[0]?.ports()).toStrictEqual([
    { port: 8443, purpose: 'BuildKit', on: 'build', from: ['nodes', 'pods'] },
  ]);
});

test('BuildKit with root has neither its own user nor a namespace, and a warning', () => {
  const hosts = make({ engine: 'buildkit', rootless: false });
  const unit = data(hosts, '/etc/systemd/system/buildkit.service') as string;
  expect([unit.includes('User='), unit.includes('rootlesskit')]).toStrictEqual([false, false]);
  expect(warnings(hosts)).toStrictEqual([
    'builds as root; leave `rootless` on unless a build needs it',
  ]);
});

test('Podman takes full names only, and from known registries', () => {
  const hosts = make({ engine: 'podman', otherRegistries: ['ghcr.io'] });
  expect(data(hosts, '/etc/containers/registries.conf.d/50-kubestrata.conf')).toMatchObject({
    'unqualified-search-registries': [],
    registry: [
      { prefix: 'docker.io', mirror: [{ location: 'harbor.example.com/dockerhub' }] },
      { prefix: 'quay.io', mirror: [{ location: 'mirror.example.com:5000' }] },
      { prefix: 'harbor.example.com' },
    ],
  });
  const policy = data(hosts, '/etc/containers/policy.json') as Record<string, object>;
  expect(policy['default']).toStrictEqual([{ type: 'reject' }]);
  expect(
    Object.keys((policy['transports'] as Record<string, object>)['docker'] ?? {}),
  ).toStrictEqual([
    'docker.io',
    'ghcr.io',
    'harbor.example.com',
    'mirror.example.com:5000',
    'quay.io',
  ]);
});

test('Podman without a registry takes images from anywhere', () => {
  const policy = data(make({ engine: 'podman' }, {}, false), '/etc/containers/policy.json');
  expect(policy).toMatchObject({ default: [{ type: 'insecureAcceptAnything' }] });
});

test('Podman builds as a user who has numbers of users to give away', () => {
  const [install] = steps(make({ engine: 'podman', runner: 'ci' }));
  expect(install?.commands).toContain(
    'grep -q ^ci: /etc/subuid || usermod --add-subuids 400000-465535 --add-subgids 400000-465535 ci',
  );
});

test('a user of Docker is made, and has root’s rights', () => {
  const hosts = make({ runner: 'ci' });
  expect(steps(hosts)[0]?.commands).toContain('usermod --append --groups docker ci');
  expect(warnings(hosts)[0]).toContain("gives the user 'ci' root's rights");
  expect(warnings(make())).toStrictEqual([]);
});

test.each(['docker', 'buildkit', 'podman'] as const)('%s prunes once a week', (engine) => {
  const hosts = make({ engine });
  const unit = data(hosts, '/etc/systemd/system/kubestrata-build-prune.service') as string;
  expect(unit).toMatch(/^ExecStart=\S*(docker|buildctl|podman) .*168h/m);
});

test('fails where networks of containers overlap those of the platform', () => {
  const hosts = make({}, { networks: { nodes: ['172.30.5.0/24'] } });
  expect(hosts.node.validate()).toStrictEqual([
    "address pool '172.30.0.0/16' overlaps '172.30.5.0/24' of the nodes; choose another in `addressPools`",
  ]);
});

test('fails without machines', () => {
  expect(make({}, { machines: [] }).node.validate()[0]).toContain('has no machines to run on');
});

test.each<[BuildHostsProps, string]>([
  [{ engine: 'buildkit', dataRoot: '/srv' }, "'/srv' is not for images alone"],
  [{ engine: 'buildkit', metricsPort: 0 }, "metricsPort '0' is none"],
  [{ engine: 'buildkit', parallelism: 0 }, "parallelism '0' is no number"],
  [{ engine: 'buildkit', listener: { caFile: 'ca.pem' } }, "'ca.pem' of `listener` is no absolute"],
  [{ engine: 'podman', otherRegistries: ['https://r'] }, "registry 'https://r' is no host"],
  [{ pruneSchedule: 'a\nb' }, "is none of systemd's"],
  [{ engine: 'buildkit', runner: 'ci', rootless: false }, "the user 'ci' cannot use a BuildKit"],
  [{ engine: 'buildkit', downloads: 'mirror' }, "'mirror' is no place to download from"],
  [{ cache: { most: '60%' } }, "the size '60%' is none that docker reads"],
  [{ listener: {} }, "for 'docker'; they are for the engine `buildkit`"],
  [
    { engine: 'buildkit', listener: { port: 443 } },
    "the port '443' is none that can be listened to",
  ],
  [{ runner: 'root' }, "the user of runners is 'root'"],
  [{ dataRoot: 'docker' }, "the folder 'docker' is no absolute"],
  [{ addressPools: [{ base: '172.30.0.0/16', size: 8 }] }, 'cannot be cut into networks of /8'],
  [{ addressPools: [{ base: '172.30.0.1/16', size: 24 }] }, "write '172.30.0.0/16'"],
])('fails for %j', (props, message) => {
  expect(() => make(props)).toThrow(message);
});
