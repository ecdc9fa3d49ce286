import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program that the end-to-end tests run. */
export type ToolName = keyof typeof TOOLS;

/** How one program is built from its pinned Go module, and what is asked of one found elsewhere. */
export interface Tool {
  /** Folder beside this file with the `go.mod` that pins the version. */
  readonly family: string;
  /** Go module whose version is the tool's version. */
  readonly module: string;
  /** Go package of the program. */
  readonly package: string;
  /** Arguments that print the version. */
  readonly version: readonly string[];
  /** Go build tags. @default - none */
  readonly tags?: readonly string[];
  /** Oldest version, `major.minor`, that is taken from outside the cache. @default - any */
  readonly oldest?: string;
}

const kubernetes = (program: string, version: readonly string[] = ['--version']): Tool => ({
  family: 'kubernetes',
  module: 'k8s.io/kubernetes',
  package: `k8s.io/kubernetes/cmd/${program}`,
  version,
  // ValidatingAdmissionPolicy, sidecar containers and strict field validation are all stable since 1.34.
  oldest: '1.34',
});

/** One of the container runtimes, or of our own programs that call their code: what they read is what nodes read. */
const runtime = (name: 'containerd' | 'cri-o', path: string): Tool => ({
  family: 'container-runtimes',
  module: name === 'containerd' ? 'github.com/containerd/containerd/v2' : 'github.com/cri-o/cri-o',
  package: path,
  version: ['--version'],
  // Without C: signatures in Go, and no drivers for snapshots that need libraries.
  tags: ['containers_image_openpgp', 'no_btrfs', 'no_devmapper', 'no_zfs'],
  ...(name === 'containerd' && { oldest: '2.3' }),
});

/** All tools by name. */
export const TOOLS = {
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  kubeadm: kubernetes('kubeadm', ['version', '-o', 'short']),
  kubectl: kubernetes('kubectl', ['version', '--client']),
  etcd: {
    family: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    package: 'go.etcd.io/etcd/server/v3',
    version: ['--version'],
    oldest: '3.6',
  } as Tool,
  etcdctl: {
    family: 'etcd',
    module: 'go.etcd.io/etcd/etcdctl/v3',
    package: 'go.etcd.io/etcd/etcdctl/v3',
    version: ['version'],
    oldest: '3.6',
  } as Tool,
  etcdutl: {
    family: 'etcd',
    module: 'go.etcd.io/etcd/etcdutl/v3',
    package: 'go.etcd.io/etcd/etcdutl/v3',
    version: ['version'],
    oldest: '3.6',
  } as Tool,
  // BuildKit has no command that only reads its configuration; this one is its own loader.
  'buildkit-config': {
    family: 'buildkit',
    module: 'github.com/moby/buildkit',
    package: 'kubestrata/tools/buildkit',
    version: [],
  } as Tool,
  kwok: {
    family: 'kwok',
    module: 'sigs.k8s.io/kwok',
    package: 'sigs.k8s.io/kwok/cmd/kwok',
    version: ['--version'],
    oldest: '0.7',
  } as Tool,
  helm: {
    family: 'helm',
    module: 'helm.sh/helm/v4',
    package: 'helm.sh/helm/v4/cmd/helm',
    version: ['version', '--short'],
    oldest: '4.0',
  } as Tool,
  kubeconform: {
    family: 'kubeconform',
    module: 'github.com/yannh/kubeconform',
    package: 'github.com/yannh/kubeconform/cmd/kubeconform',
    version: ['-v'],
  } as Tool,
  containerd: runtime('containerd', 'github.com/containerd/containerd/v2/cmd/containerd'),
  'containerd-hosts': runtime('containerd', './containerd-hosts'),
  'crio-files': runtime('cri-o', './crio-files'),
  'node-exporter': {
    family: 'node-exporter',
    module: 'github.com/prometheus/node_exporter',
    package: 'github.com/prometheus/node_exporter',
    version: ['--version'],
  } as Tool,
  cyclonus: {
    family: 'cyclonus',
    module: 'github.com/mattfenwick/cyclonus',
    package: 'github.com/mattfenwick/cyclonus/cmd/cyclonus',
    version: ['version'],
  } as Tool,
};

/** Names of all tools. */
export const TOOL_NAMES = Object.keys(TOOLS) as readonly ToolName[];

/** Folders with a pinned Go module each. */
export const FAMILIES: readonly string[] = [
  ...new Set(Object.values(TOOLS).map((tool) => tool.family)),
];

/** The folder of a family's Go module. */
export function familyFolder(family: string): string {
  return join(__dirname, family);
}

/**
 * The version of a tool that its `go.mod` pins, for example `v1.36.3`.
 * @throws when the `go.mod` does not require the tool's module.
 */
export function pinnedVersion(tool: Tool): string {
  const file = join(familyFolder(tool.family), 'go.mod');
  const lines = readFileSync(file, 'utf8').split('\n');
  const words = lines.map((line) =>
    line
      .replace(/^require\s/, '')
      .trim()
      .split(/\s+/),
  );
  const version = words.find(([module, version]) => module === tool.module && version)?.[1];
  if (!version) {
    throw new Error(`${file} does not require '${tool.module}'; add it with 'go get -tool'`);
  }
  return version;
}

/** Linker flags of a tool's family: without symbols, and with the version that Go's linker does not know. */
export function linkerFlags(tool: Tool): string {
  const version = pinnedVersion(tool);
  const [major = '', minor = ''] = version.replace(/^v/, '').split('.');
  const variables: Record<string, readonly string[]> = {
    kubernetes: [
      `k8s.io/component-base/version.gitVersion=${version}`,
      `k8s.io/component-base/version.gitMajor=${major}`,
      `k8s.io/component-base/version.gitMinor=${minor}`,
    ],
    helm: [`helm.sh/helm/v4/internal/version.version=${version}`],
    kubeconform: [`main.version=${version}`],
    'node-exporter': [`github.com/prometheus/common/version.Version=${version.replace(/^v/, '')}`],
  };
  return ['-s', '-w', ...(variables[tool.family] ?? []).map((entry) => `-X ${entry}`)].join(' ');
}
