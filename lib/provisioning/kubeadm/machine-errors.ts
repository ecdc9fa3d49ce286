import type { ApiEndpoint } from '../../contracts/api-load-balancer';
import type { ClusterNetwork } from '../../contracts/cluster-network';
import type { ApiServerEndpoint } from '../../index';
import { API_SERVER_PORT, isAddress } from '../api-endpoint';
import type { Cluster } from './cluster';
import { parseTaint } from './node-registration';
import { stackedEtcdError } from './stacked-etcd';
import type { KubeadmProps } from './words';

/** What is known of a cluster beside what its files are made from. */
export interface Surroundings {
  readonly apiServer: Required<ApiServerEndpoint> | undefined;
  readonly balancer: ApiEndpoint | undefined;
  readonly network: ClusterNetwork | undefined;
  /** Zone of Services, as the DNS of the platform has it. */
  readonly dnsDomain: string | undefined;
}

/** What is wrong with machines and how they are reached. */
export function machineErrors(
  cluster: Cluster,
  props: KubeadmProps,
  { apiServer, balancer, network, dnsDomain }: Surroundings,
): readonly string[] {
  const { controlPlanes, workers, endpoint, externalEtcd } = cluster;
  const nodes = [...controlPlanes, ...workers];
  const names = new Set(nodes.map(({ name }) => name));
  if (controlPlanes.length === 0) {
    return [
      "has no machine for the control plane; name one in the platform's `nodes`, with `role: 'control-plane'`",
    ];
  }
  const errors: (string | false | undefined)[] = [
    controlPlanes.length % 2 === 0 &&
      `has ${controlPlanes.length} control planes, of which no more may fail than of ${controlPlanes.length - 1}; add one, or remove one`,
    endpoint === undefined &&
      `has ${controlPlanes.length} control planes and nothing in front of them; add HAProxy or kube-vip, or give the platform \`apiServer: { host }\``,
    balancer && apiServer && (balancer.host !== apiServer.host || balancer.port !== apiServer.port)
      ? `the platform's API server is '${apiServer.host}:${apiServer.port}', and the load balancer answers at '${balancer.host}:${balancer.port}'; give both the same`
      : undefined,
    !balancer &&
    apiServer &&
    apiServer.port !== API_SERVER_PORT &&
    nodes.some((n) => n.address === apiServer.host)
      ? `the platform's API server is at port '${apiServer.port}' of a machine of its own, where it listens on ${API_SERVER_PORT}; change the port, or add a load balancer`
      : undefined,
    externalEtcd !== undefined &&
      props.etcd !== undefined &&
      'has `etcd` options for an etcd beside the API servers, and an external etcd too; drop one of them',
    props.etcd && stackedEtcdError(props.etcd),
    dnsDomain !== undefined &&
      dnsDomain !== cluster.dnsDomain &&
      `has the DNS domain '${cluster.dnsDomain}', and the DNS of the platform answers for '${dnsDomain}'; drop \`dnsDomain\`, or change the other`,
    socketError(cluster.criSocket),
    network?.replacesKubeProxy && props.kubeProxyMode !== undefined
      ? `has the kube-proxy mode '${props.kubeProxyMode}' and a CNI that replaces kube-proxy; drop \`kubeProxyMode\``
      : undefined,
    network &&
    !network.replacesKubeProxy &&
    isNftables(props.kubeProxyMode ?? network.kubeProxyMode) !== isNftables(network.kubeProxyMode)
      ? `has the kube-proxy mode '${props.kubeProxyMode}' beside a CNI that works with '${network.kubeProxyMode}'; drop \`kubeProxyMode\`, or change the CNI's data plane`
      : undefined,
    ...nodes.flatMap(({ name, taints = [] }) =>
      taints
        .filter((taint) => !parseTaint(taint))
        .map(
          (taint) =>
            `taint '${taint}' of '${name}' is none; write \`key=value:Effect\` or \`key:Effect\` with NoSchedule, PreferNoSchedule or NoExecute`,
        ),
    ),
    ...(['kubelets', 'kubeletVersions', 'secondAddresses'] as const).flatMap((prop) =>
      Object.keys(props[prop] ?? {})
        .filter((name) => !names.has(name))
        .map((name) => `\`${prop}\` names the machine '${name}', which is not a node; correct it`),
    ),
    ...nodes.map((node) => secondAddressError(node, props.secondAddresses?.[node.name])),
  ];
  return errors.filter((error) => typeof error === 'string');
}

/** dockershim is gone since Kubernetes 1.24. */
function socketError(socket: string): string | undefined {
  if (/docker(shim)?\.sock$/.test(socket)) {
    return `cannot run containers by Docker ('${socket}'), which Kubernetes does not speak to any more; use containerd or CRI-O`;
  }
  return /^unix:\/\/\/./.test(socket)
    ? undefined
    : `criSocket '${socket}' is not a socket such as \`unix:///run/containerd/containerd.sock\``;
}

function secondAddressError(
  { name, address }: { name: string; address: string },
  second: string | undefined,
): string | undefined {
  if (second === undefined) return undefined;
  return isAddress(second) && second.includes(':') !== address.includes(':')
    ? undefined
    : `second address '${second}' of '${name}' is not an address of the other family than '${address}'; correct it`;
}

const isNftables = (mode: string): boolean => mode === 'nftables';
