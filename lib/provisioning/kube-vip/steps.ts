import { hostPort } from '../../index';
import type { ApiEndpoint } from '../../contracts/api-load-balancer';
import type { RunbookStep } from '../../index';
import { API_SERVER_PORT } from '../api-endpoint';
import { KUBECONFIG_SCRIPT } from './kubeconfig-script';
import { LEASE } from './manifest';

/** What the steps speak of. */
export interface StepsInput {
  readonly endpoint: ApiEndpoint;
  /** Name of the machine that `kubeadm init` runs on. */
  readonly first: string;
  /** The interface of that machine that takes the address. */
  readonly interface: string;
  readonly image: string;
  readonly leaseSeconds: number;
}

/** What people do with kube-vip; it needs nothing on machines that join. */
export function kubeVipSteps(input: StepsInput): readonly RunbookStep[] {
  return [before(input), after(input), upgrade(input), lostControlPlane(input)];
}

const before = ({ first, endpoint, interface: on }: StepsInput): RunbookStep => ({
  runbook: 'install',
  stage: 'load-balancers',
  title: 'Have kube-vip hold the address during the first start',
  on: { host: first },
  text: `The kubelet starts kube-vip together with the first API server. Until \`kubeadm init\` is done, only \`super-admin.conf\` has the right to hold ${endpoint.virtualAddress}, so kube-vip uses it on ${first} for that long. The file exists there only. \`kubeadm reset\` removes what starts kube-vip: before another try, put the files in place again and come back here.`,
  commands: [`${KUBECONFIG_SCRIPT} super-admin`],
  verify: [`ip link show dev ${on}`],
});

const after = ({ first, endpoint }: StepsInput): RunbookStep => ({
  runbook: 'install',
  stage: 'join',
  title: 'Have kube-vip use the ordinary administrator',
  on: { host: first },
  text: 'From now on `admin.conf` has its rights. The kubelet starts kube-vip anew, and the address is away for some seconds.',
  commands: [`${KUBECONFIG_SCRIPT} admin`],
  verify: [
    `for attempt in $(seq 60); do ip -brief address show to ${endpoint.virtualAddress} | grep . && break; sleep 1; done`,
    `curl --insecure https://${hostPort(endpoint.virtualAddress, endpoint.port)}/readyz`,
  ],
});

const upgrade = ({ image, endpoint }: StepsInput): RunbookStep => ({
  runbook: 'upgrade',
  stage: 'load-balancers',
  title: 'See kube-vip work in its new version, one control plane after another',
  on: 'control-plane',
  text: `The kubelet starts kube-vip anew as soon as its file changes, and the files are put in place on one machine after another. Pull the image on all of them before that. Where the machine held ${endpoint.virtualAddress}, another takes it; open connections break, and clients connect again.`,
  commands: [`crictl pull ${image}`],
  verify: [
    'crictl ps --name kube-vip',
    `kubectl --kubeconfig /etc/kubernetes/admin.conf --namespace kube-system get lease ${LEASE}`,
  ],
});

const lostControlPlane = ({ endpoint, leaseSeconds }: StepsInput): RunbookStep => ({
  runbook: 'recovery',
  stage: 'load-balancers',
  title: 'Reach the API servers when nobody holds their address',
  on: 'control-plane',
  text: `When the holder is lost, another takes ${endpoint.virtualAddress} within ${leaseSeconds} seconds; nothing is to be done. Without a majority of etcd nobody can: the lease cannot be renewed. Ask the machine's own API server then, mend etcd, and the address comes back by itself.`,
  commands: [
    `kubectl --kubeconfig /etc/kubernetes/admin.conf --server https://127.0.0.1:${API_SERVER_PORT} --namespace kube-system get lease ${LEASE}`,
    'crictl logs --tail 50 "$(crictl ps --all --latest --quiet --name kube-vip)"',
  ],
});
