import { load, loadAll } from 'js-yaml';
import { Registry, type Machine, type PlatformNode } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import type { StandardPlatformProps } from '../../lib/editions';
import { freeRoot } from '../harness/sample';
import { NODES, standard as standardPlatform } from '../harness/standard';

const machines = (role: Machine['role'], count: number): Machine[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `${role}-${i + 1}`,
    address: `10.20.0.${{ 'load-balancer': 3, etcd: 4, build: 5 }[role]}${i + 1}`,
    role,
  }));
const BALANCED: StandardPlatformProps = {
  machines: machines('load-balancer', 2),
  networks: { nodes: ['10.20.0.0/24'] },
};
/** The last Kubernetes that kubespray knows. */
const SPRAYED: StandardPlatformProps = { kubernetesVersion: '1.35' };
const kubespray = { kubeVersion: '1.35.4' };

function standard(props: StandardPlatformProps = {}) {
  const root = freeRoot();
  const platform = standardPlatform(root, props);
  const files = hostFiles(root);
  const text = (path: string): string => files.get(path)?.text ?? '';
  return {
    platform,
    paths: [...files.keys()],
    text,
    yaml: (path: string) => load(text(path)) as Record<string, unknown>,
    /** A document of kubeadm's first configuration. */
    init: (kind: string) =>
      (loadAll(text('control-plane-1/etc/kubernetes/kubeadm/init.yaml')) as Document[]).find(
        (document) => document['kind'] === kind,
      ),
    errors: platform.node.findAll().flatMap((c) => c.node.validate()),
    values: (release: string) =>
      JSON.stringify(Registry.of(platform).releases.find((r) => r.name === release)?.values),
  };
}
type Document = Readonly<Record<string, unknown>>;

test('every file that a machine gets is there, and nothing is wrong', () => {
  const { errors, paths } = standard(BALANCED);
  expect(errors).toStrictEqual([]);
  expect(paths).toEqual(
    expect.arrayContaining([
      'README.md',
      'UPGRADE.md',
      'CERTIFICATES.md',
      'RECOVERY.md',
      'install.sh',
      'ansible/prerequisites.yml',
      'control-plane-1/etc/kubernetes/kubeadm/init.yaml',
      'control-plane-2/etc/kubernetes/kubeadm/join.yaml',
      'worker-1/etc/kubernetes/kubeadm/join.yaml',
      'control-plane/etc/kubernetes/apiserver/admission.yaml',
      'load-balancer/etc/haproxy/haproxy.cfg',
      'load-balancer-1/etc/keepalived/keepalived.conf',
      'nodes/etc/containerd/config.toml',
    ]),
  );
});

test('what is pasted after a command for another machine is run, not read by that command', () => {
  const { text, paths } = standard({
    ...BALANCED,
    machines: [...machines('load-balancer', 2), ...machines('etcd', 3)],
  });
  const commands = paths
    .filter((path) => /^[A-Z]+\.md$/.test(path))
    .flatMap((path) => text(path).match(/^```sh\n[^]*?^```/gm) ?? [])
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => (/ < /.test(line) ? [] : line.split(' | ').slice(0, 1)));
  const logins = commands.filter((command) => /\bssh /.test(command));
  expect(logins.length).toBeGreaterThan(20);
  expect(logins.filter((command) => !/\bssh -n /.test(command))).toStrictEqual([]);
});

test.each([
  ['calico', false],
  ['cilium', true],
] as const)('with %s, kube-proxy is off everywhere: %s', (cni, off) => {
  const { init, text, yaml, errors } = standard({
    ...SPRAYED,
    network: { cni },
    provisioning: { kubespray },
  });
  expect(errors).toStrictEqual([]);
  expect(init('ClusterConfiguration')?.['proxy']).toStrictEqual({ disabled: off });
  expect(init('KubeProxyConfiguration') === undefined).toBe(off);
  expect(yaml('kubespray/group_vars/all/cluster.yml')['kube_proxy_remove']).toBe(off);
  expect(text('PORTS.md').includes('kube-proxy')).toBe(!off);
});

test.each([
  ['containerd', 'containerd', 'containerd', '/run/containerd/containerd.sock'],
  ['cri-o', 'crio', 'crio', '/run/crio/crio.sock'],
] as const)('%s runs the containers for kubeadm, kubespray and Falco alike', (runtime, ...of) => {
  const [manager, service, socket] = of;
  const { init, yaml, values, paths, errors } = standard({
    ...SPRAYED,
    provisioning: { runtime, kubespray },
  });
  expect(errors).toStrictEqual([]);
  const { criSocket } = init('InitConfiguration')?.['nodeRegistration'] as { criSocket: string };
  // `/var/run` is a link to `/run`.
  expect(criSocket.replace('/var/run/', '/run/')).toBe(`unix://${socket}`);
  const variables = yaml('kubespray/group_vars/all/container-runtime.yml');
  expect(variables['container_manager']).toBe(manager);
  expect(values('falco')).toContain(socket);
  expect(paths.some((path) => path.startsWith(`nodes/etc/${service}/`))).toBe(true);
  const other = service === 'crio' ? 'containerd' : 'crio';
  expect(paths.some((path) => path.startsWith(`nodes/etc/${other}/`))).toBe(false);
});

test('who logs in to Keycloak is known to the API servers, and to kubespray', () => {
  const { yaml } = standard({ ...SPRAYED, provisioning: { kubespray } });
  const issuer = 'https://keycloak.k8s.example.com/realms/platform';
  const issuers = (jwt: unknown) =>
    (jwt as { issuer: { url: string } }[]).map(({ issuer: { url } }) => url);
  const own = yaml('control-plane/etc/kubernetes/apiserver/authentication.yaml');
  expect(issuers(own['jwt'])).toStrictEqual([issuer]);
  const theirs = yaml('kubespray/group_vars/k8s_cluster/control-plane.yml');
  expect(issuers(theirs['kube_apiserver_authentication_config_jwt'])).toStrictEqual([issuer]);
});

test('nodes pull by way of Harbor', () => {
  const harbor = { proxyCaches: [{ upstream: 'docker.io' }] };
  const { text } = standard({ registry: { harbor } });
  expect(text('nodes/etc/containerd/certs.d/docker.io/hosts.toml')).toContain(
    'host."https://harbor.k8s.example.com/v2/docker-io"',
  );
});

test('the address of the API servers is the one that balancers share', () => {
  const { init, text } = standard(BALANCED);
  expect(init('ClusterConfiguration')?.['controlPlaneEndpoint']).toBe('10.20.0.10:6443');
  const keepalived = text('load-balancer-1/etc/keepalived/keepalived.conf');
  expect(keepalived).toMatch(/virtual_ipaddress \{\s+10\.20\.0\.10\/24/);
  const haproxy = text('load-balancer/etc/haproxy/haproxy.cfg');
  for (const { address } of NODES.slice(0, 3))
    expect(haproxy).toMatch(new RegExp(`^ +server .* ${address}:6443`, 'm'));
});

test.each(['2379', '4789', '9100', '10249'])('the firewall lets port %s through', (port) => {
  expect(standard().text('control-plane/etc/nftables.d/kubestrata.nft')).toContain(port);
});

test('the firewall closes what nothing uses any more', () => {
  const rules = ({ text }: ReturnType<typeof standard>) =>
    text('control-plane/etc/nftables.d/kubestrata.nft');
  const external = standard({ ...BALANCED, machines: machines('etcd', 3) });
  expect(rules(external)).not.toMatch(/\b23(79|80)\b/);
  expect(external.text('etcd/etc/nftables.d/kubestrata.nft')).toMatch(/\b2379\b/);
  expect(rules(standard({ network: { cni: 'cilium' } }))).not.toMatch(/\b(4789|10249)\b/);
});

test('one machine is a platform', () => {
  const node = { ...(NODES[0] as PlatformNode), taints: [] };
  const { errors, init, text } = standard({
    profile: 'single-node',
    nodes: [node],
    apiServer: { host: node.address },
  });
  expect(errors).toStrictEqual([]);
  expect(init('ClusterConfiguration')?.['controlPlaneEndpoint']).toBe('10.20.0.11:6443');
  expect(text('README.md')).toContain('kubeadm init');
});

test('nothing is made for machines that somebody else has', () => {
  const { paths } = standard({ provisioning: { installer: 'none' } });
  expect(paths).toStrictEqual([]);
});
