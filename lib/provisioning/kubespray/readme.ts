import { RELEASE } from './release';
import { etcdDeployment, type Source } from './source';

const REPOSITORY = 'https://github.com/kubernetes-sigs/kubespray';

/** How kubespray is run with these files, step by step. */
export function readme(source: Source): string {
  const { platform, options, version, definition, balancer } = source;
  const release = options.release ?? RELEASE;
  const state = options.stateDirectory ?? `~/.kubestrata/${platform.name}`;
  const run = (play: string): string => `ansible-playbook -i "$INVENTORY" ${play} -b`;
  const sections = [
    `Kubernetes ${version} on the machines of '${platform.name}', by kubespray ${release}: the same cluster as the kubeadm files of this folder make.`,
    title('What is needed, and what is not'),
    list([
      'Node prerequisites and time: the files of the machines are put in place first, as the first step of `../README.md` says.',
      balancer && !options.kubeVip
        ? `Load balancer: \`${balancer.virtualAddress}:${balancer.port}\` must answer before Kubernetes is installed; take the steps of \`../README.md\` for it.`
        : undefined,
      'Not needed: all files below `/etc/kubernetes/kubeadm` and `/etc/kubernetes/apiserver`, and the steps of `../README.md` from etcd to the joining of nodes. kubespray writes its own, with the same content.',
      'Overwritten by kubespray: the configuration of the container runtime. Certificates of registries that lie beside it stay.',
      definition.authorizers.some(({ webhook }) => webhook !== undefined)
        ? 'By hand: the kubeconfigs of authorizers, as for kubeadm; API servers do not start without them.'
        : undefined,
      etcdDeployment(source) === 'host'
        ? 'etcd is installed by kubespray, with its own certificates below `/etc/ssl/etcd`: files below `/etc/etcd` are not needed.'
        : undefined,
    ]),
    title('Get ready'),
    'Python 3.11 or newer, on a machine that reaches all others by SSH:',
    commands([
      'INVENTORY="$PWD/inventory.yaml"    # in the folder of this file',
      `git clone --depth 1 --branch v${release} ${REPOSITORY} ~/kubespray-${release}`,
      `cd ~/kubespray-${release}`,
      'python3 -m venv .venv && . .venv/bin/activate',
      'pip install -r requirements.txt',
      'ansible -i "$INVENTORY" all -m ping',
    ]),
    title('Install'),
    commands([run('cluster.yml')]),
    `Run it again whenever the definition changes. Nodes are \`NotReady\` until the CNI is there, which comes with the platform; a second run waits for nodes of the control plane to be ready, so deploy before:`,
    commands([
      `export KUBECONFIG=${state}/artifacts/admin.conf`,
      'kubectl get nodes',
      'cdktf deploy',
    ]),
    definition.kubelet['serverTLSBootstrap'] === true && !options.kubeletCsrApprover
      ? `Kubelets ask for server certificates; look at the requests, then approve them (again once a year):\n\n${commands(['kubectl get csr', 'kubectl certificate approve NAME…'])}`
      : undefined,
    title('What must be kept'),
    list([
      definition.encryption
        ? `\`${state}/credentials\` holds the key that Secrets are encrypted with, made at the first run. Keep it secret and have a copy elsewhere: a backup of etcd is worth nothing without it.`
        : undefined,
      `\`${state}/artifacts/admin.conf\` is a login of the administrator. Keep it secret.`,
    ]),
    title('Later'),
    list([
      `Newer Kubernetes, one minor version at a time: change the definition, check out the release of kubespray that knows it, then \`${run('upgrade-cluster.yml -e serial=1')}\`.`,
      `More workers: \`${run('playbooks/facts.yml')}\`, then \`${run('scale.yml --limit=NAME')}\`. More machines of the control plane go to the end of the list, and take \`${run('cluster.yml')}\`.`,
      `A machine less, while it is still in the inventory: \`${run('remove-node.yml -e node=NAME')}\`, with \`-e reset_nodes=false -e allow_ungraceful_removal=true\` if it is dead. The first of the control plane must be moved from the first place before.`,
      `A lost control plane: \`recover-control-plane.yml\`, as kubespray's \`docs/operations/recover-control-plane.md\` says.`,
      `Everything gone, data included: \`${run('reset.yml')}\`.`,
      'Certificates of the control plane are renewed by the timer `k8s-certs-renew` on its machines.',
    ]),
  ];
  return `# ${platform.name} with kubespray\n\n${sections.filter((s) => s !== undefined).join('\n\n')}\n`;
}

const title = (text: string): string => `## ${text}`;

const commands = (lines: readonly string[]): string => `${['```sh', ...lines, '```'].join('\n')}`;

const list = (items: readonly (string | undefined)[]): string =>
  items
    .filter((item) => item !== undefined)
    .map((item) => `- ${item}`)
    .join('\n');
